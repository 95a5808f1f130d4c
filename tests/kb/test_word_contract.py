"""What every word index holds to, tantivy's in a folder and the one on Milvus: one contract, tried on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from kb import milvus_words, steps
from kb.errors import KnowledgeBaseError
from kb.milvus_words import MilvusWords
from kb.places import VECTORS, forget_place, open_words, sweep_words
from kb.server_place import ServerPlace, place_of, put_place
from kb.word_terms import WordEntry
from kb.words import TantivyWords, WordIndex

TEXTS = {
    1: "Die Konferenz zur Integration tagt im Kreishaus.",
    2: "Der Rucksack ist ein Programm zur Sprachförderung in Kitas.",
    3: "Anmeldung unter 02104/99-2175 bis zum 15. März 2021.",
    4: "Die Vorlage 50/025/2021 wurde beschlossen.",
}
# Openers of words: for a new generation (`write`), or as a reader of one.
Opener = Callable[..., WordIndex]


def entry(passage: int, text: str | None = None, title: str = "") -> WordEntry:
    return WordEntry(passage, f"doc-{passage}", title, "", text or TEXTS[passage])


def opener(folder: Path) -> Iterator[Opener]:
    opened: list[WordIndex] = []

    def at(generation: int, *, write: bool = False) -> WordIndex:
        if write:
            words = open_words(steps.begin(folder, generation - 1, generation), writable=True)
        else:
            found = steps.words_of(folder, generation)
            assert found is not None
            words = open_words(found)
        opened.append(words)
        return words

    yield at
    for words in opened:
        words.close()


@pytest.fixture(params=["folder", "milvus"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of a build, with its words there or on a server."""
    if request.param != "folder":
        url = request.getfixturevalue(f"{request.param}_server")
        put_place(tmp_path / "build" / VECTORS, ServerPlace(url, f"kiz-{token_hex(4)}-1"))
    return tmp_path / "build"


@pytest.fixture
def place(folder: Path) -> Iterator[Opener]:
    yield from opener(folder)


@pytest.fixture
def index(place: Opener) -> WordIndex:
    """The words of generation 1, committed and still open for writing."""
    index = place(1, write=True)
    index.add(entry(passage) for passage in TEXTS)
    index.commit()
    return index


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
def test_the_right_passage_comes_first(index: WordIndex, question: str, passage: int) -> None:
    hits = index.search(question, 3)
    assert ids(hits)[0] == passage
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)


def test_nothing_is_found_for_words_that_say_nothing(index: WordIndex) -> None:
    assert index.search("", 3) == []
    assert index.search("und wer ist das?", 3) == []
    assert index.search("Xylophonquartett", 3) == []


def test_weighted_words_find_by_their_weights(index: WordIndex) -> None:
    assert ids(index.search({"Rucksack": 1.0, "Vorlage": 0.1}, 1)) == [2]
    assert ids(index.search({"Rucksack": 0.1, "Vorlage": 1.0}, 1)) == [4]


def test_only_wanted_documents_are_looked_at(index: WordIndex) -> None:
    index.add(entry(number, "Integration im Kreis") for number in range(100, 200))
    index.commit()
    wanted = frozenset({"doc-1", "doc-150"})
    assert set(ids(index.search("Integration", 2, wanted))) == {1, 150}
    assert index.search("Integration", 2, frozenset()) == []
    assert index.search("Integration", 2, frozenset({'doc-"1'})) == []


def test_a_filter_does_not_change_scores(index: WordIndex) -> None:
    everywhere = dict(index.search("Konferenz zur Integration", 4))
    assert dict(index.search("Konferenz zur Integration", 4, frozenset({"doc-1"}))) == pytest.approx(
        {1: everywhere[1]}, rel=1e-5
    )


def test_a_word_of_the_title_counts_for_the_passage(index: WordIndex) -> None:
    index.add([entry(9, "Es geht um dies und jenes Angebot.", title="Hebammen")])
    index.commit()
    assert ids(index.search("Hebamme", 1)) == [9]


def test_adding_a_passage_again_replaces_it_and_what_is_counted_of_it(index: WordIndex) -> None:
    index.add([entry(1, "Ganz andere Sache")])
    index.commit()
    assert index.count() == len(TEXTS)
    assert 1 not in ids(index.search("Konferenz", 4))
    assert index.frequency("Sache") == 1


def test_deleted_passages_are_gone_after_the_commit(index: WordIndex) -> None:
    index.delete([1, 77])
    assert 1 in ids(index.search("Konferenz", 4))
    index.commit()
    assert 1 not in ids(index.search("Konferenz", 4))
    assert index.count() == len(TEXTS) - 1


