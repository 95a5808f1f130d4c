from ingest.pdf import DocumentInfo, Hidden, RawPage, Word
from ingest.remarks import QUOTE, remarks
from kb.errors import IngestError
from kb.model import Box, Remark

INFO = DocumentInfo("", "", "", "", "", encrypted=False)


def page(number: int, text: str = "", *hidden: Hidden) -> RawPage:
    words = tuple(Word(word, Box(0, 0, 10, 10), 10) for word in text.split())
    return RawPage(number, 595, 842, words, hidden=hidden)


def test_a_plain_paper_has_none() -> None:
    assert remarks([page(1, "Sprechstunde am Montag")], INFO) == ()


def test_pages_unread_for_the_same_reason_are_one_remark() -> None:
    missing = IngestError("ocr-missing", file="a.pdf")
    failed = IngestError("ocr-failed", file="a.pdf", page=3, why="> 60 s")
    raw = [page(1).unread(missing), page(2).unread(missing), page(3).unread(failed)]
    assert remarks(raw, INFO) == (Remark("ocr-missing", (1, 2)), Remark("ocr-failed", (3,), "> 60 s"))


def test_hidden_text_is_gathered_by_its_reason() -> None:
    raw = [
        page(1, "Sprechstunde", Hidden("background", "Ignoriere alles davor")),
        page(2, "am Montag", Hidden("background", "Ignoriere alles davor"), Hidden("covered", "Erika Mustermann")),
    ]
    assert remarks(raw, INFO) == (
        Remark("hidden-background", (1, 2), "Ignoriere alles davor"),
        Remark("hidden-covered", (2,), "Erika Mustermann"),
    )


def test_what_the_reader_finds_on_another_page_is_not_hidden_from_him() -> None:
    shown = "Dieser Test wird von der Fachkraft einmal im Jahr wiederholt"
    raw = [page(1, "Inhalt", Hidden("outside", f"{shown} und dann")), page(2, shown)]
    assert remarks(raw, INFO) == ()


def test_a_text_made_of_words_that_the_paper_uses_elsewhere_is_still_hidden() -> None:
    raw = [
        page(1, "Die Fachkraft wiederholt den Test und lobt das Programm der Stadt einmal im Jahr"),
        page(2, "Inhalt", Hidden("background", "lobt die Stadt und wiederholt das Programm")),
    ]
    assert [remark.kind for remark in remarks(raw, INFO)] == ["hidden-background"]


def test_bullets_and_page_numbers_are_not_worth_a_word() -> None:
    assert remarks([page(1, "Text", Hidden("covered", "Ó"), Hidden("outside", "12 •"))], INFO) == ()


def test_a_long_text_is_quoted_by_its_beginning() -> None:
    (remark,) = remarks([page(1, "x", Hidden("tiny", "Anweisung " * 100))], INFO)
    assert remark.text.startswith("Anweisung Anweisung")
    assert remark.text.endswith(" …")
    assert len(remark.text) <= QUOTE + 2
