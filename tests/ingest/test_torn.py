from collections.abc import Sequence

from ingest.headings import marked
from ingest.lines import Line, line_of
from ingest.paragraphs import Rough
from ingest.pdf import Word
from kb.model import BlockKind, Box

BODY = "Die Verwaltung berichtet dem Ausschuss."


def line(text: str, y: float, x: float = 85, size: float = 10, *, bold: bool = True) -> Line:
    words = []
    for word in text.split():
        words.append(Word(word, Box(x, y, x + 5 * len(word), y + size), size, bold))
        x += 5 * len(word) + 3
    return line_of(words)


def block(*lines: Line, kind: BlockKind = "text") -> Rough:
    return Rough(kind, (lines,), 1)


def headings(*blocks: Rough) -> Sequence[str]:
    done = marked([*blocks, block(line(BODY, 400, bold=False))], 10, bold=True)
    return [" ".join(line.text for line in one.lines) for one in done if one.kind == "heading"]


def test_the_file_number_under_a_title_belongs_to_it() -> None:
    title = block(line("10.23 Veranstaltungszentrum", 100), line("Wirtschaftsplan", 112, 116))
    assert headings(title, block(line("3765/2022", 124, 116))) == [
        "10.23 Veranstaltungszentrum Wirtschaftsplan 3765/2022"
    ]
    motion = block(line("Änderungsantrag der Fraktion", 100))
    assert headings(motion, block(line("AN/2295/2022", 112))) == ["Änderungsantrag der Fraktion AN/2295/2022"]


def test_a_number_further_down_does_not() -> None:
    assert headings(block(line("Wirtschaftsplan", 100)), block(line("3765/2022", 140))) == ["Wirtschaftsplan"]


def test_lines_that_look_like_items_hang_under_their_heading() -> None:
    first = block(line("16.1 Satzung der Stadt vom", 100))
    second = block(line("28. Februar 2005 über Beiträge", 112, 108), kind="item")
    assert headings(first, second) == ["16.1 Satzung der Stadt vom 28. Februar 2005 über Beiträge"]
    dash = block(line("- Wassergewöhnung für Kinder", 112, 113), kind="item")
    assert headings(block(line("10.27 Projekt der Bäder", 100)), dash) == [
        "10.27 Projekt der Bäder - Wassergewöhnung für Kinder"
    ]


def test_a_heading_goes_on_in_lower_case() -> None:
    parts = [block(line("Bedingungsloses Grundeinkommen", 100)), block(line("und Schritte dorthin", 112))]
    assert headings(*parts) == ["Bedingungsloses Grundeinkommen und Schritte dorthin"]


def test_two_headings_stay_two() -> None:
    assert headings(block(line("Wahl", 100)), block(line("Kenntnisnahme", 112))) == ["Wahl", "Kenntnisnahme"]
    assert headings(block(line("Wer darf?", 100)), block(line("und wer nicht", 112))) == ["Wer darf?", "und wer nicht"]


def test_a_badge_names_section_and_statute() -> None:
    assert headings(block(line("§60c", 59, size=40)), block(line("AufenthG", 100, size=21))) == ["§60c AufenthG"]


def test_text_in_other_type_is_not_drawn_in() -> None:
    assert headings(block(line("Schwerpunkte und", 100)), block(line("hier folgt der Text", 112, bold=False))) == [
        "Schwerpunkte und"
    ]
