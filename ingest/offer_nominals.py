"""Offers that sentences of a report name by their noun („Daneben berät die Anerkennungsberatung jeden Dienstag …“)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_labels import pattern, table
from ingest.offer_listed import names_of
from ingest.offer_looks import REGISTER
from ingest.offer_nouns import QUOTED, is_bare, never
from ingest.offer_periods import period
from ingest.offer_sentences import sentences
from ingest.offer_values import costs, reached, regular, times
from kb.offer_names import words
from kb.offer_words import audiences

# Sentences behind the one that names an offer, in which it goes on with a pronoun.
FOLLOWING = 2
# In words: a longer run of nouns is a sentence.
NAME = 9
_ARTICLE = r"(?:[Dd](?:ie|er|as|en|em)|[Ee]ine?[mnr]?|[Zz]u[mr]|[Bb]eim|[Ii]m|[Uu]nser[en]?[mr]?)"
_WORD = r"[A-ZÄÖÜ][\w-]+"
# „für Frauen“, „gegen Rassismus“, „nur für Mädchen und Frauen“, „bei Trennung“.
_BEHIND = rf"(?:\s(?:nur\s)?(?:für|gegen|bei)\s(?:[a-zäöüß]+\s)?{_WORD}(?:\sund\s{_WORD})?)?"
_CALLED = r"(?:\s[„\"»“][^„“”\"«»]{3,60}[“”\"«])?(?:\s\([A-ZÄÖÜ]{2,6}\))?"
# Who does what a report tells of; a count of cases is none of it.
_OVER = re.compile(
    r"\b(?:wurden?|waren?|hatten?|konnten?|fanden?|gab|kamen|nahmen|lief(?:en)?|sank|stieg|nutzten|kam|erhielten|dienten|besuchten|erreichten?|ist (?:gestiegen|gesunken))\b"
)
_AGAIN = re.compile(
    r"(?:^|[,;–]\s|\bund\s)(?:[Ee]r|[Ss]ie|[Ee]s|[Dd]as (?:Projekt|Angebot|Programm|Training)|[Dd]er (?:Kurs|Treff)|[Dd]ie (?:Teilnahme|Gruppe|Reihe|Anmeldung)|[Ee]in Termin|[Aa]nmeldung\w*|[Dd]ort|[Ww]er)\b"
    r"|\b(?:ihn|ihm|es|sie|dafür|daran|dort|hier)\s"
)
# „Die Integrationslotsinnen begleiten …“: what they do, right behind their name.
_DOES = re.compile(
    r"\b(?:begleite[nt]|ber[aä]t(?:en)?|helfen|hilft|unterstütz(?:en|t)|vermittel[nt]|richte[nt]\ssich|informier(?:en|t)|besuch(?:en|t)|fortbilden|qualifizier(?:en|t)|schul(?:en|t))\b"
)
_DOING = re.compile(rf"^\s{_DOES.pattern}")
_MONEY_GIVEN = re.compile(r"\b(?:erh[aä]lt\w*|bekomm\w+|förder\w*|Zuschuss|Zuschüsse|Prämie|Mittel)\b")
# „„Kaffee & Komma“ heißt der Sprachtreff“.
_NAMED_SO = re.compile(
    r"[„\"»](?P<name>[^„“”\"«»]{3,60})[“”\"«]\s(?:heißt|nennt sich)\s(?:der|die|das|unser\w*)\s[A-ZÄÖÜ]"
)
# „… folgende Programme an: Griffbereit (…), Rucksack KiTa und Rucksack Schule“.
_LISTING = re.compile(
    r"\b(?:Angebote|Programme|Kurse|Projekte|Formate|Gruppen|Maßnahmen|Bausteine)\b[^:.;]{0,60}:\s(?P<names>\S[^:;]+?)[.;]?$"
)
_HAPPENS = re.compile(
    rf"^(?:Die|Der|Das)\s(?P<name>(?:[A-ZÄÖÜ][\w-]+\s){{1,4}}?(?:(?:gegen|der|des|für)\s(?:[a-zäöüß]+\s)?{_WORD}\s)?)"
    r"(?:finde[nt]|beginn(?:t|en)|startet|starten|lädt|laden)\b"
)


def from_nominals(texts: Sequence[Value], above: Sequence[Draft], known: Sequence[Draft]) -> list[Draft]:
    """Return what sentences name by a noun of offers and say that it is there for somebody, each with its sentences.

    :param known: what is found there in another way.
    """
    taken = [words(draft.name.text) for draft in known]
    found: list[_Named] = []
    for text in texts:
        last: list[_Named] = []
        count = 0
        for start, end in sentences(text.text):
            said = part(text, start, end)
            over = _is_over(said.text)
            named = [] if over else list(_named(said, above))
            if last and not named and not over and count < FOLLOWING and _AGAIN.search(said.text):
                count += 1
                for each in last if last[-1].listed else last[-1:]:
                    each.draft.texts.append(said)
                continue
            last, count = named, 0
            found += named
    kept: list[Draft] = []
    for each in found:
        own = words(each.draft.name.text)
        if own and (each.listed or is_offered(each.draft)) and not any(own <= other or other <= own for other in taken):
            kept.append(each.draft)
            taken.append(own)
    return kept


class _Named(NamedTuple):
    """What a sentence names, and whether it is listed among offers."""

    draft: Draft
    listed: bool = False


def listing(said: Value, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the names that a sentence lists behind a colon, one of which „und“ may join to the others."""
    match = _LISTING.search(said.text)
    if match is None:
        return
    whole = part(said, match.start("names"), match.end("names"))
    bare = re.sub(r"\([^)]*\)", lambda inside: "x" * len(inside.group()), whole.text)
    last = re.search(r"\sund\s(?=[A-ZÄÖÜ„])(?=[^,]*$)", bare)
    if last is not None:  # as long as it was: the stretches stay
        whole = whole._replace(text=f"{whole.text[: last.start()]},    {whole.text[last.end() :]}")
    lead = part(said, match.start(), match.start("names"))
    for draft in names_of(whole, lead, above):
        draft.above = list(above)
        yield draft


