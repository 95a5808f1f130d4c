"""What is opened to be asked, with a file of corrections that is not there yet or cannot be used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb.config import OffersConfig
from kb.errors import ConfigError
from ui.opening import open_assistant


def test_corrections_that_are_not_written_yet_stop_no_answer(building: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers.toml"
    assistant = open_assistant(replace(building.config, offers=OffersConfig(file)), "public")
    with assistant.kb:
        assert assistant.ask("Was ist Griffbereit?").answered
        file.write_text('[[offer]]\noffer = "Chor"\nnew = true\ntime = "freitags"\n', encoding="utf-8")
        assert [row.offer for row in assistant.kb.overrides.current().rows] == ["Chor"]


def test_corrections_that_cannot_be_used_are_told_before_anybody_asks(building: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers.toml"
    file.write_text("[[offer]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"offers\.toml"):
        open_assistant(replace(building.config, offers=OffersConfig(file)), "public")
