"""A bench for the check: real sentences, falsified or told faithfully in other words.

Falsifications: number, date, amount, percent, phone, name, place, negation, modality, contrary, qualifier,
unit, swapped role, noun, verb, mixed sentences, addition, other document. Faithful: quote, part of a quote, other spelling of
figures, clause left out, phrase moved to the front, other word, words before the statement.
The contraries and synonyms here overlap with `assistant/lexicon.toml`, which was completed after misses on this bench:
figures for "contrary", "modality" and "paraphrase-words" are therefore better than on words nobody listed.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.sentences import spans

_MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_SURNAMES = [
    "Berger",
    "Yilmaz",
    "Lindner",
    "Petrov",
    "Hoffmann",
    "Krüger",
    "Demir",
    "Seidel",
    "Nowak",
    "Baumann",
    "Roth",
    "Öztürk",
]
_PLACES = [
    "Hilden",
    "Ratingen",
    "Velbert",
    "Monheim",
    "Langenfeld",
    "Erkrath",
    "Karlsruhe",
    "München",
    "Augsburg",
    "Durlach",
    "Mannheim",
    "Stuttgart",
    "Köln",
    "Düsseldorf",
    "Berlin",
    "Hamburg",
    "Nürnberg",
    "Dortmund",
    "Regensburg",
    "Erlangen",
]
_NUMBER_WORDS = ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
_MODALS = {
    "muss": "kann", "müssen": "können", "kann": "muss", "können": "müssen", "soll": "muss", "sollen": "müssen",
    "darf": "muss", "dürfen": "müssen", "sollte": "muss", "sollten": "müssen",
}  # fmt: skip
_CONTRARIES = {
    "kostenlos": "kostenpflichtig", "kostenlose": "kostenpflichtige", "abgelehnt": "beschlossen", "beschlossen": "abgelehnt",
    "zugestimmt": "widersprochen", "öffentlich": "nichtöffentlich", "mehr": "weniger", "größer": "kleiner", "höher": "niedriger",
    "alle": "einige", "immer": "manchmal", "vor": "nach", "nach": "vor", "ab": "bis", "bis": "ab", "mit": "ohne", "ohne": "mit",
    "Montag": "Donnerstag", "Dienstag": "Freitag", "Mittwoch": "Montag", "jährlich": "monatlich", "vormittags": "nachmittags",
    "Tage": "Wochen", "Wochen": "Monate", "Stunden": "Minuten", "Monate": "Jahre", "neue": "bisherige", "erste": "letzte",
    "steigen": "sinken", "gestiegen": "gesunken", "erhöht": "gesenkt", "Frauen": "Männer", "Kinder": "Erwachsene", "innerhalb": "außerhalb",
    "schriftlich": "mündlich", "freiwillig": "verpflichtend", "möglich": "unmöglich", "erforderlich": "entbehrlich", "für": "gegen",
    "wurde": "wird", "wird": "wurde", "wurden": "werden", "zulässig": "unzulässig", "mindestens": "höchstens", "höchstens": "mindestens",
    "links": "rechts", "gemeinsam": "getrennt", "positiv": "negativ", "genehmigt": "untersagt", "einstimmig": "mehrheitlich",
}  # fmt: skip
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
_TITLED = re.compile(r"\b(Herrn?|Frau|Dr\.)\s+([A-ZÄÖÜ][a-zäöüß]+)")
_NOUN = re.compile(r"(?<=[a-zäöüß,] )[A-ZÄÖÜ][a-zäöüß]{4,}\b")
_VERB = re.compile(r"\b[a-zäöüß]{3,}(?:iert|stellt|führt|legt|hoben|setzt|nommen|richtet|teilt|geben|leitet|fasst)\b")
_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b")
_NAMED_DATE = re.compile(rf"\b(\d{{1,2}})\. ({'|'.join(_MONTHS)}) ((?:19|20)\d\d)\b")
_AMOUNT = re.compile(r"\b(\d{1,3}(?:\.\d{3})*|\d+)(,\d\d)? ?(€|Euro)")
_PERCENT = re.compile(r"\b(\d{1,3}(?:,\d+)?) ?(%|Prozent)(?!\w)")
_PHONE = re.compile(r"\b0\d{2,4}[ /-]\d[\d -]{3,}\d\b")
_COUNT = re.compile(
    r"(?<![\d.,/§:-])(?<!Nr\. )(?<!Abs\. )\b(\d{1,3}|[2-9]\d{3,})\b(?![.,:/%-]\d|\.|%| €| Euro| Prozent)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![/-])")


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence where it stands: its passage, its document's number."""

    sentence: str
    passage: str
    document: int


Change = Callable[[Source, random.Random, Sequence[Source]], str | None]