def test_what_is_added_and_deleted_before_the_commit_was_never_there(index: WordIndex) -> None:
    index.add([entry(50, "Hebammen im Kreis"), entry(51, "Hebammen in der Stadt")])
    index.delete([50])
    index.delete([2])
    index.add([entry(2)])
    index.commit()
    assert ids(index.search("Hebamme", 3)) == [51]
    assert ids(index.search("Rucksack", 3)) == [2]
    assert index.count() == len(TEXTS) + 1


def test_a_passage_without_words_is_counted(index: WordIndex) -> None:
    index.add([entry(60, "und – –")])
    index.commit()
    assert index.count() == len(TEXTS) + 1


def test_a_reader_sees_what_was_committed_when_it_reloads(index: WordIndex, place: Opener) -> None:
    reader = place(1)
    index.add([entry(50, "Hebammen im Kreis")])
    index.commit()
    assert reader.search("Hebamme", 1) == []
    assert reader.count() == len(TEXTS)
    reader.reload()
    assert ids(reader.search("Hebamme", 1)) == [50]
    assert reader.count() == len(TEXTS) + 1


def test_what_was_not_committed_is_dropped(index: WordIndex, place: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus_words, "BATCH", 1)  # so that it reaches the server
    index.finish()
    writer = place(2, write=True)
    writer.add([entry(50, "Hebammen im Kreis")])
    writer.add([entry(51, "Hebammen im Kreis")])
    writer.close()
    again = place(2, write=True)
    assert (again.count(), again.frequency("Hebamme")) == (len(TEXTS), 0)
    assert again.search("Hebamme", 3) == []


def test_a_reader_of_a_generation_counts_and_finds_what_that_one_shows(index: WordIndex, place: Opener) -> None:
    index.finish()
    before = place(1)
    writer = place(2, write=True)
    writer.delete([1])
    writer.add([entry(number, "Konferenz der Hebammen") for number in range(100, 120)])
    writer.finish()
    after = place(2)
    assert ids(before.search("Konferenz", 9)) == [1]
    assert (before.count(), before.frequency("Konferenz"), before.frequency("Hebamme")) == (4, 1, 0)
    assert set(ids(after.search("Konferenz", 99))) == set(range(100, 120))
    assert after.count() == 23
    assert after.frequency("Konferenz") in (20, 21)  # tantivy counts what was deleted until its file is written anew


def test_a_generation_that_was_never_published_leaves_the_one_before_as_it_is(
    index: WordIndex, folder: Path, place: Opener
) -> None:
    index.finish()
    lost = place(2, write=True)
    lost.delete([1])
    lost.add([entry(50, "Hebammen im Kreis")])
    lost.finish()  # and died before it was published
    writer = place(2, write=True)
    assert (writer.count(), writer.frequency("Hebamme"), writer.frequency("Konferenz")) == (4, 0, 1)
    writer.add([entry(50, "Hebammen der Stadt")])
    writer.finish()
    sweep_words(folder, 2)
    reader = place(2)
    assert ids(reader.search("Konferenz", 3)) == [1]
    assert ids(reader.search("Hebammen in der Stadt", 3)) == [50]


def test_what_ended_is_gone_once_it_is_swept_and_the_next_generations_go_on(
    index: WordIndex, folder: Path, place: Opener
) -> None:
    index.finish()
    for generation in (2, 3):
        writer = place(generation, write=True)
        writer.delete([generation - 1])
        writer.add([entry(generation * 10, "Hebammen im Kreis")])
        writer.finish()
        sweep_words(folder, generation)
    reader = place(3)
    assert set(ids(reader.search("Konferenz Rucksack Hebamme", 9))) == {20, 30}
    assert (reader.count(), reader.frequency("Hebamme")) == (4, 2)


def test_passages_of_some_documents_that_hold_a_word_are_named(index: WordIndex) -> None:
    every = frozenset(f"doc-{number}" for number in TEXTS)
    assert index.holding("Konferenzen", every, 10) == [1]
    assert index.holding("Integration Konferenz", every, 10) == [1]
    assert index.holding("Integration Rucksack", every, 10) == []
    assert index.holding("50/25/2021", every, 10) == [4]
    assert index.holding("Konferenzen", frozenset({"doc-2"}), 10) == []
    assert index.holding("und", every, 10) == []


def test_of_what_holds_a_word_no_more_is_named_than_asked_for(index: WordIndex) -> None:
    index.add(entry(number, "Hebammen im Kreis") for number in range(100, 120))
    index.commit()
    assert len(index.holding("Hebamme", frozenset(f"doc-{number}" for number in range(100, 120)), 7)) == 7


def test_nothing_there_to_read_is_damage(folder: Path) -> None:
    (folder / "words-1").mkdir(parents=True)
    with pytest.raises(KnowledgeBaseError) as raised:
        open_words(folder / "words-1")
    assert raised.value.key == "index-damaged"


