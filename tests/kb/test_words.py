"""tantivy's word index: its files, its lock, and what happens to a broken one; what it finds: `test_word_contract`."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import words
from kb.errors import KnowledgeBaseError
from kb.word_terms import WordEntry
from kb.words import TantivyWords

TEXTS = {
    1: "Die Konferenz zur Integration tagt im Kreishaus.",
    2: "Der Rucksack ist ein Programm zur Sprachförderung in Kitas.",
    3: "Anmeldung unter 02104/99-2175 bis zum 15. März 2021.",
    4: "Die Vorlage 50/025/2021 wurde beschlossen.",
}


def entry(passage: int, text: str | None = None, title: str = "") -> WordEntry:
    return WordEntry(passage, f"doc-{passage}", title, "", text or TEXTS[passage])


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TantivyWords]:
    index = TantivyWords(tmp_path / "words", writable=True)
    index.add(entry(passage) for passage in TEXTS)
    index.commit()
    yield index
    index.close()


def ids(hits: list[tuple[int, float]]) -> list[int]:
    return [passage for passage, _ in hits]


def test_signs_of_a_query_language_are_only_signs(index: TantivyWords) -> None:
    assert ids(index.search('title:"Rucksack" AND (NOT *', 3))[0] == 2


def test_a_second_writer_is_told_that_the_index_is_locked(index: TantivyWords) -> None:
    with pytest.raises(KnowledgeBaseError) as caught:
        TantivyWords(index.path, writable=True)
    assert caught.value.key == "index-locked"


def test_a_writer_that_died_leaves_no_lock(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from kb.words import TantivyWords\n"
        "TantivyWords(Path(sys.argv[1]), writable=True); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == 9
    TantivyWords(tmp_path, writable=True).close()


def test_nothing_there_to_read_is_damage(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError) as caught:
        TantivyWords(tmp_path / "none")
    assert caught.value.key == "index-damaged"


@pytest.mark.parametrize("pattern", ["meta.json", "*.term"])
def test_a_broken_file_is_damage(index: TantivyWords, pattern: str) -> None:
    index.close()
    for file in index.path.glob(pattern):
        file.write_bytes(b"{")
    with pytest.raises(KnowledgeBaseError) as caught:
        TantivyWords(index.path)
    assert caught.value.key == "index-damaged"


def test_an_index_of_another_analyser_is_refused(index: TantivyWords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "VERSION", "other")
    with pytest.raises(KnowledgeBaseError) as caught:
        TantivyWords(index.path)
    assert caught.value.key == "index-damaged"


def test_of_a_deleted_passage_no_word_is_left_once_those_beside_it_are_written_anew(tmp_path: Path) -> None:
    index = TantivyWords(tmp_path / "own", writable=True)
    index.add(entry(passage) for passage in (1, 2))
    index.commit()
    index.add(entry(passage) for passage in (3, 4))
    index.commit()
    assert index.beside([1]) == [2]
    assert index.beside([99]) == []
    index.delete([1])
    index.add([entry(2)])
    index.finish()
    assert index.frequency("Konferenz") == 0
    assert (index.count(), index.frequency("Rucksack"), index.frequency("Vorlage")) == (3, 1, 1)


def test_files_of_very_many_passages_are_not_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "REWRITTEN", 3)
    index = TantivyWords(tmp_path / "own", writable=True)
    index.add(entry(passage) for passage in TEXTS)
    index.commit()
    assert index.beside([1]) == []
    index.close()
