"""What is made of pip-audit's report."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from evaluation import audit

GOOD = {"name": "httpx", "version": "0.28.1", "vulns": []}
BAD = {"name": "pypdf", "version": "6.0", "vulns": [{"id": "GHSA-1", "fix_versions": ["7.1"]}]}
UNKNOWN = {"name": "torch", "skip_reason": "Dependency not found on PyPI"}


def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: Any) -> tuple[int, str]:
    """The exit code and what was printed where pip-audit answers so."""

    def run(command: Any, **_: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        stdout = json.dumps({"dependencies": answer}) if isinstance(answer, list) else ""
        return subprocess.CompletedProcess(command, 1, stdout, answer if isinstance(answer, str) else "")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr("sys.argv", ["audit"])
    return audit.main(), capsys.readouterr().out


def test_a_known_vulnerability_fails_and_is_named(monkeypatch: Any, capsys: Any) -> None:
    code, out = said(monkeypatch, capsys, [GOOD, BAD, UNKNOWN])
    assert code == 1
    assert "pypdf 6.0: GHSA-1 (fixed in 7.1)" in out and "not known to the service: torch" in out


def test_none_known_is_good(monkeypatch: Any, capsys: Any) -> None:
    code, out = said(monkeypatch, capsys, [GOOD])
    assert (code, "NOT DONE" in out) == (0, False)
    assert "1 packages asked about, 0 known" in out


@pytest.mark.parametrize(
    "answer",
    [
        [UNKNOWN, UNKNOWN],
        "ConnectionError: [Errno -2] Name or service not known",
        subprocess.TimeoutExpired("pip-audit", 90),
        "",
    ],
)
def test_where_nobody_could_be_asked_it_says_so_and_never_that_all_is_well(
    monkeypatch: Any, capsys: Any, answer: Any
) -> None:
    code, out = said(monkeypatch, capsys, answer)
    assert code == 0
    assert "NOT DONE" in out and "0 known" not in out