def test_closing_twice_does_nothing(index: WordIndex) -> None:
    index.close()
    index.close()


@pytest.fixture
def both(tmp_path: Path, milvus_server: str) -> Iterator[tuple[WordIndex, WordIndex]]:
    """The same many passages, in a folder and on Milvus."""
    names = ("Kita", "Hebammen", "Konferenz", "Sprachförderung", "Rucksack", "Beratungsstelle", "Velbert", "Haan")
    entries = [
        WordEntry(
            number,
            f"doc-{number % 9}",
            f"{names[number % 7]} im Kreis",
            names[number % 3] if number % 2 else "",
            " ".join(names[(number * step) % 8] for step in range(1, 2 + number % 61)) + f" {number % 13}/2021",
        )
        for number in range(300)
    ]
    put_place(tmp_path / "milvus" / VECTORS, ServerPlace(milvus_server, f"kiz-{token_hex(4)}-1"))
    made = [opener(tmp_path / name) for name in ("folder", "milvus")]
    left, right = (next(one)(1, write=True) for one in made)
    for words in (left, right):
        words.add(entries)
        words.commit()
    assert isinstance(right, MilvusWords)
    yield left, right
    for one in made:
        next(one, None)


@pytest.mark.parametrize(
    "query",
    ["Konferenz in Velbert", "Sprachfoerderung der Kitas 7/2021", "Hebamme", {"Rucksack": 1.0, "Beratung": 0.3}],
)
def test_scores_are_those_of_tantivy(both: tuple[WordIndex, WordIndex], query: str | dict[str, float]) -> None:
    wanted, found = (dict(words.search(query, 300)) for words in both)
    assert len(wanted) > 30
    assert found == pytest.approx(wanted, rel=1e-4)


def test_frequencies_are_those_of_tantivy(both: tuple[WordIndex, WordIndex]) -> None:
    for word in ("Konferenz", "Velbert", "7/2021", "Xylophon", "Beratung", "und"):
        assert both[0].frequency(word) == both[1].frequency(word)


@pytest.fixture
def on_milvus(tmp_path: Path, milvus_server: str) -> Iterator[Opener]:
    put_place(tmp_path / VECTORS, ServerPlace(milvus_server, f"kiz-{token_hex(4)}-1"))
    yield from opener(tmp_path)


def test_on_milvus_a_deleted_passage_is_counted_no_more(on_milvus: Opener) -> None:
    writer = on_milvus(1, write=True)
    writer.add(entry(passage) for passage in TEXTS)
    writer.commit()
    writer.delete([1, 2])
    writer.add([entry(2)])
    writer.commit()
    assert (writer.frequency("Konferenz"), writer.frequency("Rucksack"), writer.count()) == (0, 1, 3)


def test_rows_that_are_missing_on_the_server_are_noticed_when_it_is_opened(on_milvus: Opener) -> None:
    writer = on_milvus(1, write=True)
    writer.add(entry(passage) for passage in TEXTS)
    writer.finish()
    assert isinstance(writer, MilvusWords)
    writer._collection.delete([1])
    with pytest.raises(KnowledgeBaseError) as raised:
        on_milvus(1)
    assert raised.value.key == "index-damaged"


def test_a_collection_that_the_server_has_released_is_loaded_again(on_milvus: Opener) -> None:
    writer = on_milvus(1, write=True)
    writer.add(entry(passage) for passage in TEXTS)
    writer.finish()
    reader = on_milvus(1)
    assert isinstance(reader, MilvusWords)
    reader._collection._client.release_collection(reader._collection.name)
    assert ids(reader.search("Konferenz", 3)) == [1]


def test_a_collection_that_was_lost_is_named(on_milvus: Opener, tmp_path: Path) -> None:
    on_milvus(1, write=True).finish()
    place = place_of(tmp_path / VECTORS)
    assert place is not None
    forget_place(place)
    with pytest.raises(KnowledgeBaseError) as raised:
        on_milvus(1)
    assert raised.value.key == "no-collection"


def test_scores_stay_those_of_tantivy_though_the_first_passages_were_much_shorter(
    on_milvus: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_words, "FIRST", 10)
    monkeypatch.setattr(milvus_words, "BATCH", 20)
    other = TantivyWords(tmp_path / "other", writable=True)
    for words in (other, on_milvus(1, write=True)):
        for number in range(120):
            words.add([entry(number, "Hebammen im Kreis " * (1 + number // 6))])
        words.commit()
    wanted, found = (dict(words.search("Hebamme", 200)) for words in (other, words))
    assert (words.count(), words.frequency("Hebamme")) == (120, 120)
    assert found == pytest.approx(wanted, rel=1e-4)
    other.close()
