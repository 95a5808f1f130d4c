import pytest

from ingest.headings import body_size, marked
from ingest.lines import line_of
from ingest.paragraphs import Rough
from ingest.pdf import Word
from kb.model import Box

BODY = "Die Verwaltung berichtet dem Ausschuss jedes Jahr über den Stand der Arbeit."


def rough(text: str, size: float = 10, *, bold: bool = False) -> Rough:
    words = [Word(word, Box(50 * n, 0, 50 * n + 40, 11), size, bold) for n, word in enumerate(text.split())]
    return Rough("text", ((line_of(words),),), 1)


def kinds(*blocks: Rough) -> list[tuple[str, int]]:
    return [(block.kind, block.level) for block in marked(blocks, 10, bold=True)]


def test_the_body_is_set_in_the_size_of_most_letters() -> None:
    assert body_size([*rough(BODY).lines, *rough("Titel", 20).lines]) == 10


def test_size_comes_before_weight_in_the_levels() -> None:
    found = kinds(rough("Konzept", 18), rough("Sprache", bold=True), rough(BODY), rough("Bildung", 13))
    assert found == [("heading", 1), ("heading", 3), ("text", 0), ("heading", 2)]


def test_many_styles_share_the_levels_of_the_commonest() -> None:
    sizes = [30, 26, 22, 18, 18, 16, 16, 14, 14, 12, 12]
    found = [level for _, level in kinds(*(rough(f"Abschnitt {size}", size) for size in sizes))]
    assert found == [1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_a_bold_paragraph_is_text() -> None:
    assert kinds(rough(BODY * 6, bold=True)) == [("text", 0)]


def test_weight_says_nothing_where_everything_is_bold() -> None:
    assert marked([rough("Sprache", bold=True)], 10, bold=False)[0].kind == "text"


@pytest.mark.parametrize(
    "text",
    ["Beschlussvorschlag:", "5.3 Berichte aus dem Integrationszentrum", "§ 3 Bereitstellung", "Artikel II"],
)
def test_some_headings_are_known_by_their_words(text: str) -> None:
    assert kinds(rough(text), rough(BODY))[0][0] == "heading"


@pytest.mark.parametrize("text", ["§ 3 gilt entsprechend.", "5.3 Berichte 12", "10,5 Millionen Euro"])
def test_others_only_look_like_it(text: str) -> None:
    assert kinds(rough(text), rough(BODY))[0][0] == "text"


def test_a_label_in_larger_type_makes_no_heading_of_its_value() -> None:
    words = [Word("Dokumenttyp:", Box(50, 0, 120, 12), 12), Word("Verordnung", Box(130, 0, 190, 12), 10)]
    assert kinds(Rough("text", ((line_of(words),),), 1), rough(BODY))[0][0] == "text"


def centred(*texts: str) -> Rough:
    lines = []
    for number, text in enumerate(texts):
        x = 300 - 3 * len(text)
        lines.append(line_of([Word(text, Box(x, 200 + 12 * number, x + 6 * len(text), 210 + 12 * number), 10)]))
    return Rough("text", (tuple(lines),), 1)


def wide(text: str) -> Rough:
    return Rough("text", ((line_of([Word(text, Box(60, 300, 540, 310), 10)]),),), 1)


def test_the_title_of_a_statute_is_known_by_its_place_where_type_says_nothing() -> None:
    title = centred("Verordnung des Ministeriums über den Kostenersatz", "Vom 18. März 2016")
    assert kinds(title, wide(BODY))[0] == ("heading", 1)
    assert kinds(wide("Verordnung über Kosten"), wide(BODY))[0][0] == "text"
    assert kinds(centred("Zum Stand der Arbeit"), wide(BODY))[0][0] == "text"


def test_only_what_comes_before_the_text_is_a_title() -> None:
    assert kinds(wide(BODY * 6), centred("Satzung der Stadt"))[1][0] == "text"
