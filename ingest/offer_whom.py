"""For whom an entry is: what its label, name and text say, else the titles above it, else the ages there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_drafts import Draft, Value, part
from kb.offer_words import Told, audiences

_FOR = re.compile(
    r"(?<!\w)(?:für|antragsberechtigt sind|anträge stellen dürfen|an|richtet sich (?:vor allem |insbesondere |besonders )?an)\s(?P<who>alle,\sdie\s[^.;:]{3,60}|(?:[\w'’‚‘*/:-]+,?\s){0,8}?[\w'’‚‘*/:-]+)(?=[.,;:()]|\s(?:in|im|am|mit|bei|zu|zur|zum|werden|wird|sind|ist|können|durch\w*|über)\s|$)",
    re.IGNORECASE,
)
_VERB = r"(?:lernen|erhalten|können|treffen|bekommen|werden|üben|finden|entdecken|erfahren|singen|tauschen|besuchen|kochen|spielen)"
# „Beratung von neu zugewanderten Kindern“, „Schulungen der Integrationsräte“
_HELPED = re.compile(
    r"(?:\w*beratung|begleitung|unterstützung|qualifizierung|\w*schulung(?:en)?|austausch(?:treffen)?|förderung|betreuung)\s(?=von\s|der\s|des\s|neu)",
    re.IGNORECASE,
)
# „Väter und ihre Kinder treffen sich“, „treffen sich Väter und ihre Kinder“, „Eingeladen sind Frauen aus aller Welt“
_MEET = (
    re.compile(
        r"(?:treffen sich|(?:eingeladen|willkommen|angesprochen) sind|offen für|gedacht für)\s(?P<who>[^.;:!?]{3,80})"
    ),
    re.compile(
        r"(?:^|[.!?]\s)(?P<who>[A-ZÄÖÜ][^.;:!?]{3,80}?)\s(?:treffen sich|sind (?:herzlich )?(?:eingeladen|willkommen))"
    ),
)
# Whom somebody helps, named next to the verb: „begleiten ältere Menschen“; „besuchen eine Kita“ helps nobody.
_HELP = re.compile(r"\b(?:berät|beraten|begleite[nt]|unterstütz(?:t|en)|besuch(?:t|en))\s(?P<who>[^.;:!?]{3,80})")
_WITH = re.compile(
    r"\smit\s(?:(?:einem|einer|ihren|ihrer|den|dem|der|je|einer erwachsenen)\s)*(?:Eltern|Mama|Papa|Mutter|Vater|Begleit|Großeltern|Bezugsperson)",
    re.IGNORECASE,
)
_ELSE = re.compile(r",\s(?:die|der|das|wenn|wie|was)\b|\s(?:zum?|zur|beim?|in|im|auf|am|und [a-zäöü]\w+(?:en|t))\b")
_CLASSES = re.compile(
    r"(?P<ab>\bab\s(?:der\s)?)?(?:Klassen?|Kl\.|Jahrgang(?:sstufen?)?)\s(?P<a>\d{1,2})(?:\s?(?:–|-|bis|und)\s?(?P<b>\d{1,2}))?"
    r"|(?P<a2>\d{1,2})\.(?:\s?(?:–|-|bis|und)\s?(?P<b2>\d{1,2})\.)?\s?(?:Klasse|Schuljahr)\b",
    re.IGNORECASE,
)
_BY_NAME = {"women", "men", "older people", "parents", "young people"}
# Years by which ages tell an audience (evaluation/OFFERS.md): under 14 children, 14 to 27 young people, from 60 on
# older people. What begins at 12 reaches mostly over 14.
CHILD, YOUTH, ADULT, YOUNG, OLD = 14, 12, 18, 27, 60
# From this age on children come without their parents.
SCHOOL = 6
_AGES = (
    re.compile(
        r"(?:von|zwischen)?\s?(?P<a>\d{1,2})\s?(?:–|-|bis|und)\s?(?P<b>\d{1,2})\s?(?:Jahren?\b|J\.|jährige)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)ab\s(?P<a>\d{1,2})\b(?!\s?(?:Uhr|\.\s?\d|:|€|Euro|Personen|Mon(?:at|\.)|Tag|Woche|\.?\s?(?:Klasse|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)))(?:\s?(?:Jahren?|J\.))?",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\w)(?:bis|unter)\s(?:zu\s)?(?P<b>\d{1,2})\s?Jahren?", re.IGNORECASE),
    re.compile(r"(?<!\w)von\s(?P<a>\d{1,2})\sbis\s(?P<b>\d{1,2})\b(?!\s?(?:Uhr|:|\.|€|Euro|Personen))"),
    re.compile(
        r"(?<!\w)(?:im Alter )?(?:von|zwischen)\s(?P<a>\d{1,2})\s?(?:–|-|bis|und)\s?(?P<b>\d{1,2})\b(?!\s?(?:Uhr|:|\.|€|Euro|Personen))(?=[^.]{0,12}(?:$|mit|,|\)))"
    ),
    re.compile(r"(?<![\d.,])(?P<a>\d{1,2})\s?(?:\+(?!\s?\d)|plus\b)"),
)


def audience(draft: Draft, description: Value | None) -> list[tuple[Told, Value]]:
    """Return for whom a draft is, each value of the vocabulary with the stretch that tells it.

    What the entry states of itself wins over the titles above; ages tell children and young people where nothing else
    does.
    """
    stated = draft.fields.get("audience", [])
    told = _together([(one, value) for value in stated for one in audiences(value.text)])
    if told:
        return _accompanied(told, stated)
    named = _meant(draft.name)
    say = _meant if draft.told else _said  # what tells of other things, too, names whom they are for
    said = [found for value in (description, *draft.texts) if value for found in [say(value)] if found]
    found = _together([*named, *(said[0] if said and not named else ())] or _called(draft.name))
    aged = _by_age(stated)
    if aged and found:
        return _together([*aged, *(one for one in found if not _of_age(one[0], stated))])
    return (
        found or _above(draft) or _by_age([*stated, draft.name, *([description] if description else []), *draft.texts])
    )


def _of_age(told: Told, stated: Sequence[Value]) -> bool:
    """Tell an audience that is one of ages, or parents where those meant go to school: it tells of somebody else."""
    if told.value in {"children", "young people", "older people"}:
        return True
    first = (ages(stated) or (None, None))[0]
    return told.value == "parents" and first is not None and SCHOOL <= first < ADULT


def _accompanied(told: list[tuple[Told, Value]], stated: Sequence[Value]) -> list[tuple[Told, Value]]:
    """Add the children who come with somebody: „3 bis 6 Jahre mit einem Elternteil“."""
    for value in stated:
        with_whom = _WITH.search(value.text)
        if with_whom and all(one.value != "children" for one, _ in told):
            told = [*told, *_by_age([part(value, 0, with_whom.start())])]
    return told


def _together(found: list[tuple[Told, Value]]) -> list[tuple[Told, Value]]:
    """Return what is told, each audience once; mothers and fathers together are parents, trainees of an office its staff."""
    text = " ".join(dict.fromkeys(value.text for _, value in found)).casefold()
    values = {one.value for one, _ in found}
    left_out: set[str] = set()
    if {"women", "men"} <= values and not re.search(r"frauen|männer|mädchen", text):
        left_out |= {"women", "men"}
    if (
        "administration" in values
        and re.search(r"auszubildende|azubi|anwärter|nachwuchskr", text)
        and "jugend" not in text
    ):
        left_out |= {"young people"}
    kept: dict[str, tuple[Told, Value]] = {}
    for one, value in found:
        if one.value not in left_out:
            kept.setdefault(one.value, (one, value))
    return list(kept.values())


def _above(draft: Draft) -> list[tuple[Told, Value]]:
    """Return whom the titles above are for; the nearest that says so."""
    for source in draft.above:
        for value in source.fields.get("audience", ()):
            if audiences(value.text):
                return _together([(one, value) for one in audiences(value.text)])
        if _for_whom(source.name.text):
            return _together([(one, part(source.name, one.start, one.end)) for one in audiences(source.name.text)])
    return []


def _by_age(values: Sequence[Value]) -> list[tuple[Told, Value]]:
    """Return the audience that ages tell: under 14 children, from 12 on young people, from 60 on older people."""
    for value in values:
        years = ages([value]) or _classes(value.text)
        if years is None:
            continue
        first, last = years
        if first is not None and first >= OLD:
            band = ["older people"]
        elif last is not None and last <= CHILD:
            band = ["children"]
        elif first is not None and YOUTH <= first < ADULT and (last is None or last <= YOUNG):
            band = ["young people"]
        elif first is not None and first < YOUTH and last is None:
            band = ["children"]
        elif first is not None and last is not None and first < YOUTH and last <= YOUNG:
            band = ["children", "young people"]
        else:
            band = []
        return [(Told(one, 0, len(value.text)), value) for one in band]
    return []


def _classes(text: str) -> tuple[int | None, int | None] | None:
    """Return the ages of school classes: the first begins with six years."""
    match = _CLASSES.search(text)
    if match is None:
        return None
    first = int(match["a"] or match["a2"])
    last = int(match["b"] or match["b2"] or 0) or (None if match["ab"] else first)
    return first + 5, last + 6 if last else None


def _for_whom(title: str) -> bool:
    """Tell a heading that says for whom what follows is: „Für Frauen“, „Eltern und Familie“, „Jugendliche“.

    A heading that joins an audience with something else („60 plus & Ehrenamt“) tells nothing of each entry under it.
    """
    told = audiences(title)
    if not told:
        return False
    if re.match(r"(?:angebote? )?für\b|.*\bfür\b", title, re.IGNORECASE):
        return True
    pieces = re.split(r"\s(?:&|und|\+)\s|,\s", title)
    return told[0].start == 0 and all(audiences(piece) for piece in pieces)


def _said(value: Value) -> list[tuple[Told, Value]]:
    """Return the audiences that running text says something is for, or that „treffen sich“ or „sind eingeladen“ there."""
    for look in (*_MEET, _HELP):
        for match in look.finditer(value.text):
            told = audiences(_ELSE.split(match["who"])[0])
            if told and (look is not _HELP or told[0].start == 0):
                start = match.start("who")
                return [(one, part(value, start + one.start, start + one.end)) for one in told]
    return _meant(value)


def _called(name: Value) -> list[tuple[Told, Value]]:
    """Return the audiences that a short name tells: „Frauencafé“, „Papa-Zeit“."""
    short = len(name.text.split()) <= 4
    together = (
        {"children"} if re.search(r"(?:eltern|mutter|mütter|vater|väter)-kind", name.text, re.IGNORECASE) else set()
    )
    return [
        (one, part(name, one.start, one.end))
        for one in audiences(name.text)
        if one.value in _BY_NAME | together and (short or one.start == 0)
    ]


def _meant(value: Value) -> list[tuple[Told, Value]]:
    """Return the audiences that a text says something is for („für Mütter mit Kindern“, „Jugendliche lernen …“)."""
    found: list[tuple[Told, Value]] = []
    for match in _FOR.finditer(value.text):
        found += [(one, part(value, match.start("who"), match.end("who"))) for one in audiences(match["who"])]
    if found:
        return found
    start = re.match(rf"(?P<who>(?:[\wÄÖÜäöüß'*/:-]+,?\s(?:und\s|oder\s)?){{1,9}}?){_VERB}\b", value.text)
    if start and not re.match(r"(?:Sie|Wir|Du|Ihr|Ein|Eine|Der|Die|Das)\b", start["who"]):
        return [(one, part(value, 0, start.end("who"))) for one in audiences(start["who"])]
    helped = _HELPED.match(value.text)
    if helped:
        return [(one, part(value, helped.end(), len(value.text))) for one in audiences(value.text[helped.end() :])]
    return []


def ages(values: Sequence[Value]) -> tuple[int | None, int | None] | None:
    """Return from and to which age, as the first of some texts that tells any says."""
    for value in values:
        for look in _AGES:
            match = look.search(value.text)
            if match:
                held = match.groupdict()
                return (int(held["a"]) if held.get("a") else None, int(held["b"]) if held.get("b") else None)
    return None