def _named(said: Value, above: Sequence[Draft]) -> Iterator[_Named]:
    listed = [_Named(draft, listed=True) for draft in listing(said, above)]
    if listed:
        yield from listed
        return
    called = [(match.start("name"), match.end("name")) for match in _NAMED_SO.finditer(said.text)]
    spans = called or [(match.start("name"), match.end("name")) for match in _noun().finditer(said.text)]
    names = called or [(start, end) for start, end in spans if _is_name(said.text[start:end])]
    for number, (start, end) in enumerate(names):
        behind = names[number + 1][0] if number + 1 < len(names) else len(said.text)
        texts = [part(said, start if number else 0, behind)]
        yield _Named(Draft(part(said, start, end), above=list(above), texts=texts))
    happens = None if names else _HAPPENS.match(said.text)
    if happens and any(period(said.text[one.start : one.end]).first for one in times(said.text)):
        name = happens["name"].rstrip()
        if not never(name) and not is_bare(name):
            start = happens.start("name")
            yield _Named(Draft(part(said, start, start + len(name)), above=list(above), texts=[said]), listed=True)


def _is_name(text: str) -> bool:
    unsure = all(
        pattern("names", "unsure").fullmatch(word) for word in re.findall(r"[A-ZÄÖÜ][\w-]+", QUOTED.sub("", text))
    )
    return (
        len(text.split()) <= NAME and not is_bare(text) and not never(text) and not (unsure and not QUOTED.search(text))
    )


def is_offered(draft: Draft) -> bool:
    """Tell a name of which sentences say when, for how much, whom to ask; or for whom and that it is offered."""
    said = " ".join(value.text for value in draft.texts)
    if draft.fields:
        return True
    if any(regular(said[one.start : one.end]) for one in times(said)) or reached(said) or REGISTER.search(said):
        return True
    if costs(said) and not _MONEY_GIVEN.search(said):
        return True
    if QUOTED.search(draft.name.text):
        return bool(audiences(said) and (pattern("prose", "offering").search(said) or _DOES.search(said)))
    return bool(audiences(said) and _DOING.search(said.partition(draft.name.text)[2]))


def _is_over(text: str) -> bool:
    return bool(
        _OVER.search(text) or pattern("prose", "past").search(text) or pattern("prose", "cancelled").search(text)
    )


@cache
def _noun() -> re.Pattern[str]:
    """Return what finds a noun phrase of offers behind its article."""
    kinds = "(?i:" + "|".join(table()["names"]["kinds"]) + ")"
    noun = rf"(?=[A-ZÄÖÜ])[\w-]*?{kinds}(?![\w-])"
    return re.compile(
        rf"(?<!\w){_ARTICLE}\s(?:[a-zäöüß]+e[nr]?\s)?(?P<name>(?:[A-ZÄÖÜ][\w-]+e[nr]?\s)?{noun}(?:\sund\s{noun})?{_BEHIND}{_CALLED})"
        r"(?!(?:\s[A-ZÄÖÜ][\w-]+){0,3}\s(?:g?GmbH|gUG|e\.\s?V))"
    )
