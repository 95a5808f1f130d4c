from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.hyphens import Row, between, halved, vocabulary, written
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
        ("https://adressen.asyl.net", "www.fluechtlingsrat.de", "https://adressen.asyl.net www.fluechtlingsrat.de"),
        ("https://kreis.de/", "und mehr", "https://kreis.de/ und mehr"),
        ("https://kreis.de/", "2023_1.PDF?1", "https://kreis.de/2023_1.PDF?1"),
        ("www.kop-berlin.de/was-darf-", "sie-nicht", "www.kop-berlin.de/was-darf-sie-nicht"),
        ("info@stbr-", "buchenbach.de", "info@stbr-buchenbach.de"),
        ("info@kreis.", "de oder", "info@kreis.de oder"),
        ("vorname.name", "@kreis.de", "vorname.name@kreis.de"),
        ("Geräte so-", "wie Schläuche", "Geräte sowie Schläuche"),
        ("aber den-", "noch gut", "aber dennoch gut"),
        ("weder flüssigkeits-", "noch gasdicht", "weder flüssigkeits- noch gasdicht"),
        ("Mitarbeiterinnen und -", "mitarbeiter", "Mitarbeiterinnen und -mitarbeiter"),
        ("Das ist so und -", "wenn nötig -", "Das ist so und - wenn nötig -"),
        ("Kultus-", ", Unterrichts-", "Kultus-, Unterrichts-"),
        ("der „Film“-", "Initiative", "der „Film“-Initiative"),
        ("medizinisch-", "technischen", "medizinisch-technischen"),
        ("gemisch-", "te Gruppe", "gemischte Gruppe"),
        ("türkisch-", "stämmige", "türkischstämmige"),
        ("T-", "förmig", "T-förmig"),
        ("Ü-", "bertragung", "Übertragung"),
        ("Müller-", "Lüdenscheidt", "Müller-Lüdenscheidt"),
        ("Nord-", "Süd", "Nord-Süd"),
        ("Kleinanleger-", "Innen", "KleinanlegerInnen"),
        ("Sach- und Personal-", "+ Nebenkosten", "Sach- und Personal- + Nebenkosten"),
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


def test_words_in_capitals_and_with_capitals_inside_are_joined_where_the_document_knows_them() -> None:
    known = vocabulary([words("die LINKEN und die RheinEnergie von Karl im Haus")])
    assert joined("der LIN-", "KEN. Wer", known=known) == "der LINKEN. Wer"
    assert joined("die Rhein-", "Energie plant", known=known) == "die RheinEnergie plant"
    assert joined("die EU-", "Kommission", known=known) == "die EU-Kommission"
    assert joined("zur KOMM-", "IN NRW", known=known) == "zur KOMM-IN NRW"


def test_halves_of_a_word_are_known_from_the_document() -> None:
    known = vocabulary([words("die Integrationskonferenz im Mai")])
    assert halved("Integrationskon-", "ferenz", known)
    assert not halved("Integrationskon-", "und", known)
    assert not halved("Integrationskon", "ferenz", known)


def test_line_breaks_that_mean_something_are_written_but_within_words() -> None:
    text, pieces = written(
        [Row(1, words(line)) for line in ("Haus der Be-", "ratung", "49074 Ort")], Counter(), 0, "\n"
    )
    assert text == "Haus der Beratung\n49074 Ort"
    assert [text[piece.start : piece.end] for piece in pieces][-2:] == ["49074", "Ort"]


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


@given(
    st.lists(
        st.lists(st.text("abABüÜ-–/@19.“(", min_size=1, max_size=6), min_size=1, max_size=4), min_size=1, max_size=5
    )
)
def test_pieces_match_the_printed_words_whatever_the_lines(lines: list[list[str]]) -> None:
    rows = [Row(1, [Word(text, NOWHERE, 10) for text in line]) for line in lines]
    text, pieces = written(rows, Counter())
    printed = [word for line in lines for word in line]
    assert len(pieces) == len(printed)
    for piece, word in zip(pieces, printed, strict=True):
        assert text[piece.start : piece.end] in {word, word[:-1]}
    assert "".join(text[p.start : p.end] for p in pieces) == text.replace(" ", "")
