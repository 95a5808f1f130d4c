"""The settings read from `kiz.toml` and the environment, once, at the edge: each value checked, and named where it is wrong.

The key of a language model is a secret and comes from the environment variable `KIZ_LLM_API_KEY` alone.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from kb.config import Config
from kb.errors import ConfigError

# Values outside these would only fail later, and less clearly.
RANGES: Mapping[str, tuple[float, float]] = {
    "server.port": (1, 65535),
    "ingest.timeout": (1, 86400),
    "ingest.workers": (0, 256),
    "ingest.memory_mb": (256, 1048576),
    "ingest.keep_days": (0, 36500),
    "ingest.keep_reports": (1, 36500),
    "questions.keep_days": (1, 3650),
    "feedback.keep_days": (1, 3650),
    "login.idle_minutes": (1, 10080),
    "login.max_hours": (1, 720),
    "limits.questions": (0, 100000),
    "limits.answers": (1, 64),
    "limits.waiting": (1, 10000),
    "limits.visits": (10, 100000),
    "limits.upload_mb": (1, 4096),
    "server.stop_seconds": (0, 3600),
    "log.slow_seconds": (0.1, 3600),
    "retention.uploads_days": (1, 3650),
    "retention.runs_days": (1, 3650),
    "retention.aside_days": (1, 36500),
    "fetch.timeout": (1, 3600),
    "fetch.deadline": (1, 86400),
    "fetch.delay": (0, 3600),
    "fetch.max_wait": (0, 86400),
    "fetch.max_mb": (1, 4096),
    "fetch.max_list_mb": (1, 1024),
    "fetch.retries": (0, 20),
    "fetch.redirects": (0, 20),
    "fetch.missing_runs": (1, 1000),
    "fetch.missing_days": (0, 3650),
    "fetch.full_days": (0, 3650),
    "fetch.overlap_hours": (0, 8760),
    "llm.timeout": (1, 3600),
    "llm.context_window": (1024, 10000000),
}
DEFAULT_FILE = Path("kiz.toml")


def load_config(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings from `file`, from `KIZ_CONFIG`, or from `kiz.toml` where there is one.

    :raises ConfigError: file named but missing, not TOML, unknown key, or value of a wrong type.
    """
    environment = os.environ if environment is None else environment
    named = file or (Path(environment["KIZ_CONFIG"]) if environment.get("KIZ_CONFIG") else None)
    if named is not None and not named.is_file():
        raise ConfigError("no-config-file", file=named)
    path = named or DEFAULT_FILE
    table: dict[str, Any] = {}
    if path.is_file():
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError("bad-config-file", file=path, why=error) from error
    secret = environment.get("KIZ_LLM_API_KEY", "")
    if "api_key" in table.get("llm", {}):
        raise ConfigError("secret-in-config", file=path)
    if secret:
        table.setdefault("llm", {})["api_key"] = secret
    config = cast(Config, _build(Config, table, path, ""))
    if "users" not in table.get("login", {}):
        # Accounts belong to this file: a command run in another folder must not see other ones.
        config = replace(config, login=replace(config.login, users=path.parent / config.login.users))
    return config


def _build(kind: type, table: Mapping[str, Any], file: Path, prefix: str) -> object:
    hints = get_type_hints(kind)
    known = [entry.name for entry in fields(kind) if entry.name != "api_key"]
    values: dict[str, object] = {}
    for key, value in table.items():
        name = f"{prefix}{key}"
        if key not in hints:
            raise ConfigError("unknown-config-key", file=file, key=name, known=", ".join(known))
        values[key] = _value(hints[key], value, file, name)
    return kind(**values)


def _value(hint: Any, value: Any, file: Path, name: str) -> object:
    if is_dataclass(hint):
        if not isinstance(value, dict):
            raise ConfigError("bad-config-value", file=file, key=name, value=value, expected="ein Abschnitt")
        return _build(cast(type, hint), value, file, f"{name}.")
    if get_origin(hint) is Literal:
        choices = get_args(hint)
        if value not in choices:
            raise ConfigError(
                "bad-config-value", file=file, key=name, value=value, expected=" oder ".join(map(str, choices))
            )
        return value
    if get_origin(hint) is tuple and isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return tuple(value)
    if hint == Path | None:
        return _value(Path, value, file, name) if value != "" else None
    if hint is Path and isinstance(value, str):
        return file.parent / value  # an absolute one stays what it is
    if name in RANGES and isinstance(value, (int, float)):
        low, high = RANGES[name]
        if not low <= value <= high:
            expected = f"eine Zahl von {low:g} bis {high:.0f}"
            raise ConfigError("bad-config-value", file=file, key=name, value=value, expected=expected)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if get_origin(hint) is None and isinstance(value, hint) and (hint is bool or not isinstance(value, bool)):
        return value
    names = {str: "ein Text", int: "eine ganze Zahl", float: "eine Zahl", bool: "true oder false", Path: "ein Pfad"}
    names[tuple[str, ...]] = "eine Liste von Texten"
    expected = names.get(hint, "ein anderer Wert")
    raise ConfigError("bad-config-value", file=file, key=name, value=value, expected=expected)
