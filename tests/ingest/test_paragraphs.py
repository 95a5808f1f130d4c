from hypothesis import given
from hypothesis import strategies as st

from ingest.lines import line_of
from ingest.paragraphs import joined_columns, paragraphs, runs_on
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


def test_a_statutes_paragraph_with_its_first_line_indented_is_one_item() -> None:
    found = blocks(
        (60, 100, "(1) Jeder Person die Elternzeit wie alle anderen auch nimmt"),
        (50, 112, "oder genommen hat steht das zu was in Absatz zwei bestimmt"),
        (50, 124, "ist."),
        (60, 136, "(2) Weiteres regelt die Satzung der Gemeinde wie sie es will"),
        (50, 148, "und wie sie es beschließt."),
    )
    assert [kind for kind, _ in found] == ["item", "item"]
    assert found[0][1].endswith("bestimmt ist.")


def test_words_set_left_of_a_list_belong_to_no_item() -> None:
    found = blocks(
        (50, 100, "Der Antrag ist zulässig wenn die folgenden Leistungen alle:"),
        (60, 112, "a) in Schulen und allen anderen Einrichtungen des Kreises"),
        (75, 124, "oder der Städte,"),
        (60, 136, "b) in Einrichtungen der Pflege"),
        (50, 148, "erbracht werden."),
    )
    assert [kind for kind, _ in found] == ["text", "item", "item", "text"]
    assert found[-1][1] == "erbracht werden."


def test_a_line_break_within_an_item_does_not_end_it() -> None:
    found = blocks(
        (50, 100, "- militärische Anlagen und Bereiche in denen Kampfstoffe vorhan-"),
        (50, 112, "den sind;"),
        (50, 124, "- Lager"),
    )
    assert [text for _, text in found][1:] == ["- Lager"]


def test_a_dash_that_opens_a_speech_is_no_list_mark() -> None:
    spoken = blocks((50, 100, FULL + "."), (50, 130, "– Okay."), (50, 160, FULL + "."))
    listed = blocks((50, 100, FULL + "."), (50, 130, "– Beratung"), (50, 148, "– Begleitung"))
    assert [kind for kind, _ in spoken] == ["text", "text", "text"]
    assert [kind for kind, _ in listed] == ["text", "item", "item"]


def test_the_first_of_several_dashes_is_parted_from_its_lead_in() -> None:
    found = blocks(
        (50, 100, FULL),
        (50, 112, "wird vorgenommen, wenn"),
        (50, 124, "- kein weiteres Rohr nötig ist und"),
        (50, 136, "- die Länge reicht."),
    )
    assert [kind for kind, _ in found] == ["text", "item", "item"]


def test_bare_numbers_are_marks_only_in_sequence() -> None:
    names = blocks((50, 100, "1 Lino Hammer"), (50, 112, "2 Christiane Jäger"), (50, 124, "3 Felix Spehl"))
    prose = blocks((50, 100, FULL), (50, 112, "2 Kinder sind da und es kommen noch weitere"))
    assert [kind for kind, _ in names] == ["item", "item", "item"]
    assert [kind for kind, _ in prose] == ["text"]


def test_entries_of_a_contents_list_are_blocks_of_their_own() -> None:
    titles = ("A 3 Tonfrequenzreihe", "A 4 Zeitbedingungen und Pegel", "A 5 Klirrfaktor", "Anlagen")
    assert [text for _, text in blocks(*((50, 100 + 12 * n, title) for n, title in enumerate(titles)))] == list(titles)


def test_a_salutation_is_parted_from_the_letter_by_its_blank_line() -> None:
    letter = ((50, 100, "Sehr geehrte Damen und Herren,"), (50, 124, "wir laden Sie herzlich ein in unser Haus."))
    assert len(blocks(*letter)) == 2


def test_the_lines_of_an_address_keep_their_breaks() -> None:
    def breaks(*texts: str) -> list[bool]:
        found = [line_of([Word(word, Box(50 + 40 * n, y, 85 + 40 * n, y + 11), 10) for n, word in enumerate(text)])
                 for y, text in ((100 + 12 * k, text.split()) for k, text in enumerate(texts))]  # fmt: skip
        return [block.breaks for block in paragraphs(found, 1, 1.2)]

    assert breaks("Haus der Beratung", "Seminarstr. 13/14", "49074 Osnabrück", "Tel.: 0541 1234") == [True]
    assert breaks("Die Beratung ist offen", "für alle Menschen aus", "der Stadt und dem Land") == [False]


WORDS = st.sampled_from(
    ["-", "•", "1.", "2.", "(3)", "a)", "o", "1", "2", "und", "Haus", "Tel.:", "wei-", "ter.", "49074", "Ort:", "„(5)"]
)
LINES = st.lists(
    st.tuples(st.lists(WORDS, min_size=1, max_size=6), st.integers(0, 4), st.integers(1, 3), st.sampled_from([8, 10])),
    max_size=25,
)


@given(LINES)
def test_every_line_is_in_one_block_and_in_order(given_lines: list[tuple[list[str], int, int, int]]) -> None:
    found, y = [], 0
    for texts, indent, gap, size in given_lines:
        y += 6 * gap
        words, x = [], 50.0 + 12 * indent
        for text in texts:
            words.append(Word(text, Box(x, y, x + 5 * len(text), y + size), size))
            x += 5 * len(text) + 3
        found.append(line_of(words))
    built = paragraphs(found, 1, 1.2)
    assert [line for block in built for line in block.lines] == found
    assert [line for block in joined_columns(built) for line in block.lines] == found


def test_a_list_goes_on_below_the_words_that_close_a_list_within_it() -> None:
    found = blocks(
        (50, 100, "1. für die Beschäftigung durch Personen die im Haus leben und"),
        (65, 112, "a) in Schulen oder"),
        (65, 124, "b) in Einrichtungen der Pflege"),
        (65, 136, "wohnen,"),
        (50, 148, "2. für alle anderen."),
    )
    assert [text for _, text in found][-1] == "2. für alle anderen."
