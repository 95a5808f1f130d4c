"""Offers of which reports and council papers tell in running text: a named heading, a name behind its noun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node
from ingest.offer_labels import pattern, table
from ingest.offer_listed import details
from ingest.offer_looks import tells
from ingest.offer_nouns import is_named, is_sentence, never
from ingest.offer_told import tell, tell_applying
from ingest.offer_values import times
from kb.offer_words import audiences
from kb.sentences import spans as sentences

# In words: a longer heading is a sentence.
NAME = 9
# Sentences behind the one that names an offer, in which whom to ask and what it costs is said.
FOLLOWING = 3
_BEFORE = r"(?:" + "|".join(table()["names"]["before"]) + ")"
_NAME = r"[„\"»“'](?P<q{0}>[^„“”\"«»]{{3,80}}?)[“”\"«']"
_QUOTED = re.compile(rf"(?<!\w){_BEFORE}\s" + _NAME.format(1), re.IGNORECASE)
_CAPITALS = re.compile(
    rf"(?<!\w){_BEFORE}\s(?-i:(?P<name>[A-ZÄÖÜ][a-z]*-?[A-ZÄÖÜ][\w-]*(?:\s[A-ZÄÖÜ]{{2,}})?))(?=\s|[.,])", re.IGNORECASE
)
# What is offered, and to whom: „Schulungen der Integrationsräte“, „Arbeitsmarktprojekte an den Berufskollegs“.
_FOR_WHOM = re.compile(
    r"(?<![\w-])(?P<name>(?=[A-ZÄÖÜ])[\w-]*(?i:schulung(?:en)?|beratung|kurse?|seminare?|projekte?|treffs?|angebots?|workshops?"
    r"|trainings?)\s(?:für|der|an den)\s(?:(?!ihre|unsere|seine|eigenen|diese|die\s)[a-zäöüß-]+\s){0,2}"
    r"(?:(?:die\s)?Mitglieder\s(?:der|des|von)\s)?(?P<who>[A-ZÄÖÜ][\w/-]+(?:\s(?:mit|und)\s[A-ZÄÖÜ][\w-]+)?))"
)
# A sentence about what is done, not a name: „Seminare für Jugendliche“.
_GENERIC = re.compile(r"(?:Schulung|Beratung|Kurs|Seminar|Projekt|Treff|Angebot|Workshop|Training)\w{0,3}\sfür\s")
_SCHOOLS = re.compile(r"\w*(?:schulen|kollegs?|kitas|kindertagesstätten)$", re.IGNORECASE)
_NEXT = re.compile(r"(?:,|\s(?:und|sowie|oder))\s[„\"»“](?P<name>[^„“”\"«»]{3,80}?)[“”\"«]")
# A text that calls what it is about a project or a course, and says whom that is for.
_INTENDED = re.compile(
    r"\b(?:Das|Dieses|Unser|Der|Dieser|Die)\s(?:\w*(?:[Pp]rojekt|[Aa]ngebot|[Kk]urs|[Tt]raining|[Ss]eminar|[Tt]reff|[Gg]ruppe|[Bb]eratung))\s(?:\w+\s){0,2}richtet\ssich\s(?:\w+\s){0,2}an\b"
)
# Members of a kind in brackets behind its plural.
_LISTED = re.compile(
    r"(?<!\w)[A-ZÄÖÜ][\w-]*(?:dienste|beratungen|angebote|programme|projekte|kurse|gruppen|treffs|schulungen|seminare)n?\s\((?:z\.\s?B\.\s|u\.\s?a\.\s|wie\s)?(?P<names>[^()]{10,200})\)"
)
# A fund for what people plan themselves; those of states and banks are others.
_FUND = re.compile(
    r"(?<!\w)(?:einen?|eine[mnrs]|de[nmr]|dem|des|die|zwei)\s(?P<name>(?!Sozial|Struktur|Innovations|Investitions|Renten|Pensions|Sonder)[A-ZÄÖÜ][\w-]+fonds)(?!\w)"
)
_FUNDED = re.compile(r"(?i:förder|zuschuss|zuschüsse|beantrag|mittel)[^.]*(?:Projekt|Verein|Initiativ|Idee|Vorhaben)")
_APPOSED = re.compile(r",?\s(?P<web>(?:https?://)?www\.[\w-]+(?:\.[\w-]+)+)")
_BEFORE_DAY = re.compile(r"(?:[^:]{3,60}:\s)?(?P<name>[A-ZÄÖÜ„][^,.:;!?]{3,60}),\s")
_LEAD = re.compile(r"^\w*(?:programm|projekt|konzept|initiative|kampagne)\s(?=(?-i:[„\"»A-ZÄÖÜ]))", re.IGNORECASE)


def from_prose(node: Node, texts: Sequence[Value], above: Sequence[Draft], *, group: bool) -> Iterator[Draft]:
    """Yield drafts of offers that running text under a title tells of.

    :param group: offers are listed under the title, which is that of a group, then.
    """
    named = None if group or not node.leaf else _titled(node, texts)
    if named is not None:
        draft = Draft(named, above=list(above), texts=list(texts), told=True)
        for text in texts:
            if tells(text.text) == "contact":  # a line that is nothing but a telephone belongs to the title
                draft.put("contact", text)
        for field, parts in node.values().items():
            for each in parts:
                draft.put(field, Value(each.text, each.spans))
        tell(draft, list(_before_others(texts, above)), named=False)
        yield draft
    yield from mentioned(texts, above)


def mentioned(texts: Sequence[Value], above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield drafts of what sentences of running text name and offer."""
    every: list[Draft] = []
    for text in texts:
        found: list[Draft] = []
        last: list[Draft] = []
        for start, end in sentences(text.text):
            said = part(text, start, end)
            named = list(_mentioned(said, above))
            if not named and len(last) == 1 and last[0].told and len(last[0].texts) < FOLLOWING:
                last[0].texts.append(said)  # whom to ask, what it costs
            for each in named:
                tell(each, [said], named=True)
            last = named or last
            found += named
        every += found
    # Whom to apply to is said once for all funds of a section, be it paragraphs later.
    tell_applying([each for each in every if each.name.text.endswith("fonds")], texts)
    yield from every


