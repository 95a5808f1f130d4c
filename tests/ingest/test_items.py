import pytest

from ingest.items import counts_on, opens_item, paired_dashes, rows_of_marks, same_mark, spoken
from ingest.lines import Line, line_of
from ingest.pdf import Word
from kb.model import Box


def line(text: str, x: float = 50, y: float = 100) -> Line:
    words = []
    for word in text.split():
        words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10))
        x += 5 * len(word) + 3
    return line_of(words)


def column(*texts: str) -> list[Line]:
    return [line(text, y=100 + 12 * number) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    "text",
    [
        "• Beratung", "☐ ja", "☒ nein", "- Beratung", "– Beratung", "1. Beratung", "1.) Beratung", "1) Beratung",
        "a) Beratung", "aa) Beratung", "(2) Beratung", "(1a) Beratung", "2a. entgegen", "b. Bezeichnung", "IV. Teil",
        "„(5) Der Rat", "„7a. die Zahl", "1.2 Ziele",
    ],
)  # fmt: skip
def test_marks_at_the_start_of_a_paragraph_open_items(text: str) -> None:
    assert opens_item(line(text), None, None, None, short=False, row=False)


@pytest.mark.parametrize(
    "text",
    [
        "15. April 2025",
        "z. B. Schulen",
        "– Vollstreckungsgericht –",
        "„1. Rohr marsch!“",
        "Haus 1.",
        "o weh",
        "2 Kinder",
    ],
)
def test_dates_abbreviations_and_words_open_none(text: str) -> None:
    assert not opens_item(line(text), None, None, None, short=False, row=False)


def test_a_number_where_an_items_own_text_goes_on_opens_none() -> None:
    item = line("(1) Die Sitzung des Rates war in der Woche nach dem")
    onward = line("15. Mann war", x=item.words[1].box.x0, y=112)
    assert not opens_item(onward, item, None, item, short=False, row=False)


def test_rows_are_numbers_in_sequence_at_one_edge() -> None:
    assert rows_of_marks(column("1 Haus", "2 Hof", "3 Garten")) == {0, 1, 2}
    assert rows_of_marks(column("Artikel 1 Zweck", "Artikel 2 Geltung")) == {0, 1}
    assert rows_of_marks(column("1.1 Ziele", "1.2 Wege", "2 Mittel", "2.1 Geld")) == {0, 1, 2, 3}
    assert rows_of_marks(column("1 Haus", "3 Hof")) == set()
    assert rows_of_marks(column("1 Haus", "und Hof", "2 Garten")) == set()
    assert rows_of_marks([line("1 Haus"), line("2 Hof", x=90, y=112)]) == set()


def test_dashes_are_paired_at_one_edge_only() -> None:
    assert paired_dashes(column("- eins", "und mehr", "- zwei"), 0)
    assert not paired_dashes([line("- eins"), line("- zwei", x=80, y=112)], 0)


def test_a_dash_beside_the_numbers_of_an_agenda_is_still_spoken() -> None:
    blocks = [[line("1.2 Antrag")], [line("- Das gibt es nicht.", y=130)], [line("Weiter.", y=160)]]
    assert spoken(blocks, ["item", "item", "text"], 1)
    assert not spoken([blocks[1], [line("- Doch.", y=142)]], ["item", "item"], 0)


def test_marks_are_of_one_kind_whatever_they_count() -> None:
    assert same_mark(line("9. Haus"), line("12. Hof"))
    assert not same_mark(line("9. Haus"), line("(9) Hof"))
    assert not same_mark(line("a) Haus"), line("b) Hof", x=90))


def test_lists_within_items_need_no_colon_and_titles_in_quotes_hold_none() -> None:
    item = line("2. bei der Mitwirkung an der Erfüllung")
    inner = line("a) einer Verpflichtung", x=item.words[1].box.x0, y=112)
    assert opens_item(inner, item, None, item, short=False, row=False)
    title = line("10.16 Fortschreibung der Richtlinie „Gebäude und Energien")
    onward = line("- klimafreundliches Wohnen“", x=title.words[1].box.x0, y=112)
    assert not opens_item(onward, title, None, title, short=False, row=False)


def test_a_number_counts_on_from_an_item_at_the_same_edge() -> None:
    starts = [line("1. Schulen"), line("a) im Kreis", x=65)]
    assert counts_on(line("2. Kitas"), starts)
    assert not counts_on(line("3. Kitas"), starts)
    assert not counts_on(line("2. Kitas", x=90), starts)
    assert not counts_on(line("2) Kitas"), starts)
