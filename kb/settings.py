"""The settings for readers: every one with its default, range and meaning, told from the types of `kb.config`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kb.config import Config
from kb.config_file import RANGES
from kb.wording import wording

# Secrets come from the environment and have no place in a file.
_SECRET = "api_key"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `section` ("" at the top), `name`, default as TOML, what values it takes, what it means."""

    section: str
    name: str
    default: str
    values: str
    meaning: str


def settings() -> Iterator[Setting]:
    """Yield all settings in the order of a `kiz.toml`.

    :raises KeyError: a setting without a meaning in `kb/wording/settings.de.toml`.
    """
    yield from _of(Config, "", top=True)
    for field in fields(Config):
        kind = get_type_hints(Config)[field.name]
        if is_dataclass(kind):
            yield from _of(kind, field.name)


def _of(kind: Any, section: str, *, top: bool = False) -> Iterator[Setting]:
    hints = get_type_hints(kind)
    meanings = wording("settings")[section or "top"]
    for field in fields(kind):
        hint = hints[field.name]
        if field.name == _SECRET or (top and is_dataclass(hint)):
            continue
        yield Setting(
            section, field.name, _toml(field.default), _values(section, field.name, hint), meanings[field.name]
        )


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if value is None:
        return '""'
    return f'"{value}"' if isinstance(value, (str, Path)) else str(value)


def _values(section: str, name: str, hint: Any) -> str:
    words = wording("settings")["values"]
    if get_origin(hint) is Literal:
        return words["or"].join(f'"{choice}"' for choice in get_args(hint))
    if limits := RANGES.get(f"{section}.{name}"):
        return words["range"].format(low=f"{limits[0]:g}", high=f"{limits[1]:.0f}")
    if get_origin(hint) is tuple:
        return str(words["texts"])
    known = {str: "text", bool: "bool", int: "number", float: "number", Path: "path"}
    return str(words[known.get(hint, "path")])


def as_toml() -> str:
    """Return a `kiz.toml` with every setting commented out at its default, each explained."""
    words = wording("settings")
    lines = [f"# {words['head']['file']}"]
    section = ""
    for setting in settings():
        if setting.section != section:
            section = setting.section
            lines += ["", f"[{section}]", f"# {words[section]['about']}"]
        lines += ["", f"# {setting.meaning} ({setting.values})", f"# {setting.name} = {setting.default}"]
    return "\n".join(lines) + "\n"


def as_markdown() -> str:
    """Return the settings as the page `docs/einstellungen.md`."""
    words = wording("settings")
    lines = [f"# {words['head']['title']}", "", words["head"]["page"]]
    section = None
    for setting in settings():
        if setting.section != section:
            section = setting.section
            title = f"`[{section}]`" if section else words["head"]["top"]
            lines += ["", f"## {title}", ""]
            lines += [words[section]["about"], ""] if section else []
            lines += [words["head"]["row"], "|---|---|---|---|"]
        lines.append(f"| `{setting.name}` | `{setting.default}` | {setting.values} | {setting.meaning} |")
    return "\n".join(lines) + "\n"
