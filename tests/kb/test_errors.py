import ast
from pathlib import Path
from string import Formatter

import pytest

from kb.errors import KizError
from kb.wording import wording

ROOT = Path(__file__).parents[2]
CODE = [f for p in ("kb", "ingest", "assistant", "ui", "evaluation") for f in (ROOT / p).rglob("*.py")]


def raised() -> list[tuple[str, str, set[str]]]:
    """Every ``SomethingError("key", name=...)`` in the code: where, key, names given."""
    found = []
    for file in [*CODE, ROOT / "app.py", ROOT / "cli.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            key = node.args[0].value
            if name in {"KizError", "ConfigError", "IngestError", "KnowledgeBaseError", "AssistantError"}:
                given = {k.arg for k in node.keywords if k.arg}
                spread = any(k.arg is None for k in node.keywords)
                found.append((f"{file.name}:{node.lineno}", key, {"*"} if spread else given))
    return found


def test_every_error_raised_has_words_and_gets_the_values_they_need() -> None:
    words = wording("errors")
    assert len(raised()) > 15
    for where, key, given in raised():
        assert key in words, f"{where}: no wording for {key}"
        needed = {n for text in words[key].values() for _, n, _, _ in Formatter().parse(text) if n}
        assert "*" in given or needed <= given, f"{where}: {key} needs {needed - given}"


@pytest.mark.parametrize("key", sorted(wording("errors")))
def test_every_error_says_what_happened_and_what_to_do(key: str) -> None:
    entry = wording("errors")[key]
    assert entry["message"].endswith((".", ".)", "{why}"))
    assert entry["remedy"].endswith(".")


def test_an_error_reads_as_message_and_remedy() -> None:
    error = KizError("no-such-file", file="a.pdf")
    assert str(error) == "Die Datei a.pdf gibt es nicht. Bitte den Pfad prüfen."
