from ingest.lines import Line, line_of
from ingest.notes import goes_on, parted, told
from ingest.paragraphs import Rough
from ingest.pdf import Word
from kb.model import BlockKind, Box


def block(y: float, text: str, size: float = 10, x: float = 50, kind: BlockKind = "text") -> Rough:
    words = []
    left = x
    for word in text.split():
        words.append(Word(word, Box(left, y, left + 5 * len(word), y + size), size, False))
        left += 5 * len(word) + 3
    lines: tuple[Line, ...] = (line_of(words),)
    return Rough(kind, (lines,), 1)


def texts(blocks: list[Rough]) -> list[str]:
    return [block.lines[0].text for block in blocks]


LONG = "Im Rathaus wurde am Montag über die Fragen der Bürger beraten."
NOTE = "1 Vgl. Vorlage des Kreistags, Seite 3."


def test_notes_at_the_foot_of_each_column_come_after_both() -> None:
    left = [block(90, LONG), block(100, "Der Kreistag hat das Konzept"), block(700, NOTE, 7)]
    right = [block(100, "beschlossen.", x=300), block(700, "2 Siehe dort auch Anlage 4.", 7, 300)]
    text, feet = parted([left, right], 800)
    assert texts(text) == [LONG, "Der Kreistag hat das Konzept", "beschlossen."]
    assert texts(feet) == [NOTE, "2 Siehe dort auch Anlage 4."]


def test_small_print_without_a_mark_moves_only_out_of_a_sentence() -> None:
    small = block(700, "Asyl = auf Seite 44 erklärt.", 7)
    going_on = [[block(100, "Sie entscheiden nun über das"), small], [block(100, "deutsche Asylrecht.", x=300)]]
    ending = [[block(100, "Sie entscheiden nun sofort."), small], [block(100, "Neuer Absatz.", x=300)]]
    assert texts(parted(going_on, 800)[1]) == [small.lines[0].text]
    assert parted(ending, 800)[1] == []


def test_a_note_is_small_marked_and_low() -> None:
    found = told([block(700, NOTE, 7), block(100, "Der Kreistag hat beschlossen.")], 10, {1: 800})
    assert [one.kind for one in found] == ["text", "note"]


def test_small_print_above_text_of_the_usual_size_is_no_note_and_stays() -> None:
    found = told([block(400, "2 Schreiben und Lesen lernen", 7), block(500, "Die Kinder lesen vor.")], 10, {1: 800})
    assert [one.kind for one in found] == ["text", "text"]
    assert found[0].lines[0].text.startswith("2 Schreiben")


def test_a_measure_in_a_drawing_is_no_note() -> None:
    assert [one.kind for one in told([block(700, "260 mm", 7)], 10, {1: 800})] == ["text"]


def test_a_section_number_is_no_mark_of_a_note() -> None:
    assert told([block(700, "2.2 Schreiben mit der Hand lernen", 7)], 10, {1: 800})[0].kind == "text"


def test_a_sentence_goes_on_after_an_open_word_but_not_after_its_end() -> None:
    below = block(100, "Ausreisefrist verlassen.", x=300)
    assert goes_on(block(500, "zum Datum der"), below)
    assert not goes_on(block(500, "zum Datum."), below)
    assert not goes_on(block(500, "zum Datum der"), None)
