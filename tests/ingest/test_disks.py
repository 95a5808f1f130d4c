"""A disk that is full or may not be written: said so, with a remedy, and nothing that was published is harmed."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.errors import KnowledgeBaseError
from kb.store import KnowledgeBase
from tests.ingest.disturbed import NTH, WITHDRAWN, Office, answers, generation, leftovers, read_anew, same

# Where a run writes files itself; SQLite, tantivy and Chroma meet the limit of the file's size, or a small disk.
WRITING = (
    "reading-keep", "file-copy", "words-begin", "words-link", "report", "archive-begin", "archive-keep", "archive-prune",
    "disk-write", "disk-text", "disk-rename", "disk-replace", "disk-copy", "disk-unlink", "words-settle",
)  # fmt: skip


def unharmed(office: Office, index: Path, running: KnowledgeBase) -> None:
    """What was published or is now is answered; the next run, with room again, finishes."""
    state = office.states["ingest"]
    assert office.error == "read-only", office.text
    assert str(index) in office.text
    assert "Bitte Platz schaffen" in office.text
    published = generation(index) > generation(state.index)
    assert same(answers(running), state.becomes if published else state.was)
    assert same(read_anew(index, state.old), state.becomes if published else state.was)
    assert office.run("ingest", index) == 0
    assert same(answers(running), state.becomes)
    assert same(read_anew(index, state.old), state.becomes)
    assert leftovers(index, state.old, WITHDRAWN) == []


@pytest.mark.parametrize("step", WRITING)
def test_a_disk_that_is_full_at_a_step_is_named_and_harms_nothing(office: Office, step: str) -> None:
    index = office.copy(f"full-{step}")
    with KnowledgeBase.open(index, office.embedder) as running:
        assert office.run("ingest", index, step, "before", NTH.get(step, 1), full=True) == 1
        unharmed(office, index, running)


@pytest.mark.parametrize("most", [0, 1_000, 30_000, 120_000, 150_000])
def test_files_that_may_not_grow_are_named_and_harm_nothing(office: Office, most: int) -> None:
    index = office.copy(f"most-{most}")
    with KnowledgeBase.open(index, office.embedder) as running:
        assert office.run("ingest", index, most=most) == 1
        unharmed(office, index, running)


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mount something on a new folder, and give it further options then."""
    mounted: list[Path] = []

    def mount(*arguments: str, then: str = "") -> Path:
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        commands = [["mount", *arguments, str(folder)], ["mount", "-o", then, str(folder)]]
        for command in commands if then else commands[:1]:
            if shutil.which("mount") is None or subprocess.run(command, check=False, capture_output=True).returncode:
                pytest.skip("needs the right to mount a small disk")
            mounted.append(folder)
        return folder

    yield mount
    for folder in dict.fromkeys(reversed(mounted)):
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("free", [0, 40_000, 150_000, 400_000])
def test_a_small_disk_that_runs_full_is_named_and_harms_nothing(
    office: Office, mount: Callable[..., Path], free: int
) -> None:
    index = mount("-t", "tmpfs", "-o", "size=64m", "none") / "index"
    shutil.copytree(office.before, index)
    with KnowledgeBase.open(index, office.embedder) as running:
        disk = os.statvfs(index)
        (index.parent / "other").write_bytes(b"x" * (disk.f_bavail * disk.f_frsize - free))
        assert office.run("ingest", index) == 1
        (index.parent / "other").unlink()
        unharmed(office, index, running)


def test_a_disk_that_may_not_be_written_is_named_while_a_running_reader_answers_on(
    office: Office, mount: Callable[..., Path]
) -> None:
    index = office.copy("not-to-be-written")
    with KnowledgeBase.open(index, office.embedder) as running:
        frozen = mount("--bind", str(index), then="remount,bind,ro")
        assert office.run("ingest", frozen) == 1
        office.text = office.text.replace(str(frozen), str(index))
        unharmed(office, index, running)


def test_a_reader_that_starts_on_a_disk_that_may_not_be_written_says_so(
    office: Office, mount: Callable[..., Path]
) -> None:
    frozen = mount("--bind", str(office.before), then="remount,bind,ro")
    with pytest.raises(KnowledgeBaseError, match="Rechte prüfen") as caught:
        KnowledgeBase.open(frozen, office.embedder)
    assert caught.value.key == "read-only"
