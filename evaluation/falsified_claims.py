"""Falsified claims: things added, left out, mixed, given another cause, or told of another document."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from evaluation.sentences import Change, Source, whole
from kb.sentences import spans

_TAILS = (
    " und wird vom Land gefördert", " und ist für alle Beteiligten verpflichtend", ", wie ein Gutachten bestätigt hat", " und wurde vom Gericht bestätigt",
    ", obwohl es Widerstand gab", " und kostet 12.000 Euro", " und gilt bis Ende 2030", ", weil das Gesetz es vorschreibt", " und hat sich sehr bewährt",
    ", weshalb die Zahlen gestiegen sind",
)  # fmt: skip
_HEDGES = re.compile(
    r"\b(?:voraussichtlich|möglicherweise|vermutlich|nahezu|fast|beinahe|teilweise|gegebenenfalls|ggf\.) "
)
_ONLY = re.compile(r"\b(?:nur|lediglich|ausschließlich) ")
_CONDITION = re.compile(r", (?:wenn|sofern|falls|soweit) [^,.]+(?=[.,])")
_PLANNED = re.compile(r"\b(soll|sollen)\b(.*? )(\w+(?:t|en) werden)(?=[.,])")


def _mixed(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    found = [" ".join(source.passage[start:end].split()) for start, end in spans(source.passage)]
    others = [text for text in found if whole(text) and text != source.sentence]
    parts = re.match(
        r"(.{15,}?\b(?:ist|sind|wird|werden|hat|haben|wurde|wurden|kann|können|muss|müssen)\b)(.+)", source.sentence
    )
    if not parts or not others:
        return None
    verb = parts[1].split()[-1]
    ends = [text.split(f" {verb} ", 1)[1] for text in others if f" {verb} " in text]
    ends = [end for end in ends if len(end.split()) >= 4 and end not in source.sentence]
    return f"{parts[1]} {rng.choice(ends)}" if ends else None


def _added(source: Source, rng: random.Random, others: Sequence[Source]) -> str | None:
    other = rng.choice(others)
    tail = re.search(r"(?: und|, die| für| mit| durch) [^,.]{15,60}(?=[.,])", other.sentence)
    if other.document == source.document or not tail:
        return None
    return source.sentence[:-1] + tail[0] + "."


def _other_document(source: Source, rng: random.Random, others: Sequence[Source]) -> str | None:
    other = rng.choice(others)
    return other.sentence if other.document != source.document and other.sentence not in source.passage else None


def _tail(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    tail = rng.choice(_TAILS)
    words = [word for word in re.findall(r"\w{5,}", tail) if word in source.passage]
    return None if words else f"{source.sentence[:-1]}{tail}."


def _without(pattern: re.Pattern[str]) -> Change:
    def change(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
        text = pattern.sub("", source.sentence, count=1)
        return text if text != source.sentence and text[0].isupper() else None

    return change


def _done(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    """Turn "soll ... eingerichtet werden" into "wurde ... eingerichtet"."""

    def new(place: re.Match[str]) -> str:
        verb = {"soll": "wurde", "sollen": "wurden"}[place[1]]
        return verb + place[2] + place[3].removesuffix(" werden")

    text = _PLANNED.sub(new, source.sentence, count=1)
    return text if text != source.sentence else None


def _next_passage(source: Source, rng: random.Random, others: Sequence[Source]) -> str | None:
    """Take a sentence of the same document that stands in another passage."""
    found = [
        other.sentence
        for other in rng.sample(list(others), min(400, len(others)))
        if other.document == source.document
        and other.passage != source.passage
        and other.sentence not in source.passage
    ]
    return found[0] if found else None


CLAIMS: dict[str, Change] = {
    "mixed": _mixed, "addition": _added, "tail": _tail, "hedge-dropped": _without(_HEDGES), "only-dropped": _without(_ONLY),
    "condition-dropped": _without(_CONDITION), "plan-done": _done, "other-document": _other_document, "other-passage": _next_passage,
}  # fmt: skip