def texts(paths: Sequence[Path]) -> Iterator[str]:
    """Yield the texts of .txt files and of the `text` or `context` fields of .jsonl and .jsonl.xz files."""
    for path in paths:
        if path.suffix == ".txt":
            yield path.read_text(encoding="utf-8")
            continue
        raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        for line in raw.decode("utf-8").splitlines():
            row = json.loads(line)
            yield row.get("text") or row.get("context") or ""


def sources(paths: Sequence[Path], rng: random.Random, most: int = 30_000) -> list[Source]:
    """Cut texts into passages of some 700 characters and return their whole sentences, shuffled."""
    found: list[Source] = []
    seen: set[str] = set()
    for number, text in enumerate(texts(paths)):
        for passage in _passages(re.sub(r"-\n(?=[a-zäöüß])", "", text)):
            for start, end in spans(passage):
                sentence = " ".join(passage[start:end].split())
                if _whole(sentence) and sentence not in seen:
                    seen.add(sentence)
                    found.append(Source(sentence, passage, number))
    rng.shuffle(found)
    return found[:most]


def _passages(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in text.splitlines():
        lines.append(line.strip())
        if sum(map(len, lines)) > 700 and line.rstrip().endswith((".", ":", "!")):
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


def _whole(sentence: str) -> bool:
    words = sentence.split()
    return (
        6 <= len(words) <= 40
        and sentence[0].isupper()
        and sentence[-1] in ".!"
        and sum(w.islower() for w in words) >= 3
    )


def _substituted(
    pattern: re.Pattern[str], source: Source, rng: random.Random, new: Callable[[re.Match[str]], str | None]
) -> str | None:
    places = list(pattern.finditer(source.sentence))
    if not places:
        return None
    place = rng.choice(places)
    text = new(place)
    if text is None or text == place[0]:
        return None
    return source.sentence[: place.start()] + text + source.sentence[place.end() :]


def _number(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        others = [n for n in _COUNT.findall(source.passage) if n != place[1]]
        if others and rng.random() < 0.5:
            return str(rng.choice(others))
        return str(int(place[1]) + rng.choice((1, 2, 3, 5, 10)))

    return _substituted(_COUNT, source, rng, new)


def _year(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    return _substituted(_YEAR, source, rng, lambda place: str(int(place[0]) + rng.choice((-3, -2, -1, 1, 2))))


def _date(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        day = (int(place[1]) + rng.choice((1, 2, 7))) % 28 + 1
        return place[0].replace(place[1], f"{day:0{len(place[1])}}", 1)

    def month(place: re.Match[str]) -> str:
        return place[0].replace(place[2], rng.choice([name for name in _MONTHS if name != place[2]]))

    return _substituted(_NAMED_DATE, source, rng, month) or _substituted(_DATE, source, rng, new)


def _amount(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        digits = str(int(place[1].replace(".", "")) * rng.choice((2, 3, 10)) + rng.choice((0, 5)))
        return place[0].replace(place[1], f"{int(digits):,}".replace(",", "."), 1)

    return _substituted(_AMOUNT, source, rng, new)


def _percent(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    return _substituted(_PERCENT, source, rng, lambda place: f"{rng.randint(1, 99)} {place[2]}")


def _phone(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        at = rng.choice([index for index, char in enumerate(place[0]) if char.isdigit() and index > 0])
        return place[0][:at] + str((int(place[0][at]) + rng.randint(1, 8)) % 10) + place[0][at + 1 :]

    return _substituted(_PHONE, source, rng, new)


def _name(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        others = {name for _, name in _TITLED.findall(source.passage)} - {place[2]}
        pool = sorted(others) if others and rng.random() < 0.5 else _SURNAMES
        return f"{place[1]} {rng.choice(pool)}"

    return _substituted(_TITLED, source, rng, new)


def _place(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    pattern = re.compile(rf"\b(?:{'|'.join(_PLACES)})\b")
    return _substituted(pattern, source, rng, lambda place: rng.choice([p for p in _PLACES if p != place[0]]))


def _negated(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    text = source.sentence
    gone = re.sub(r"\bnicht (?!nur)|\bnie ", "", text, count=1)
    if gone == text:
        gone = re.sub(
            r"\b([Kk])ein(e[nmrs]?)?\b", lambda m: ("E" if m[1] == "K" else "e") + "in" + (m[2] or ""), text, count=1
        )
    if gone != text:
        return gone
    if " ein " in text and rng.random() < 0.5:
        return text.replace(" ein ", " kein ", 1)
    # Before the verb at the end, where the negation of a German main clause stands.
    return (
        re.sub(
            r" ((?:\w+(?:t|en) (?:werden|worden|wird|wurde|wurden|haben|sein|können)|ge\w+t|\w+en))([.!])$",
            r" nicht \1\2",
            text,
        )
        if re.search(r" (?:\w+(?:t|en) (?:werden|worden|wird|wurde|wurden|haben|sein|können)|ge\w+t|\w+en)[.!]$", text)
        else None
    )


def _mapped(table: Mapping[str, str]) -> Change:
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(table, key=len, reverse=True)))})(?![\w-])")

    def change(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
        return _substituted(pattern, source, rng, lambda place: table[place[0]])

    return change


def _swapped(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    nouns = list(_NOUN.finditer(source.sentence))
    pairs = [
        (a, b)
        for index, a in enumerate(nouns)
        for b in nouns[index + 1 :]
        if a[0] != b[0]
        and not re.search(
            r"^,? (?:und|oder|sowie|bzw\.|/)? ?$|\b(?:und|oder|sowie)\b", source.sentence[a.end() : b.start()]
        )
        and b.start() - a.end() > 4
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    text = source.sentence
    return text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]


def _noun(source: Source, rng: random.Random, others: Sequence[Source]) -> str | None:
    pool = [
        noun
        for other in rng.sample(others, 5)
        if other.document != source.document
        for noun in _NOUN.findall(other.sentence)
    ]
    pool = [noun for noun in pool if noun not in source.passage]
    return _substituted(_NOUN, source, rng, lambda _: rng.choice(pool) if pool else None)


def _verb(source: Source, rng: random.Random, others: Sequence[Source]) -> str | None:
    pool = [
        verb for other in rng.sample(others, 20) for verb in _VERB.findall(other.sentence) if verb not in source.passage
    ]
    return _substituted(_VERB, source, rng, lambda _: rng.choice(pool) if pool else None)


def _mixed(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    found = [" ".join(source.passage[start:end].split()) for start, end in spans(source.passage)]
    others = [text for text in found if _whole(text) and text != source.sentence]
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


def _quote(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    return source.sentence


def _quote_part(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    words = source.sentence.split()
    start = rng.randrange(0, max(len(words) - 5, 1))
    return " ".join(words[start : start + rng.randint(5, 14)])


def _respelled(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    text = _DATE.sub(
        lambda m: f"{int(m[1])}. {_MONTHS[int(m[2]) - 1]} {m[3]}" if 1 <= int(m[2]) <= 12 else m[0], source.sentence
    )
    if text == source.sentence:
        text = _NAMED_DATE.sub(lambda m: f"{int(m[1]):02}.{_MONTHS.index(m[2]) + 1:02}.{m[3]}", text)
    text = _AMOUNT.sub(lambda m: f"{m[1].replace('.', '')}{m[2] or ''} {'Euro' if m[3] == '€' else '€'}", text)
    text = _PERCENT.sub(lambda m: f"{m[1]} {'Prozent' if m[2] == '%' else '%'}", text)
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


FALSE: Mapping[str, Change] = {
    "number": _number, "year": _year, "date": _date, "amount": _amount, "percent": _percent, "phone": _phone, "name": _name,
    "place": _place, "negation": _negated, "modality": _mapped(_MODALS), "contrary": _mapped(_CONTRARIES), "swapped": _swapped,
    "noun": _noun, "verb": _verb, "mixed": _mixed, "addition": _added, "other-document": _other_document,
}  # fmt: skip
TRUE: Mapping[str, Change] = {
    "quote": _quote, "quote-part": _quote_part, "paraphrase-figures": _respelled, "paraphrase-shorter": _shortened,
    "paraphrase-order": _fronted, "paraphrase-words": _mapped(_SAME), "paraphrase-opening": _opened,
}  # fmt: skip


def bench(found: Sequence[Source], rng: random.Random, each: int) -> Iterator[dict[str, object]]:
    """Yield up to `each` false and `each` true rows, kinds in turn as far as the texts give them."""
    for changes, supported in ((FALSE, False), (TRUE, True)):
        made: Counter[str] = Counter()
        share = -(-each // len(changes))
        for source in found:
            for kind in sorted(changes, key=lambda kind: made[kind]):
                if made[kind] >= share * 2 or made.total() >= each:
                    break
                text = changes[kind](source, rng, found)
                if text is None or (not supported and " ".join(text.split()) in " ".join(source.passage.split())):
                    continue
                made[kind] += 1
                yield {
                    "sentence": text, "passages": [source.passage], "supported": supported, "kind": kind, "source": source.sentence,
                }  # fmt: skip
                break


def write_bench(out: Path, paths: Sequence[Path], each: int, seed: int = 1) -> int:
    """Write a bench made from texts; return the number of rows. The same texts and seed give the same bench."""
    rng = random.Random(seed)
    rows = list(bench(sources(paths, rng), rng, each))
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return len(rows)
