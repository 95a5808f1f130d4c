import json
import random
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from evaluation.ocr import TRANSCRIPTS, distance, main, normal, score, summary, transcript, transcripts
from evaluation.worn_pages import WORN
from ingest.ocr import available

NOTED = "~ Satzung der Gemeinde\nDie Gemeindever¬\ntretung hat am\n(1) Fol-\ngendes beschlossen\n~ - 2 -\n"


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("", "", 0), ("", "ab", 2), ("kitten", "sitting", 3), ("Satzung", "Satzung", 0), ("ab", "ba", 2)],
)
def test_the_distance_is_levenshteins(left: str, right: str, edits: int) -> None:
    assert distance(left, right) == edits


@given(some.text("abc ", max_size=30), some.text("abc ", max_size=30))
def test_the_distance_is_the_same_both_ways_and_no_more_than_a_diffs(left: str, right: str) -> None:
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    diff = sum(max(i1 - i0, j1 - j0) for kind, i0, i1, j0, j1 in blocks if kind != "equal")
    assert distance(left, right) == distance(right, left) <= diff
    assert distance(left, right) >= abs(len(left) - len(right))


def test_the_distance_counts_words_as_well() -> None:
    assert distance(["der", "Rat", "hat"], ["der", "Rat", "der", "Stadt", "hat"]) == 2


def test_a_transcript_is_printed_with_its_heads_and_joined_without() -> None:
    page = transcript("x", 2, "dev", NOTED)
    assert page.printed == "Satzung der Gemeinde Die Gemeindever- tretung hat am (1) Fol- gendes beschlossen - 2 -"
    assert page.joined == "Die Gemeindevertretung hat am (1) Fol- gendes beschlossen"


def test_only_white_space_and_composition_are_levelled() -> None:
    assert normal("  m²\n u\u0308ber – \u201ea\u201c ") == "m² über – „a“"


def test_a_right_reading_has_no_errors_and_a_wrong_one_has_its_share() -> None:
    page = transcript("x", 2, "dev", NOTED)
    right = score(page, "text", "Die Gemeindevertretung\nhat am (1) Fol- gendes beschlossen", 1.0)
    assert (right.character_errors, right.word_errors, right.lost) == (0, 0, 0)
    wrong = score(page, "words", page.printed.replace("Gemeindever-", "Gemeindcver-"), 3.0)
    assert (wrong.character_errors, wrong.word_errors, wrong.lost) == (1, 1, 1)
    both = summary([right, wrong])
    assert both["character_error"] == pytest.approx(1 / (len(page.joined) + len(page.printed)), abs=1e-4)
    assert both["seconds_per_page"] == 2


def test_the_pages_written_down_are_of_both_parts_and_hold_no_marks_of_notation() -> None:
    pages = transcripts()
    assert len(pages) >= 6
    assert {page.part for page in pages} == {"dev", "held"}
    assert not [page.file for page in pages if "¬" in page.printed or "~" in page.printed]
    assert len(transcripts(part="held")) >= 3
    assert all(path.suffix == ".txt" for path in TRANSCRIPTS.glob("*/*"))


@pytest.mark.parametrize("kind", WORN)
def test_a_worn_page_is_another_picture_of_about_the_same_page(kind: str) -> None:
    drawn = random.Random(3)
    image = Image.new("L", (200, 280), 255)
    for _ in range(400):
        image.putpixel((drawn.randrange(200), drawn.randrange(280)), 0)
    copy = WORN[kind](image)
    assert copy.mode == "L"
    assert (copy == image) is (kind == "as it is")


@pytest.mark.skipif(not available(), reason="needs tesseract-ocr and tesseract-ocr-deu")
def test_a_folder_without_the_papers_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main([str(tmp_path), "--json"])
    assert str(tmp_path) in str(caught.value)


@pytest.mark.skipif(not available(), reason="needs tesseract-ocr and tesseract-ocr-deu")
def test_a_page_is_measured_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    papers = Path(__file__).parents[3] / "shared" / "pdfs" / "linsengericht_orig"
    if not papers.exists():
        pytest.skip("needs the papers in ../shared/pdfs/linsengericht_orig")
    main([str(papers), "--part", "held", "--quick", "--json"])
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert result["words"]["character_error"] <= min(0.01, result["plain"]["character_error"])
