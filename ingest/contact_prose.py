"""Sentences -> contacts: who heads what, who is responsible for what, whom to turn to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.contact_blocks import Draft
from ingest.contact_pieces import trimmed
from ingest.contact_words import is_body, reached, role_in
from ingest.offer_drafts import Value, part
from kb.model import Passage
from kb.offers import Span
from kb.people import family, names

_WHO = "\x00"
_ARTICLE = r"(?:der|die|das|den|dem|des|im|am|beim|vom|ein|eine)"
_BODY = r"(?P<unit>(?:[a-zäöüß]+en\s)?[A-ZÄÖÜ„][^,.;:()\x00]*?)"
_ROLE = r"(?P<role>(?:stellvertretende[rn]?\s|neue[rn]?\s|[a-zäöüß]{4,}(?:e|er|en)\s)?[A-ZÄÖÜ][\w*-]+)"
# A task ends where the sentence or the clause does.
_TASK = r"(?P<task>(?:[^,.;:()\x00]|,\s(?!\x00|die|der|das|wo))+?)"
_SINCE = r"(?:\s(?:seit|ab|zum|vom)\s[^,\x00]{3,30}?)?"
_IS = r"(?:ist|sind|war|waren|bleibt|wird|wurde)"
_SHAPES = tuple(
    (name, re.compile(shape))
    for name, shape in (
        # „Leiterin des Integrationszentrums ist seit Mai Frau Lindner“, „Ansprechpartnerin ist Kathrin Böll“
        ("role", rf"(?:^|[\s,]){_ROLE}(?:\s(?:des|der|im|in der|beim|bei der|vom|von)\s{_BODY})?\s(?:für\s{_TASK}\s)?(?:dort\s|hier\s)?{_IS}(?:\sdort|\shier)?{_SINCE}\s\x00"),
        # „Für X ist Frau Roth zuständig“
        ("task", rf"(?:^|[\s,])[Ff]ür\s{_TASK}\s{_IS}\s(?:weiterhin\s)?\x00\s(?:zuständig|verantwortlich|Ansprechpartner(?:in)?)"),
        ("task", rf"(?:zuständig|verantwortlich)\sfür\s{_TASK}\s{_IS}\s\x00"),
        ("task", rf"\x00\s{_IS}\s(?:\w+\s)?(?:zuständig|verantwortlich|Ansprechpartner(?:in)?)\sfür\s{_TASK}(?=[.;,]|$|\x00|\sund\s)"),
        # „Die Geschäftsstelle leitet Herr Yilmaz“, „Frau Lindner leitet das Zentrum“, „Hannes Brandt, der den Fachbereich leitet“
        ("unit", rf"(?:^|[.,;]\s|\s)(?:Die|Das|Den|die|das|den)\s{_BODY}\s(?:leitet|koordiniert|führt){_SINCE}\s\x00"),
        ("unit", rf"\x00(?:,\s(?:der|die))?\s(?:leitet|koordiniert){_SINCE}\s(?:das|die|den)\s{_BODY}(?=[.,;]|$|\sund\s)"),
        ("unit", rf"\x00,\s(?:der|die)\s(?:seit\s[^,\x00]{{3,25}}\s)?(?:das|die|den)\s{_BODY}\s(?:leitet|koordiniert)"),
        # „Die Projektleitung hat Jonas Feld“, „Die Koordination der Sprachkurse liegt bei Herrn Dudek“
        ("role", rf"(?:^|\s)(?:Die|die)\s{_ROLE}(?:\s(?:der|des|von)\s{_TASK})?\s(?:hat|liegt\sbei|lag\sbei|übernimmt|obliegt){_SINCE}\s\x00"),
        ("role", r"(?:^|[\s;])(?P<role>(?:Projektl|L)eitung)(?:\s(?:des|der)\s(?P<task>[A-ZÄÖÜ]\w+))?[^;.\x00]{0,40}\(\x00\)"),
        ("role", rf"(?:^|\s)(?:Die|die)\s{_ROLE}(?:\s(?:der|des|von)\s{_TASK})?\s(?:liegt|lag)\s(?:bei\sder|beim|bei)\s{_BODY}\s\([^()\x00]{{0,40}}\x00"),
        # „Fragen zu X beantwortet Petra Voss“, „bei Fragen zu X wenden Sie sich an“
        ("task", rf"(?:[Ff]ragen|[Aa]nliegen|[Aa]uskunft|[Aa]uskünfte)\s(?:zur|zum|zu|über|rund um|betreffend)\s{_TASK}\s(?:beantwortet|erteilt|gibt|hilft|wenden\sSie\ssich(?:\sbitte)?\san)\s\x00"),
        ("ask", r"(?:[Ff]ragen\sbeantwortet|wenden\s(?:Sie\ssich|sich)(?:\sbitte)?\san|meldet\ssich\sbei|[Aa]uskunft\s(?:gibt|erteilt)|[Aa]nmeldung[^.;:\x00]{0,40}\sbei|Ansprechpartner(?:in)?:?)\s\x00"),
    )
)  # fmt: skip
_BESIDE = re.compile(r"^[,\s]*(?:\((?P<in>[^)]*)\)|,\s(?P<role>[^.;:!?\x00]{4,110}?)(?:,\s(?=[a-zäöü])|$|\.(?:\s|$)))")
_OF = re.compile(
    r"^(?P<role>(?:[a-zäöüß]+(?:e|er|en)\s)?[\w*/-]+)\s(?:(?:des|der|dem|den|im|in der|beim|bei der|vom|von)\s(?P<unit>.+)|(?:für|zu)\s(?P<task>.+?)(?:\sbei\s(?:der|dem|den)\s(?P<at>.+))?|(?P<bare>[A-ZÄÖÜ].+))$"
)
_BEFORE = re.compile(
    r"(?:^|[\s(])(?:der|die|Der|Die|den|dem|vom|beim)\s(?P<all>(?P<role>(?:[a-zäöüß]+(?:e|er|en)\s)?[A-ZÄÖÜ][\w*-]+)(?:\s(?:des|der|im|beim|in der)\s(?P<unit>[A-ZÄÖÜ][^,.;:]{2,60}?))?),?\s$"
)
_AT = re.compile(
    r"^\s(?:vom|von der|von den|aus dem|aus der|im|beim|bei der)\s(?P<unit>[A-ZÄÖÜ][^,.;:()]{2,60}?)(?=[,.;:(]|$|\s(?:berichtet|stellt|sowie|und|ist|hat|wird|unter)\s)"
)
_ARTICLED = re.compile(r"(?:der|die|unser|unsere)\s")
_ADJECTIVE = re.compile(r"(?:[a-zäöüß]+(?:e|er|en)\s)?")
_ONCE = re.compile(r"\b(?:bisherige[rn]?|früherer?|frühere[nm]?|ehemalige[rn]?|damalige[rn]?|war|waren)\b")


def from_prose(passages: Sequence[Passage]) -> Iterator[Draft]:
    """Yield what sentences say of who is what, or responsible for what, with the ways to reach them beside the name."""
    for passage in passages:
        for sentence in passage.sentences:
            if sentence.kind == "heading":
                continue
            office: Value | None = None
            for cell in re.finditer(r"[^\t\n]+", passage.text[sentence.start : sentence.end]):
                span = Span(passage.ordinal, sentence.start + cell.start(), sentence.start + cell.end())
                said = Value(cell.group(), (span,))
                if len(said.text.split()) >= 4:
                    for draft in _sentence(said):
                        draft.office = office
                        yield draft
                if sentence.kind == "row" and is_body(said.text):
                    office = office or said


def _sentence(said: Value) -> Iterator[Draft]:
    people = [
        (match.start(), match.end()) for name in names(said.text) for match in re.finditer(re.escape(name), said.text)
    ]
    taken: set[tuple[int, int]] = set()
    for start, end in people:
        draft = _of(said, start, end)
        if draft is not None:
            taken.add((start, end))
            _numbers(draft, said, end, people)
            yield draft
    yield from _bodies(said, people)


def _of(said: Value, start: int, end: int) -> Draft | None:
    """Return what a sentence says of the person at a place, None where it says nothing of the kind."""
    masked = said.text[:start] + _WHO + said.text[end:]
    shift = end - start - 1
    draft = Draft({"person": part(said, start, end)}, asked=True)

    def at(match: re.Match[str], name: str) -> Value | None:
        if name not in match.re.groupindex or not match[name]:
            return None
        low, high = match.span(name)
        low, high = (low + shift if low > start else low), (high + shift if high > start else high)
        value = trimmed(part(said, low, high))
        return value if value.text else None

    told = False
    for kind, shape in _SHAPES:
        match = shape.search(masked)
        if not match:
            continue
        role, unit, task = at(match, "role"), at(match, "unit"), at(match, "task")
        if kind == "role":
            if role is None or not role_in(role.text):
                continue
            draft.values["role"] = role
        if kind == "unit" and unit:
            if is_body(unit.text):
                draft.values["unit"] = unit
            else:
                draft.tasks.append(unit)
        elif unit:
            draft.values["unit"] = unit
        if task:
            draft.tasks.append(task)
        draft.past = bool(re.search(r"\b(?:war|waren|lag)\b", match.group()))
        told = True
        break
    told = _beside(draft, said, start, end) or told
    if not told and any(one[0] == "phone" or one[0] == "mail" for one in reached(said.text[end : end + 60])):
        told = bool(re.match(r"^,?\s*\(?(?:Tel|Telefon|E-?Mail|unter|0|\+49|\S+@)", said.text[end : end + 20]))
    return draft if told else None


def _beside(draft: Draft, said: Value, start: int, end: int) -> bool:
    """Read the apposition of a name: „Herr Rosner, Referent für Jugend, berichtet“, „der Vorsitzende, Herr Winkelmann“."""
    text = said.text
    told = False
    behind = _BESIDE.match(text[end:])
    if behind and "role" not in draft.values:
        name = "in" if behind["in"] else "role"
        low, high = behind.span(name)
        words = text[end + low : end + high]
        if others := names(words):  # „Herr Mayer, Bereichsleiter, und Frau Seifert, Mitarbeiterin“
            cut = re.search(r",|\sund\s|\ssowie\s", words)
            high = low + min(words.find(others[0]), cut.start() if cut else len(words))
            words = text[end + low : end + high]
        role = role_in(words)
        article = _ARTICLED.match(words)
        skip = article.end() if article else 0
        if role and role.start() <= (adjective.end() if (adjective := _ADJECTIVE.match(words, skip)) else skip):
            low += skip
            _apposed(draft, part(said, end + low, end + high))
            told = True
    before = _BEFORE.search(text[:start])
    if before and "role" not in draft.values and role_in(before["role"]):
        draft.values["role"] = part(said, *before.span("role"))
        if before["unit"]:
            draft.values.setdefault("unit", trimmed(part(said, *before.span("unit"))))
        told = True
    office = _AT.match(text[end:])
    if office and is_body(office["unit"]) and "unit" not in draft.values:
        draft.values["unit"] = part(said, end + office.start("unit"), end + office.end("unit"))
    draft.past = draft.past or bool(
        _ONCE.search(text[max(start - 40, 0) : start])
        and told
        and not re.search(r"\bwar\w*\b", text[max(start - 40, 0) : start])
    )
    return told


def _apposed(draft: Draft, value: Value) -> None:
    match = _OF.match(value.text)
    if not match:
        draft.values["role"] = trimmed(value)
        return
    draft.values["role"] = part(value, *match.span("role"))
    for name in ("unit", "at", "bare"):
        if match[name]:
            draft.values.setdefault("unit", trimmed(part(value, *match.span(name))))
    if match["task"]:
        draft.tasks.append(trimmed(part(value, *match.span("task"))))


def _numbers(draft: Draft, said: Value, end: int, people: Sequence[tuple[int, int]]) -> None:
    """Take the number and the mail address behind a name, before the next one."""
    following = min((start for start, _ in people if start > end), default=len(said.text))
    for kind, low, high in reached(said.text[end:following]):
        if kind != "web":
            draft.values.setdefault(kind, trimmed(part(said, end + low, end + high), "/"))


_OFFICE = r"(?P<unit>[A-ZÄÖÜ][^,.;:()]*?)"
_CHARGED = (
    re.compile(rf"(?:^|[,;]\s|\s)[Ff]ür\s(?P<task>[^,.;:()]+?)\s(?:ist|sind|bleibt|bleiben)\s(?:weiterhin\s)?(?:das|die|der)\s{_OFFICE}\s(?:zuständig|verantwortlich)"),
    re.compile(rf"[Zz]uständig\sfür\s(?P<task>[^,.;:()]+?)\s(?:ist|sind|bleibt)\s(?:das|die|der)\s{_OFFICE}(?=[.,;]|$)"),
    re.compile(rf"(?:^|[.;]\s)(?:Das|Die|Der)\s{_OFFICE}\sist\s(?:zuständig|verantwortlich)\sfür\s(?P<task>[^,.;:()]+?)(?=[.,;]|$)"),
    re.compile(rf"(?P<task>[A-ZÄÖÜ][^,.;:()]+?)\s(?:liegt|liegen|verbleiben|verbleibt)\sin\sder\sZuständigkeit\sdes\s{_OFFICE}(?=[.,;]|$)"),
)  # fmt: skip


def _bodies(said: Value, people: Sequence[tuple[int, int]]) -> Iterator[Draft]:
    for shape in _CHARGED:
        for match in shape.finditer(said.text):
            if is_body(match["unit"]) and not any(match.start() <= start < match.end() for start, _ in people):
                yield Draft({"unit": part(said, *match.span("unit"))}, [part(said, *match.span("task"))])
    if people or len(said.text.split()) > 40:
        return
    held = [one for one in reached(said.text) if one[0] != "web"]
    ask = (
        re.search(
            r"(?P<unit>[A-ZÄÖÜ][\w-]+(?:\s(?:der|des|für|im|und)\s[A-ZÄÖÜ][\w-]+|\s[A-ZÄÖÜ][\w.-]+)*),?\s(?:unter\s|sind\sunter\s|ist\sunter\s|Tel\S*\s)?$",
            said.text[: held[0][1]],
        )
        if held
        else None
    )
    if ask and is_body(ask["unit"]):
        draft = Draft({"unit": part(said, *ask.span("unit"))}, asked=True)
        _numbers(draft, said, ask.end(), ())
        yield draft


def same_person(left: str, right: str) -> bool:
    """Tell whether two printed names can be one person's: the same family name, and given names that agree where both have one."""
    if family(left).casefold() != family(right).casefold():
        return False
    given = [
        frozenset(
            w
            for w in re.findall(r"[A-ZÄÖÜ][\w-]+", name)
            if w not in {"Herr", "Herrn", "Frau", "Fr", "Hr", "Dr", "Prof"}
        )
        - {family(name)}
        for name in (left, right)
    ]
    return not all(given) or bool(given[0] & given[1])
