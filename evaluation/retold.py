"""Real sentences told faithfully: quoted, shortened, turned round, in other words and other spellings."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from evaluation.printed import AMOUNT, DATE, MONTHS, NAMED_DATE, PERCENT
from evaluation.sentences import Change, Source, substituted

_NUMBER_WORDS = ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
# Words that may stand for each other wherever they occur, forms agreeing.
_SAME = {
    "unterstützt": "hilft", "Unterstützung": "Hilfe", "erhalten": "bekommen", "erhält": "bekommt", "benötigen": "brauchen",
    "benötigt": "braucht", "kostenlos": "gratis", "ebenfalls": "auch", "jedoch": "aber", "derzeit": "zurzeit", "beginnt": "startet",
    "sowie": "und", "zudem": "außerdem", "durchgeführt": "veranstaltet", "verwenden": "nutzen", "häufig": "oft", "Lehrkräfte": "Lehrerinnen und Lehrer",
    "erforderlich": "notwendig", "notwendig": "erforderlich", "Maßnahmen": "Vorhaben", "verschiedene": "unterschiedliche", "ca.": "etwa",
    "insgesamt": "zusammen", "Bürgerinnen und Bürger": "Bürger", "umgehend": "sofort", "zuständig": "verantwortlich",
    "zahlreiche": "viele", "weitere": "zusätzliche", "erfolgt": "geschieht", "bereits": "schon", "möchten": "wollen", "lediglich": "nur",
    "aktuell": "derzeit", "gegründet": "ins Leben gerufen", "vorgesehen": "geplant", "geplant": "vorgesehen", "Angebote": "Hilfen", "ermöglicht": "erlaubt",
}  # fmt: skip
_OPENINGS = ("Laut den Unterlagen gilt: ", "Demnach gilt: ", "Außerdem gilt: ", "Nach den Angaben gilt: ")


def _quote(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    return source.sentence


def _quote_part(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    words = source.sentence.split()
    start = rng.randrange(0, max(len(words) - 5, 1))
    return " ".join(words[start : start + rng.randint(5, 14)])


def _respelled(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    text = DATE.sub(
        lambda m: f"{int(m[1])}. {MONTHS[int(m[2]) - 1]} {m[3]}" if 1 <= int(m[2]) <= 12 else m[0], source.sentence
    )
    if text == source.sentence:
        text = NAMED_DATE.sub(lambda m: f"{int(m[1]):02}.{MONTHS.index(m[2]) + 1:02}.{m[3]}", text)
    text = AMOUNT.sub(lambda m: f"{m[1].replace('.', '')}{m[2] or ''} {'Euro' if m[3] == '€' else '€'}", text)
    text = PERCENT.sub(lambda m: f"{m[1]} {'Prozent' if m[2] == '%' else '%'}", text)
    text = re.sub(
        r"(?<![\d.,/])(?<!s\. )(?<!r\. )(?<!§ )\b([2-9]|1[0-2]) (?!Uhr|Euro|Prozent|Mi[ol])(?=[A-ZÄÖÜ][a-zäöü]+)",
        lambda m: f"{_NUMBER_WORDS[int(m[1]) - 2]} ",
        text,
    )
    return text if text != source.sentence else None


def _shortened(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    text = re.sub(r" \([^()]{3,}\)(?=[\s.,])", "", source.sentence)
    if text == source.sentence:
        text = re.sub(r",(?: die| der| das| um| sodass| damit| da| weil| wobei| so dass) [^,.]+\.$", ".", text)
    if text == source.sentence:
        text = re.sub(
            r"\b(?:insbesondere|beispielsweise|grundsätzlich|derzeit|zudem|weiterhin|bereits|außerdem|ebenfalls|jeweils) ",
            "",
            text,
            count=1,
        )
    return text if text != source.sentence and len(text.split()) >= 5 else None


def _fronted(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    """Turn "X wird im Jahr 2010 gebaut" into "Im Jahr 2010 wird X gebaut"."""
    found = re.match(
        r"((?:Der|Die|Das|Ein|Eine)(?: [\w-]+){1,4}) (ist|sind|wird|werden|wurde|wurden|hat|haben|kann|können|muss|müssen|soll|sollen) "
        r"((?:im|in|am|ab|seit|bis|nach|vor|auf|bei|für|mit)(?: (?:der|die|das|dem|den|zum|zur|einem|einer))?(?: [\w.-]+)??(?: [A-ZÄÖÜ\d][\w.-]*)+) ([^.]+\.)$",
        source.sentence,
    )
    if not found:
        return None
    subject, verb, phrase, rest = found.groups()
    return f"{phrase[0].upper()}{phrase[1:]} {verb} {subject[0].lower()}{subject[1:]} {rest}"


def _opened(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    return rng.choice(_OPENINGS) + source.sentence


def _mapped(table: Mapping[str, str]) -> Change:
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(table, key=len, reverse=True)))})(?![\w-])")

    def change(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
        return substituted(pattern, source, rng, lambda place: table[place[0]])

    return change


TRUE: dict[str, Change] = {
    "quote": _quote, "quote-part": _quote_part, "paraphrase-figures": _respelled, "paraphrase-shorter": _shortened,
    "paraphrase-order": _fronted, "paraphrase-words": _mapped(_SAME), "paraphrase-opening": _opened,
}  # fmt: skip
