"""The folders of words: each generation its own, made of the one before."""

from collections.abc import Iterable
from pathlib import Path

from kb import steps
from kb.word_terms import WordEntry
from kb.words import TantivyWords


def write(path: Path, numbers: Iterable[int], *, without: tuple[int, ...] = ()) -> None:
    words = TantivyWords(path, writable=True)
    words.add(WordEntry(number, "d", "", "", f"Sprachcafe Nummer {number}") for number in numbers)
    words.delete(without)
    words.finish()


def count(folder: Path, generation: int) -> int:
    path = steps.words_of(folder, generation)
    assert path is not None
    return TantivyWords(path).count()


def test_a_generation_has_the_words_of_the_newest_that_wrote_some(tmp_path: Path) -> None:
    assert steps.words_of(tmp_path, 9) is None
    write(steps.begin(tmp_path, 0, 1), [1])
    write(steps.begin(tmp_path, 1, 4), [2])
    assert [count(tmp_path, generation) for generation in (1, 2, 3, 4, 9)] == [1, 1, 1, 2, 2]
    assert steps.words_of(tmp_path, 0) is None


def test_an_index_of_the_first_release_has_one_folder(tmp_path: Path) -> None:
    write(tmp_path / "words", [1, 2])
    assert count(tmp_path, 7) == 2
    write(steps.begin(tmp_path, 7, 8), [3])
    assert (count(tmp_path, 7), count(tmp_path, 8)) == (2, 3)
    steps.sweep(tmp_path, 8)
    assert [path.name for path in tmp_path.iterdir()] == ["words-8"]


def test_what_is_written_and_deleted_for_the_next_generation_is_not_seen_in_this_one(tmp_path: Path) -> None:
    write(steps.begin(tmp_path, 0, 1), range(10))
    before = {file.name: file.read_bytes() for file in (tmp_path / "words-1").iterdir()}
    running = TantivyWords(tmp_path / "words-1")
    hits = running.search("Sprachcafe", 20)
    write(steps.begin(tmp_path, 1, 2), range(10, 30), without=(3,))
    assert {file.name: file.read_bytes() for file in (tmp_path / "words-1").iterdir()} == before
    assert TantivyWords(tmp_path / "words-1").search("Sprachcafe", 20) == hits
    assert count(tmp_path, 2) == 29
    steps.sweep(tmp_path, 2)
    assert running.search("Sprachcafe", 20) == hits
    assert count(tmp_path, 2) == 29


def test_what_was_begun_and_broken_off_is_begun_anew(tmp_path: Path) -> None:
    write(steps.begin(tmp_path, 0, 1), [1])
    write(steps.begin(tmp_path, 1, 2), [2, 3])
    write(steps.begin(tmp_path, 1, 2), [4])
    assert count(tmp_path, 2) == 2
    steps.sweep(tmp_path, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["words-1"]
