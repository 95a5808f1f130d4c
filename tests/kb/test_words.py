"""The word index: what is found, when it is seen, and what happens to a broken one."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import words
from kb.errors import KnowledgeBaseError
from kb.words import TantivyWords, WordEntry

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


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Was ist die Integrationskonferenz?", 1),
        ("Foerderung der Sprache", 2),
        ("Sprachförderugn", 2),
        ("Wer hat die Nummer 02104 992175?", 3),
        ("15.03.2021", 3),
        ("Vorlage 50/25/2021", 4),
        ("Kindergarten", 2),
    ],
)
def test_the_right_passage_comes_first(index: TantivyWords, question: str, passage: int) -> None:
    hits = index.search(question, 3)
    assert ids(hits)[0] == passage
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)


def test_nothing_is_found_for_words_that_say_nothing(index: TantivyWords) -> None:
    assert index.search("", 3) == []
    assert index.search("und wer ist das?", 3) == []
    assert index.search("Xylophonquartett", 3) == []


def test_signs_of_a_query_language_are_only_signs(index: TantivyWords) -> None:
    assert ids(index.search('title:"Rucksack" AND (NOT *', 3))[0] == 2


def test_weighted_words_find_by_their_weights(index: TantivyWords) -> None:
    assert ids(index.search({"Rucksack": 1.0, "Vorlage": 0.1}, 1)) == [2]
    assert ids(index.search({"Rucksack": 0.1, "Vorlage": 1.0}, 1)) == [4]


def test_only_wanted_documents_are_looked_at(index: TantivyWords) -> None:
    index.add(entry(number, "Integration im Kreis") for number in range(100, 200))
    index.commit()
    wanted = frozenset({"doc-1", "doc-150"})
    assert set(ids(index.search("Integration", 2, wanted))) == {1, 150}
    assert index.search("Integration", 2, frozenset()) == []


def test_a_filter_does_not_change_scores(index: TantivyWords) -> None:
    everywhere = dict(index.search("Konferenz zur Integration", 4))
    assert dict(index.search("Konferenz zur Integration", 4, frozenset({"doc-1"}))) == {1: everywhere[1]}


def test_a_word_of_the_title_counts_for_the_passage(index: TantivyWords) -> None:
    index.add([entry(9, "Es geht um dies und jenes Angebot.", title="Hebammen")])
    index.commit()
    assert ids(index.search("Hebamme", 1)) == [9]


def test_adding_a_passage_again_replaces_it(index: TantivyWords) -> None:
    index.add([entry(1, "Ganz andere Sache")])
    index.commit()
    assert index.count() == len(TEXTS)
    assert 1 not in ids(index.search("Konferenz", 4))


def test_deleted_passages_are_gone_after_the_commit(index: TantivyWords) -> None:
    index.delete([1, 77])
    assert 1 in ids(index.search("Konferenz", 4))
    index.commit()
    assert 1 not in ids(index.search("Konferenz", 4))
    assert index.count() == len(TEXTS) - 1


def test_a_reader_sees_what_was_committed_when_it_reloads(index: TantivyWords) -> None:
    reader = TantivyWords(index.path)
    index.add([entry(50, "Hebammen im Kreis")])
    index.commit()
    assert reader.search("Hebamme", 1) == []
    reader.reload()
    assert ids(reader.search("Hebamme", 1)) == [50]


def test_what_was_not_committed_is_dropped(index: TantivyWords) -> None:
    index.add([entry(50, "Hebammen im Kreis")])
    index.close()
    again = TantivyWords(index.path, writable=True)
    assert again.count() == len(TEXTS)
    again.close()


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


def test_passages_of_some_documents_that_hold_a_word_are_named(index: TantivyWords) -> None:
    every = frozenset(f"doc-{number}" for number in TEXTS)
    assert index.holding("Konferenzen", every, 10) == [1]
    assert index.holding("50/25/2021", every, 10) == [4]
    assert index.holding("Konferenzen", frozenset({"doc-2"}), 10) == []
    assert index.holding("und", every, 10) == []


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
