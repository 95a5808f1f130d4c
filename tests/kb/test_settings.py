"""The settings told from their types: every one explained, the page up to date, the file one that loads."""

import re
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from kb.config import Config
from kb.config_file import load_config
from kb.settings import as_markdown, as_toml, settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "einstellungen.md"


def names(kind: Any, section: str = "") -> set[tuple[str, str]]:
    hints = get_type_hints(kind)
    found: set[tuple[str, str]] = set()
    for field in fields(kind):
        deeper = is_dataclass(hints[field.name])
        found |= names(hints[field.name], field.name) if deeper else {(section, field.name)}
    return found


def test_every_setting_but_secrets_is_explained_once() -> None:
    told = [(one.section, one.name) for one in settings()]
    assert len(told) == len(set(told))
    assert set(told) == names(Config) - {("llm", "api_key")}
    assert all(one.meaning and one.values for one in settings())


def test_the_page_is_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), "kiz config --markdown > docs/einstellungen.md"


def test_the_file_without_its_signs_of_comment_loads_as_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "kiz.toml"
    lines = as_toml().splitlines()
    file.write_text("\n".join(re.sub(r"^# (?=[a-z_]+ = )", "", line) for line in lines), encoding="utf-8")
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    assert len(tables) > 5
    loaded = load_config(file, {})
    for section, name in names(Config) - {("llm", "api_key")}:
        default = getattr(getattr(Config(), section) if section else Config(), name)
        value = getattr(getattr(loaded, section) if section else loaded, name)
        assert value == (tmp_path / default if isinstance(default, Path) else default), (section, name)


def test_a_choice_and_a_range_are_named() -> None:
    told = {(one.section, one.name): one.values for one in settings()}
    assert told["server", "audience"] == '"public" oder "internal"'
    assert told["server", "port"] == "Zahl von 1 bis 65535"


def test_the_file_is_safe_to_use_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "kiz.toml"
    file.write_text(as_toml(), encoding="utf-8")
    assert load_config(file, {}).server == Config().server


@pytest.mark.parametrize("word", ["KIZ_LLM_API_KEY", "[login]", "[contact]"])
def test_the_file_names_what_an_operator_looks_for(word: str) -> None:
    assert word in as_toml()
