"""The ledger: made whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kb import ledger
from kb.errors import KnowledgeBaseError


def test_a_ledger_whose_making_was_broken_off_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class KilledError(BaseException):
        pass

    def killed(*arguments: object, **named: object) -> None:
        raise KilledError

    monkeypatch.setattr(ledger, "ledger_prepared", killed)
    with pytest.raises(KilledError):
        ledger.Ledger(tmp_path, create=True)
    monkeypatch.undo()
    with pytest.raises(KnowledgeBaseError) as told:
        ledger.Ledger(tmp_path)
    assert told.value.key == "no-index"
    made = ledger.Ledger(tmp_path, create=True)
    made.publish(1, "space", 1, {})
    assert made.number() == 1
    assert ledger.Ledger(tmp_path).number() == 1


def test_readers_ask_once_for_a_while_and_see_what_is_published_here_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = ledger.Ledger(tmp_path, create=True)
    writer.publish(1, "space", 1, {})
    reader, asked, now = ledger.Ledger(tmp_path), [], [100.0]
    rows = ledger.Ledger._rows
    monkeypatch.setattr(ledger.Ledger, "_rows", lambda self, *what: (asked.append(what), rows(self, *what))[1])
    monkeypatch.setattr(ledger.time, "monotonic", lambda: now[0])
    assert [reader.lately() for _ in range(20)] == [1] * 20
    assert len(asked) == 1
    writer.publish(2, "space", 1, {})
    assert (reader.lately(), len(asked)) == (2, 2)
    with sqlite3.connect(tmp_path / ledger.FILE) as elsewhere:  # as another process does
        elsewhere.execute("INSERT INTO generation SELECT 3, published, space, build, summary FROM generation LIMIT 1")
    elsewhere.close()
    assert reader.lately() == 2
    now[0] += ledger.HOLDS
    assert reader.lately() == 3


def test_another_ledger_in_its_place_is_noticed_at_once(tmp_path: Path) -> None:
    for name, number in (("index", 7), ("other", 5)):
        ledger.Ledger(tmp_path / name, create=True).publish(number, "space", 1, {})
    reader = ledger.Ledger(tmp_path / "index")
    assert reader.lately() == 7
    (tmp_path / "index").rename(tmp_path / "aside")
    (tmp_path / "other").rename(tmp_path / "index")
    assert reader.lately() == 5
