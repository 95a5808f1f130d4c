"""For whom an entry is: what its label, name and text say, else the titles above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_drafts import Draft, Value, part
from kb.offer_words import Told, audiences

_FOR = re.compile(
    r"(?<!\w)(?:für|antragsberechtigt sind|anträge stellen dürfen|an|richtet sich (?:vor allem |insbesondere |besonders )?an)\s(?P<who>(?:[\w'’‚‘*/:-]+,?\s){0,8}?[\w'’‚‘*/:-]+)(?=[.,;:()]|\s(?:in|im|am|mit|bei|zu|zur|zum|werden|wird|sind|ist|können|durch\w*|über)\s|$)",
    re.IGNORECASE,
)
_VERB = r"(?:lernen|erhalten|können|treffen|bekommen|werden|üben|finden|entdecken|erfahren|singen|tauschen|besuchen|kochen|spielen)"
# „Beratung von neu zugewanderten Kindern“, „Schulungen der Integrationsräte“
_HELPED = re.compile(
    r"(?:\w*beratung|begleitung|unterstützung|qualifizierung|\w*schulung(?:en)?|austausch(?:treffen)?|förderung|betreuung)\s(?=von\s|der\s|des\s|neu)",
    re.IGNORECASE,
)
_AGES = (
    re.compile(
        r"(?:von|zwischen)?\s?(?P<a>\d{1,2})\s?(?:–|-|bis|und)\s?(?P<b>\d{1,2})\s?(?:Jahren?\b|J\.|jährige)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\w)ab\s(?P<a>\d{1,2})\b(?!\s?(?:Uhr|\.|:|€|Euro))(?:\s?Jahren?)?", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:bis|unter)\s(?:zu\s)?(?P<b>\d{1,2})\s?Jahren?", re.IGNORECASE),
    re.compile(r"(?<!\w)von\s(?P<a>\d{1,2})\sbis\s(?P<b>\d{1,2})\b(?!\s?(?:Uhr|:|\.|€|Euro|Personen))"),
    re.compile(r"(?<!\d)(?P<a>[5-8]\d)\s?(?:\+|plus\b)"),
)


def audience(draft: Draft, description: Value | None) -> list[tuple[Told, Value]]:
    """Return for whom a draft is, each value of the vocabulary with the stretch that tells it."""
    for value in draft.fields.get("audience", ()):
        told = audiences(value.text)
        if told:
            return [(one, value) for one in told]
    told_by_name = _meant(draft.name)
    for said in (description, *draft.texts):
        if said and not told_by_name and "audience" not in draft.fields:
            told_by_name = _meant(said)
    if told_by_name or "audience" in draft.fields:
        return told_by_name
    for source in draft.above:
        for value in source.fields.get("audience", ()):
            if audiences(value.text):
                return [(one, value) for one in audiences(value.text)]
        if _for_whom(source.name.text):
            return [(one, part(source.name, one.start, one.end)) for one in audiences(source.name.text)]
    return []


def _for_whom(title: str) -> bool:
    """Tell a heading that says for whom what follows is: „Für Frauen“, „Eltern und Familie“, „Jugendliche“."""
    told = audiences(title)
    return bool(told) and (
        bool(re.match(r"(?:angebote? )?für\b|.*\bfür\b", title, re.IGNORECASE)) or told[0].start == 0
    )


def _meant(value: Value) -> list[tuple[Told, Value]]:
    """Return the audiences that a text says something is for („für Mütter mit Kindern“, „Jugendliche lernen …“)."""
    found: list[tuple[Told, Value]] = []
    for match in _FOR.finditer(value.text):
        found += [(one, part(value, match.start("who"), match.end("who"))) for one in audiences(match["who"])]
    if found:
        return found
    start = re.match(rf"(?P<who>(?:[\wÄÖÜäöüß'*/:-]+,?\s(?:und\s|oder\s)?){{1,9}}?){_VERB}\b", value.text)
    if start:
        return [(one, part(value, 0, start.end("who"))) for one in audiences(start["who"])]
    helped = _HELPED.match(value.text)
    if helped:
        return [(one, part(value, helped.end(), len(value.text))) for one in audiences(value.text[helped.end() :])]
    if len(value.text.split()) <= 4:  # a name
        return [
            (one, part(value, one.start, one.end))
            for one in audiences(value.text)
            if one.value in {"women", "men", "older people", "volunteers", "parents"}
        ]
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
