import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from ingest.tesseract import Tesseract, languages
from kb.errors import IngestError

ROOT = Path(__file__).parents[2]
CALL = """
from PIL import Image
from ingest.tesseract import Tesseract
Tesseract(300, 60, "x.pdf", 1).words(Image.new("L", (10, 10)), "6")
"""


def program(folder: Path, script: str) -> None:
    file = folder / "tesseract"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def running(pid: int) -> bool:
    """Tell whether the process is there and no zombie that nobody has collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(met: object) -> bool:
    for _ in range(100):
        if met():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
def test_a_killed_worker_takes_its_tesseract_along(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    program(tmp_path, f"echo $$ > {pid}.part; mv {pid}.part {pid}; exec sleep 60")
    worker = subprocess.Popen(
        [sys.executable, "-c", CALL], cwd=ROOT, env=os.environ | {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    )
    try:
        assert until(pid.exists)
        child = int(pid.read_text())
        assert running(child)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert until(lambda: not running(child))


def test_a_run_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exec sleep 30")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    started = time.monotonic()
    with pytest.raises(IngestError) as caught:
        Tesseract(300, 0.2, "x.pdf", 7).words(Image.new("L", (10, 10)), "6")
    assert time.monotonic() - started < 10
    assert (caught.value.key, caught.value.about["file"], caught.value.about["page"]) == ("ocr-failed", "x.pdf", 7)


def test_it_runs_with_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "echo $OMP_THREAD_LIMIT >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(IngestError) as caught:
        Tesseract(300, 20, "x.pdf", 1).words(Image.new("L", (10, 10)), "6")
    assert caught.value.about["why"] == "1"


def test_the_words_of_its_table_are_returned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = "5\\t1\\t2\\t3\\t4\\t1\\t10\\t20\\t30\\t8\\t91.5\\tSatzung"
    program(tmp_path, f"printf 'level\\n4\\t1\\n{row}\\n'")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    (word,) = Tesseract(300, 20, "x.pdf", 1).words(Image.new("L", (10, 10)), "6")
    assert word == ("Satzung", 10, 20, 40, 28, 91.5, (2, 3), 4)


def test_where_it_is_not_installed_it_has_no_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert languages() == frozenset()
