from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.hyphens import Row, between, vocabulary, written
from ingest.pdf import Word
from kb.model import Box

NOWHERE = Box(0, 0, 1, 1)


def words(line: str) -> list[Word]:
    return [Word(text, NOWHERE, 10) for text in line.split()]


def joined(*lines: str, known: Counter[str] | None = None) -> str:
    return written([Row(1, words(line)) for line in lines], known or Counter())[0]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("das Kreisintegrati-", "onszentrum Mettmann", "das Kreisintegrationszentrum Mettmann"),
        ("die Sprach-", "angebote.", "die Sprachangebote."),
        ("Moschee-", "und Kulturvereine", "Moschee- und Kulturvereine"),
        ("Haupt-", "oder Ehrenamt", "Haupt- oder Ehrenamt"),
        ("Vor-", "bzw. Nachteile", "Vor- bzw. Nachteile"),
        ("Rechts-", "sowie Ordnungsamt", "Rechts- sowie Ordnungsamt"),
        ("alle IT-", "Systeme", "alle IT-Systeme"),
        ("KOMM-", "IN NRW", "KOMM-IN NRW"),
        ("EU-", "weite Regeln", "EU-weite Regeln"),
        ("Karl-", "Küpper-Preis", "Karl-Küpper-Preis"),
        ("Schüler/-", "innen", "Schüler/-innen"),
        ("Schüler*in-", "nen", "Schüler*innen"),
        ("Mitarbeiter:in-", "nen", "Mitarbeiter:innen"),
        ("2010-", "2011", "2010-2011"),
        ("50-", "5 KI", "50-5 KI"),
        ("Ende -", "und Anfang", "Ende - und Anfang"),
        ("Bündnis 90/", "Die Grünen", "Bündnis 90/Die Grünen"),
        ("Straße –", "Haus", "Straße – Haus"),
        ("ein Wort", "und noch eins", "ein Wort und noch eins"),
        ("https://www.kreis.de/Sozi", "ales/Integration", "https://www.kreis.de/Soziales/Integration"),
        ("https://www.kreis.de/a-", "b/c", "https://www.kreis.de/a-b/c"),
        ("siehe www.kreis.de", "und dort", "siehe www.kreis.de und dort"),
    ],
)
def test_a_line_end_is_joined_as_it_is_meant(above: str, below: str, expected: str) -> None:
    assert joined(above, below) == expected


def test_a_hyphen_seen_within_a_line_is_kept() -> None:
    known = vocabulary([words("Die Best-of Liste und die best-of Auswahl")])
    assert joined("eine best-", "of Reihe", known=known) == "eine best-of Reihe"


def test_the_more_frequent_writing_wins() -> None:
    known = Counter({"netzwerkpartner": 3, "netzwerk-partner": 1})
    assert between("Netzwerk-", "partner", known) is None
    assert between("Netzwerk-", "partner", Counter({"netzwerkpartner": 1, "netzwerk-partner": 3})) == ""


def test_broken_halves_do_not_count_as_words() -> None:
    known = vocabulary([words("das Kreisintegrati-"), words("onszentrum des Kreises")])
    assert known == Counter({"das": 1, "des": 1, "kreises": 1})


def test_pieces_of_a_broken_word_leave_the_hyphen_out() -> None:
    text, pieces = written([Row(1, words("ein Wort-")), Row(2, words("teil hier"))], Counter())
    assert text == "ein Wortteil hier"
    assert [(text[p.start : p.end], p.page) for p in pieces] == [
        ("ein", 1),
        ("Wort", 1),
        ("teil", 2),
        ("hier", 2),
    ]


def test_offsets_count_from_where_the_text_begins() -> None:
    _, pieces = written([Row(1, words("zwei Worte"))], Counter(), 10)
    assert [(piece.start, piece.end) for piece in pieces] == [(10, 14), (15, 20)]


@given(st.lists(st.lists(st.text("abAB-/19.", min_size=1, max_size=6), min_size=1, max_size=4), min_size=1, max_size=5))
def test_pieces_match_the_printed_words_whatever_the_lines(lines: list[list[str]]) -> None:
    rows = [Row(1, [Word(text, NOWHERE, 10) for text in line]) for line in lines]
    text, pieces = written(rows, Counter())
    printed = [word for line in lines for word in line]
    assert len(pieces) == len(printed)
    for piece, word in zip(pieces, printed, strict=True):
        assert text[piece.start : piece.end] in {word, word[:-1]}
    assert "".join(text[p.start : p.end] for p in pieces) == text.replace(" ", "")