def _before_others(texts: Sequence[Value], above: Sequence[Draft]) -> Iterator[Value]:
    """Yield the sentences of a text up to the first that names an offer."""
    for text in texts:
        for start, end in sentences(text.text):
            said = part(text, start, end)
            if any(True for _ in _mentioned(said, above)):
                return
            yield said


def _titled(node: Node, texts: Sequence[Value]) -> Value | None:
    """Return the name that the title gives to what its text offers, None where it offers nothing."""
    if node.title is None or not texts:
        return None
    name = node.name.rstrip(" :–-")
    quoted = re.search(_NAME.format(1), name)
    said = " ".join(text.text for text in texts)
    telling = quoted or pattern("names", "plain").search(name) or _for(name) or _INTENDED.search(said)
    if len(name.split()) > NAME or is_sentence(name) or never(name) or not telling:
        return None
    offering = pattern("prose", "offering").findall(said)
    if not offering or not (audiences(name) or audiences(said)):
        return None
    offset = node.title.text.find(name)
    value = part(Value(node.title.text, node.title.spans), offset, offset + len(name))
    lead = _LEAD.match(value.text)
    if quoted and lead:
        return part(value, quoted.start("q1"), quoted.end("q1"))
    if quoted and quoted.start() == 0 and quoted.end() == len(name):
        return part(value, 1, len(name) - 1)
    return part(value, lead.end(), len(name)) if lead and not quoted else value


def _for(name: str) -> bool:
    return bool(re.match(r"\w+(?:-\w+)? für \w", name)) and bool(audiences(name))


def _mentioned(said: Value, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield what a sentence that offers something names behind its noun, with what is listed after it."""
    text = said.text
    if pattern("prose", "past").search(text) or pattern("prose", "cancelled").search(text):
        return
    yield from _dated(said, above)
    for match in _FOR_WHOM.finditer(text):
        if _GENERIC.match(match["name"]):
            continue
        if (audiences(match["who"]) or _SCHOOLS.search(match["who"])) and not never(match["name"]):
            # „Internetangebot für Vereine, www.vereine.example“: the address is its name, too.
            address = _APPOSED.match(text, match.end("name"))
            yield _draft(said, match.start("name"), address.end("web") if address else match.end("name"), above)
    yield from _members(said, above)
    yield from _funds(said, above)
    if not pattern("prose", "offering").search(text):
        return
    for look in (_QUOTED, _CAPITALS):
        for match in look.finditer(text):
            if never(text[max(match.start() - 20, 0) : match.end()]):
                continue
            group = "q1" if look is _QUOTED else "name"
            yield _draft(said, match.start(group), match.end(group), above)
            at = match.end()
            while following := _NEXT.match(text, at):
                if not never(following["name"]):
                    yield _draft(said, following.start("name"), following.end("name"), above)
                at = following.end()


def _members(said: Value, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield what brackets list behind the noun of several offers („Beratungsdienste (Migrationsberatung, …)“)."""
    for match in _LISTED.finditer(said.text):
        start = match.start("names")
        found = []
        for piece in re.finditer(r"[^,;+]+", match["names"]):
            name = re.sub(r"\s[–-]\s[A-ZÄÖÜ]{2,6}$", "", piece.group().strip())
            if is_named(name) and not never(name) and not is_sentence(name) and len(name.split()) <= NAME:
                found.append((start + piece.start() + piece.group().index(name), name))
        for at, name in found if len(found) > 1 else ():
            yield _draft(said, at, at + len(name), above)


def _funds(said: Value, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield funds from which somebody may have something for an idea."""
    if not _FUNDED.search(said.text):
        return
    for match in _FUND.finditer(said.text):
        yield _draft(said, match.start("name"), match.end("name"), above)


def _dated(said: Value, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield what a sentence names with its day („… weiter: Vorlesetag in vielen Sprachen, Freitag, 20. November“)."""
    match = _BEFORE_DAY.match(said.text)
    if match is None or not is_named(match["name"]) or never(match["name"]) or is_sentence(match["name"]):
        return
    if any(found.start == match.end() for found in times(said.text)):
        draft = Draft(part(said, match.start("name"), match.end("name")), above=list(above))
        draft.texts.append(said)
        yield draft


def _draft(said: Value, start: int, end: int, above: Sequence[Draft]) -> Draft:
    draft = Draft(part(said, start, end), above=list(above), told=True)
    draft.put("description", said)
    behind = re.match(r"[“”\"«']?\s\((?P<what>[^)]*)\)", said.text[end:])
    if behind:
        details(draft, part(said, end + behind.start("what"), end + behind.end("what")))
    return draft
