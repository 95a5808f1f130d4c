"""Falsified words: names, places, negations, modality, contraries, nouns and verbs exchanged."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from evaluation.printed import NOUN, TITLED, VERB
from evaluation.sentences import Change, Source, substituted

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
_QUANTITIES = {
    "alle": "nur wenige", "allen": "einigen", "einige": "alle", "einigen": "allen", "viele": "alle", "vielen": "allen",
    "mehrere": "sämtliche", "meist": "immer", "oft": "immer", "häufig": "immer", "teilweise": "vollständig", "insbesondere": "ausschließlich",
    "unter anderem": "ausschließlich", "auch": "nur", "mindestens": "genau", "jeder": "mancher", "jede": "manche", "jedes": "manches",
}  # fmt: skip
_DECISIONS = {
    "beschlossen": "empfohlen", "empfohlen": "beschlossen", "beschließt": "empfiehlt", "empfiehlt": "beschließt", "beantragt": "beschließt",
    "geplant": "umgesetzt", "vorgesehen": "abgeschlossen", "beauftragt": "ermächtigt", "zustimmend": "ablehnend", "angenommen": "vertagt",
    "bittet": "verpflichtet", "schlägt": "ordnet", "prüft": "genehmigt", "genehmigt": "abgelehnt", "begrüßt": "kritisiert",
}  # fmt: skip
_BODIES = {
    "Stadtverwaltung": "Kreisverwaltung", "Gemeinderat": "Kreistag", "Gemeinderats": "Kreistags", "Sozialamt": "Jugendamt",
    "Jugendamt": "Gesundheitsamt", "Ordnungsamt": "Sozialamt", "Land": "Bund", "Landes": "Bundes", "Bund": "Land", "Stadt": "Kirche",
    "Verwaltung": "Polizei", "CDU": "SPD", "SPD": "FDP", "GRÜNE": "CDU", "FDP": "AfD", "Oberbürgermeister": "Landrat", "Bürgermeister": "Dezernent",
    "Bürgermeisterin": "Kämmerin", "Leiter": "Stellvertreter", "Leiterin": "Stellvertreterin", "Vorsitzende": "Schriftführerin",
    "Hauptausschuss": "Bauausschuss", "Schulausschuss": "Sozialausschuss", "Ausschuss": "Beirat", "Regierungspräsidium": "Landratsamt",
    "Landtag": "Bundestag", "Baden-Württemberg": "Bayern", "Caritas": "Diakonie", "Stadtwerke": "Stadtbibliothek",
}  # fmt: skip
_GROUPS = {
    "Kinder": "Senioren", "Kindern": "Senioren", "Jugendliche": "Erwachsene", "Jugendlichen": "Erwachsenen", "Frauen": "Männer",
    "Mädchen": "Jungen", "Eltern": "Großeltern", "Schüler": "Studenten", "Lehrkräfte": "Eltern", "Studierende": "Auszubildende",
    "Flüchtlinge": "Touristen", "Familien": "Alleinstehende", "Senioren": "Kinder", "Mieter": "Vermieter", "Beschäftigten": "Rentner",
    "Menschen mit Behinderung": "Menschen mit Migrationshintergrund", "Radfahrer": "Fußgänger", "Fußgänger": "Autofahrer",
}  # fmt: skip


def _name(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        others = {name for _, name in TITLED.findall(source.passage)} - {place[2]}
        pool = sorted(others) if others and rng.random() < 0.5 else _SURNAMES
        return f"{place[1]} {rng.choice(pool)}"

    return substituted(TITLED, source, rng, new)


def _place(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    pattern = re.compile(rf"\b(?:{'|'.join(_PLACES)})\b")
    return substituted(pattern, source, rng, lambda place: rng.choice([p for p in _PLACES if p != place[0]]))


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
        return substituted(pattern, source, rng, lambda place: table[place[0]])

    return change


def _swapped(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    nouns = list(NOUN.finditer(source.sentence))
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
        for noun in NOUN.findall(other.sentence)
    ]
    pool = [noun for noun in pool if noun not in source.passage]
    return substituted(NOUN, source, rng, lambda _: rng.choice(pool) if pool else None)


def _verb(source: Source, rng: random.Random, others: Sequence[Source]) -> str | None:
    pool = [
        verb for other in rng.sample(others, 20) for verb in VERB.findall(other.sentence) if verb not in source.passage
    ]
    return substituted(VERB, source, rng, lambda _: rng.choice(pool) if pool else None)


WORDS: dict[str, Change] = {
    "name": _name, "place": _place, "negation": _negated, "modality": _mapped(_MODALS), "contrary": _mapped(_CONTRARIES),
    "quantity": _mapped(_QUANTITIES), "decision": _mapped(_DECISIONS), "body": _mapped(_BODIES), "group": _mapped(_GROUPS),
    "swapped": _swapped, "noun": _noun, "verb": _verb,
}  # fmt: skip
