"""Which errors are the disk's."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from kb.disk import disk_error


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG, errno.EACCES])
def test_a_disk_that_takes_nothing_is_named_with_its_folder_and_what_to_do(tmp_path: Path, number: int) -> None:
    found = disk_error(OSError(number, os.strerror(number)), tmp_path)
    assert found is not None
    assert found.key == "read-only"
    assert str(tmp_path) in str(found)
    assert os.strerror(number) in str(found)


@pytest.mark.parametrize(
    "text",
    [
        "error returned from database: (code: 13) database or disk is full",
        "IoError: No space left on device (os error 28)",
    ],
)
def test_other_libraries_say_it_in_their_own_words(tmp_path: Path, text: str) -> None:
    assert disk_error(ValueError(text), tmp_path) is not None


@pytest.mark.parametrize("error", [OSError(errno.ENOENT, "gone"), ValueError("bad magic"), sqlite3.Error("malformed")])
def test_damage_is_not_the_disks(tmp_path: Path, error: Exception) -> None:
    assert disk_error(error, tmp_path / "not" / "there") is None
