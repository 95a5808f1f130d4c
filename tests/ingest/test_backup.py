"""Backups of a real index: whole, checked, made beside readers, and brought back under a running reader."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ingest.publish import ingest
from kb.backup import LIST, back_up, check, restore
from kb.blocks import block, blocks, path_of
from kb.config import IngestConfig
from kb.errors import KnowledgeBaseError
from kb.lock import write_lock
from kb.model import Query
from kb.store import KnowledgeBase

MakePdf = Callable[..., Path]
PUBLIC = IngestConfig(default_visibility="public")


@pytest.fixture
def index(tmp_path: Path, embedder, make_pdf: MakePdf) -> Path:  # type: ignore[no-untyped-def]
    make_pdf(tmp_path / "papers" / "eins.pdf", "Sprachcafe\nDas Sprachcafe findet jeden Dienstag in Velbert statt.")
    ingest([tmp_path / "papers"], tmp_path / "index", embedder, PUBLIC)
    return tmp_path / "index"


def texts(base: KnowledgeBase) -> list[str]:
    return [hit.passage.text for hit in base.search(Query("Sprachcafe"), 5)]


def test_a_restored_index_answers_as_the_one_that_was_backed_up(index: Path, tmp_path: Path, embedder) -> None:  # type: ignore[no-untyped-def]
    made = back_up(index, tmp_path / "kept" / "monday.tar")
    assert made.generation == 1
    held, aside = restore(tmp_path / "kept" / "monday.tar", tmp_path / "other")
    assert (held.files, aside) == (made.files, None)
    with KnowledgeBase.open(index, embedder) as before, KnowledgeBase.open(tmp_path / "other", embedder) as after:
        assert texts(after) == texts(before) != []
        document = after.documents()[0].id
        assert after.file(document).read_bytes() == before.file(document).read_bytes()  # type: ignore[union-attr]


def test_a_running_reader_goes_on_through_backup_and_restore(
    index: Path, tmp_path: Path, embedder, make_pdf: MakePdf  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    with KnowledgeBase.open(index, embedder) as base:
        back_up(index, tmp_path / "one.tar.gz")
        make_pdf(tmp_path / "papers" / "eins.pdf", "Sprachcafe\nDas Sprachcafe ist jetzt am Freitag in Ratingen.")
        ingest([tmp_path / "papers"], index, embedder, PUBLIC)
        assert any("Freitag" in text for text in texts(base))
        _, aside = restore(tmp_path / "one.tar.gz", index, replace=True)
        assert aside is not None
        assert (aside / "ledger.sqlite").is_file()
        assert [("Dienstag" in text, "Freitag" in text) for text in texts(base)] == [(True, False)]


def test_a_restored_index_of_the_same_number_is_noticed(
    index: Path, tmp_path: Path, embedder, make_pdf: MakePdf  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    make_pdf(tmp_path / "others" / "zwei.pdf", "Sprachcafe\nDas andere Sprachcafe trifft sich in Haan.")
    ingest([tmp_path / "others"], tmp_path / "second", embedder, PUBLIC)
    back_up(tmp_path / "second", tmp_path / "second.tar")
    with KnowledgeBase.open(index, embedder) as base:
        assert any("Velbert" in text for text in texts(base))
        restore(tmp_path / "second.tar", index, replace=True)
        assert [("Haan" in text, "Velbert" in text) for text in texts(base)] == [(True, False)]


def test_an_index_is_published_to_again_after_it_was_brought_back(
    index: Path, tmp_path: Path, embedder, make_pdf: MakePdf  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    back_up(index, tmp_path / "one.tar")
    restore(tmp_path / "one.tar", tmp_path / "other")
    make_pdf(tmp_path / "papers" / "zwei.pdf", "Sprachcafe\nEin Sprachcafe gibt es auch in Langenfeld.")
    report = ingest([tmp_path / "papers"], tmp_path / "other", embedder, PUBLIC)
    assert (report.unchanged, report.documents) == (1, 2)


@pytest.mark.parametrize("part", [0.2, 0.7, 0.98])
def test_a_backup_that_broke_off_is_refused_and_changes_nothing(index: Path, tmp_path: Path, part: float) -> None:
    file = tmp_path / "one.tar"
    back_up(index, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole.rstrip(b"\0")) * part)])
    for action in (lambda: check(file), lambda: restore(file, tmp_path / "other")):
        with pytest.raises(KnowledgeBaseError) as raised:
            action()
        assert raised.value.key == "backup-damaged"
    assert not (tmp_path / "other").exists()
    assert not list(tmp_path.glob(".other.*"))


def test_one_changed_byte_is_found(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.tar"
    back_up(index, file)
    data = bytearray(file.read_bytes())
    data[data.index(b"%PDF") + 100] ^= 1
    file.write_bytes(data)
    with pytest.raises(KnowledgeBaseError) as raised:
        check(file)
    assert raised.value.key == "backup-damaged"
    assert ".pdf" in str(raised.value)


def test_members_that_lead_out_of_the_folder_are_refused(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.tar"
    with tarfile.open(file, "w") as archive:
        (tmp_path / "x").write_text("x")
        archive.add(tmp_path / "x", "../escaped")
    with pytest.raises(KnowledgeBaseError):
        restore(file, tmp_path / "inner" / "other")
    assert not (tmp_path / "inner" / "escaped").exists()


def test_another_backup_is_replaced_only_by_a_whole_one(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.tar"
    back_up(index, file)
    before = file.read_bytes()
    with write_lock(index), pytest.raises(KnowledgeBaseError) as raised:
        back_up(index, file)
    assert raised.value.key == "index-locked"
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("*.partial"))


def test_the_list_of_blocked_persons_comes_back_and_never_replaces_a_newer_one(index: Path, tmp_path: Path) -> None:
    block(index, "Erika Muster", date(2026, 1, 2))
    back_up(index, tmp_path / "one.tar")
    restore(tmp_path / "one.tar", tmp_path / "other")
    assert [one.value for one in blocks(tmp_path / "other")] == ["Erika Muster"]
    assert path_of(tmp_path / "other").stat().st_mode & 0o077 == 0
    block(index, "Max Muster", date(2026, 1, 3))
    restore(tmp_path / "one.tar", index, replace=True)
    assert len(blocks(index)) == 2
    assert not (index / "blocks.json").exists()


def test_an_index_in_the_way_is_left_alone_without_replace(index: Path, tmp_path: Path) -> None:
    back_up(index, tmp_path / "one.tar")
    with pytest.raises(KnowledgeBaseError) as raised:
        restore(tmp_path / "one.tar", index)
    assert raised.value.key == "restore-in-the-way"


def test_locks_and_half_written_files_stay_out_and_the_list_is_last(index: Path, tmp_path: Path) -> None:
    back_up(index, tmp_path / "one.tar")
    with tarfile.open(tmp_path / "one.tar") as archive:
        names = archive.getnames()
    assert names[-1] == LIST
    assert not [name for name in names if name.endswith(("lock", "-wal", "-shm"))]
    assert {"ledger.sqlite", "public/catalogue.sqlite"} <= set(names)


@pytest.mark.parametrize("name", ["missing.tar", "text.tar"])
def test_what_is_no_backup_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.tar").write_text("no archive")
    with pytest.raises(KnowledgeBaseError) as raised:
        restore(tmp_path / name, tmp_path / "other")
    assert name in str(raised.value)


def test_no_folder_is_made_where_no_index_is(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError) as raised:
        back_up(tmp_path / "nothing", tmp_path / "one.tar")
    assert raised.value.key == "no-index"
    assert not (tmp_path / "nothing").exists()
