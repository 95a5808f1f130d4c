from ingest.lines import line_of
from ingest.paragraphs import paragraphs, runs_on
from ingest.pdf import Word
from kb.model import Box


def blocks(*set_lines: tuple[float, float, str]) -> list[tuple[str, str]]:
    found = []
    for left, y, text in set_lines:
        words, x = [], left
        for word in text.split():
            words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10))
            x += 5 * len(word) + 3
        found.append(line_of(words))
    return [(b.kind, " ".join(line.text for line in b.lines)) for b in paragraphs(found, 1, 1.2)]


FULL = "Diese Zeile ist so breit wie die Spalte und damit ganz voll"


def test_a_wider_gap_parts_paragraphs() -> None:
    assert len(blocks((50, 100, FULL), (50, 112, "endet hier."), (50, 130, "Neuer Absatz."))) == 2


def test_a_short_last_line_parts_paragraphs_without_a_gap() -> None:
    assert len(blocks((50, 100, FULL), (50, 112, "endet hier."), (50, 124, "Die Zeile danach beginnt neu."))) == 2


def test_an_indented_first_line_parts_paragraphs() -> None:
    assert len(blocks((50, 100, FULL + "."), (65, 112, FULL), (50, 124, FULL))) == 2


def test_a_gap_within_a_sentence_does_not_part_it() -> None:
    assert len(blocks((50, 100, FULL + " und"), (50, 118, "weiter geht der Satz nach der Lücke."))) == 1


def test_bullets_and_numbers_open_items_with_their_hanging_lines() -> None:
    found = blocks(
        (50, 100, "• Beratung von Familien und Kindern in allen Städten des"),
        (60, 112, "Kreises und darüber hinaus."),
        (50, 124, "• Vernetzung"),
        (50, 136, "a) erstens"),
    )
    assert [kind for kind, _ in found] == ["item", "item", "item"]
    assert found[0][1].endswith("darüber hinaus.")


def test_a_date_at_a_line_start_is_no_item() -> None:
    assert (
        blocks(
            (50, 100, "Die Sitzung des Ausschusses fand wie geplant statt am"),
            (50, 112, "15. April im Rathaus."),
        )[0][0]
        == "text"
    )
    assert (
        len(
            blocks(
                (50, 100, "Die Sitzung des Ausschusses fand wie geplant statt am"),
                (50, 112, "15. April im Rathaus."),
            )
        )
        == 1
    )


def test_text_runs_on_where_nothing_has_ended() -> None:
    assert runs_on("Der Kreis und die", "Städte")
    assert runs_on("Der Kreis berät", "alle Familien")
    assert not runs_on("Der Kreis berät.", "alle")
    assert not runs_on("Römer", "Amtsleiter")


def test_a_dash_after_a_full_line_is_no_item() -> None:
    assert len(blocks((50, 100, FULL), (50, 112, FULL[:-2] + "?"), (50, 124, "- Das ist die Fraktion."))) == 1


def test_a_dash_after_a_colon_is_an_item() -> None:
    found = blocks((50, 100, FULL), (50, 112, FULL[:-2] + ":"), (50, 124, "- Beratung"))
    assert [kind for kind, _ in found] == ["text", "item"]
