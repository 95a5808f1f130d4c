"""The ledger: made whole or not at all."""

from __future__ import annotations

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
