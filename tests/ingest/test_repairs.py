"""Two who publish at once; and word index or vectors that were damaged, built anew from the catalogue."""

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

import cli
from kb.errors import KnowledgeBaseError
from kb.model import Query
from kb.shard import Shard, open_shard
from kb.store import KnowledgeBase
from tests.ingest.disturbed import WITHDRAWN, Office, alike, answers, leftovers, read_anew, same, wait


def test_a_second_ingest_ends_at_once_and_says_who_holds_the_lock(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index, flag = office.copy("twice"), tmp_path / "flag"
    status: list[int] = []
    first = Thread(
        target=lambda: status.append(office.run("ingest", index, "catalogue-add", "after", 2, hold=str(flag)))
    )
    first.start()
    wait(lambda: flag.exists() and flag.read_text() != "")
    number = flag.read_text()
    try:
        assert cli.main(["ingest", str(office.papers), "--index", str(index)]) == 1
    finally:
        flag.unlink()
        first.join()
    told = " ".join(capsys.readouterr().err.split())
    assert f"Prozess {number}" in told
    assert "Ende abwarten" in told
    assert status == [0]
    assert same(read_anew(index, office.embedder), office.states["ingest"].becomes)
    assert leftovers(index, office.embedder, WITHDRAWN) == []


def emptied(file: Path) -> None:
    file.unlink()
    file.touch()


def halved(file: Path) -> None:
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content[: len(content) // 2])


def overwritten(file: Path) -> None:
    size = file.stat().st_size
    file.unlink()
    file.write_bytes(b"\xa5" * size)


DAMAGES = (Path.unlink, emptied, halved, overwritten)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: str(damage.__name__))
@pytest.mark.parametrize("what", ["words-*", "vectors", "past/words-*", "past/vectors"])
def test_damaged_indexes_are_built_anew_from_the_catalogue_while_a_reader_runs(
    office: Office, what: str, damage: Callable[[Path], None]
) -> None:
    index, was = (
        office.copy(f"damaged-{what.strip('-*').replace('/', '-')}-{damage.__name__}"),
        office.states["ingest"].was,
    )
    with KnowledgeBase.open(index, office.embedder) as running:
        assert same(answers(running), was)
        for file in (index / "public" / "build-1").glob(f"{what}/**/*"):
            if file.is_file() and file.name != "lock":
                damage(file)
        with pytest.raises(KnowledgeBaseError, match="kiz repair"):
            read_anew(index, office.embedder)
        assert office.run("repair", index, space="fake-1") == 0
        assert alike(answers(running), was)
    assert alike(read_anew(index, office.embedder), was)
    assert office.run("ingest", index) == 0
    assert alike(read_anew(index, office.embedder), office.states["ingest"].becomes)
    assert leftovers(index, office.embedder, WITHDRAWN) == []
    shutil.rmtree(index)


@pytest.mark.parametrize("what", ["words-*", "vectors", "past/words-*"])
def test_an_ingest_into_an_index_that_lost_its_words_or_vectors_publishes_nothing_short(
    office: Office, what: str
) -> None:
    index = office.copy(f"lost-{what.strip('-*').replace('/', '-')}")
    for folder in (index / "public" / "build-1").glob(what):
        shutil.rmtree(folder)
    if office.run("ingest", index) != 0:
        assert office.error == "index-damaged"
        assert "kiz repair" in office.text
        assert office.run("repair", index, space="fake-1") == 0
        assert office.run("ingest", index) == 0
    assert alike(read_anew(index, office.embedder), office.states["ingest"].becomes)


def test_a_publication_that_cannot_be_opened_leaves_a_running_reader_with_the_one_before(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("kb.generations.AGAIN", 0.0)
    index = office.copy("cannot-be-opened")
    with KnowledgeBase.open(index, office.embedder) as running:
        before = {document.id for document in running.documents()}
        assert office.run("ingest", index) == 0
        (words,) = (index / "public" / "build-1").glob("words-*")
        (words / "meta.json").unlink()
        assert {document.id for document in running.documents()} == before
        assert "kiz repair" in caplog.text
        assert office.run("repair", index, space="fake-1") == 0
        assert alike(answers(running), office.states["ingest"].becomes)


def test_while_one_thread_opens_a_publication_the_others_are_answered_from_the_one_before(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = office.copy("opened-by-one")
    opening, go = Event(), Event()

    def slowly(*arguments: Any, **named: Any) -> Shard:
        opening.set()
        assert go.wait(30)
        return open_shard(*arguments, **named)

    with KnowledgeBase.open(index, office.embedder) as running:
        before = running.generation.number
        assert office.run("ingest", index) == 0
        monkeypatch.setattr("kb.opened.open_shard", slowly)
        found: list[int] = []
        first = Thread(target=lambda: found.append(running.generation.number))
        first.start()
        assert opening.wait(30)
        assert running.generation.number == before
        assert running.search(Query("Angebot"), 3)
        go.set()
        first.join()
        assert found == [running.generation.number] == [before + 1]


def test_a_reader_that_runs_for_long_holds_no_more_files_after_many_publications(office: Office) -> None:
    def held() -> int:
        assert running.search(Query("Rucksack", past=True), 3)
        return len(list(Path("/proc/self/fd").iterdir()))

    index = office.copy("many-publications", office.after)
    with KnowledgeBase.open(index, office.embedder) as running:
        files = []
        for number in range(3, 10):
            assert office.run("roll_back", index, to=number - 1) == 0
            assert running.generation.number == number + 1
            files.append(held())
        assert max(files[1:]) <= files[0] + 15  # one publication alone took twenty
