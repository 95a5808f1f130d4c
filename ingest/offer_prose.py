"""Offers of which reports and council papers tell in running text: a named heading, a name behind its noun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node
from ingest.offer_labels import pattern, table
from ingest.offer_lists import details, is_sentence, never
from kb.offer_words import audiences
from kb.sentences import spans as sentences

# In words: a longer heading is a sentence.
NAME = 9
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
    r"(?P<who>[A-ZÄÖÜ][\w/-]+(?:\s(?:mit|und)\s[A-ZÄÖÜ][\w-]+)?))"
)
# A sentence about what is done, not a name: „Seminare für Jugendliche“.
_GENERIC = re.compile(r"(?:Schulung|Beratung|Kurs|Seminar|Projekt|Treff|Angebot|Workshop|Training)\w{0,3}\sfür\s")
_SCHOOLS = re.compile(r"\w*(?:schulen|kollegs?|kitas|kindertagesstätten)$", re.IGNORECASE)
_NEXT = re.compile(r"(?:,|\s(?:und|sowie|oder))\s[„\"»“](?P<name>[^„“”\"«»]{3,80}?)[“”\"«]")
_LEAD = re.compile(r"^\w*(?:programm|projekt|konzept|initiative|kampagne)\s(?=(?-i:[„\"»A-ZÄÖÜ]))", re.IGNORECASE)


def from_prose(node: Node, texts: Sequence[Value], above: Sequence[Draft], *, group: bool) -> Iterator[Draft]:
    """Yield drafts of offers that running text under a title tells of.

    :param group: offers are listed under the title, which is that of a group, then.
    """
    named = None if group or not node.leaf else _titled(node, texts)
    if named is not None:
        draft = Draft(named, above=list(above), texts=list(texts), told=True)
        for field, parts in node.values().items():
            for each in parts:
                draft.put(field, Value(each.text, each.spans))
        yield draft
    for text in texts:
        for start, end in sentences(text.text):
            yield from _mentioned(part(text, start, end), above)


def _titled(node: Node, texts: Sequence[Value]) -> Value | None:
    """Return the name that the title gives to what its text offers, None where it offers nothing."""
    if node.title is None or not texts:
        return None
    name = node.name.rstrip(" :–-")
    quoted = re.search(_NAME.format(1), name)
    if (
        len(name.split()) > NAME
        or is_sentence(name)
        or never(name)
        or not (quoted or pattern("names", "plain").search(name) or _for(name))
    ):
        return None
    said = " ".join(text.text for text in texts)
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
    if pattern("prose", "past").search(text):
        return
    for match in _FOR_WHOM.finditer(text):
        if _GENERIC.match(match["name"]):
            continue
        if (audiences(match["who"]) or _SCHOOLS.search(match["who"])) and not never(match["name"]):
            yield _draft(said, match.start("name"), match.end("name"), above)
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


def _draft(said: Value, start: int, end: int, above: Sequence[Draft]) -> Draft:
    draft = Draft(part(said, start, end), above=list(above), told=True)
    draft.put("description", said)
    behind = re.match(r"[“”\"«']?\s\((?P<what>[^)]*)\)", said.text[end:])
    if behind:
        details(draft, part(said, end + behind.start("what"), end + behind.end("what")))
    return draft
