"""What the command line says where it is not understood."""

from __future__ import annotations

import pytest

from ui.arguments import parser
from ui.usage import in_german


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["ask"], "Es fehlt: FRAGE. „kiz ask --help“ erklärt"),
        (["asj"], "„asj“ gibt es bei BEFEHL nicht. Möglich: ingest,"),
        (["serve", "--port", "abc"], "Bei --port gehört eine Zahl hin, nicht „abc“."),
        (["search", "x", "--limit", "0"], "--limit"),
        (["serve", "--port"], "Hinter --port fehlt eine Angabe."),
        (["status", "x"], "Das ist hier nicht bekannt: x."),
        (["offers", "--all", "--past"], "--past und --all gehen nicht zusammen."),
        (["user", "drop"], "„drop“ gibt es bei add|list|remove|password nicht."),
    ],
)
def test_what_is_wrong_is_told_in_german_with_the_way_to_the_help(
    line: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(line)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert told in said
    assert said.startswith("Aufruf: kiz")
    assert "--help“ erklärt, was möglich ist.\n" in said


def test_the_help_has_no_english_headings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["ingest", "--help"])
    said = capsys.readouterr().out
    assert "diese Hilfe zeigen" in said
    assert not {word for word in ("usage:", "positional", "options:", "show this") if word in said}


def test_words_of_a_later_argparse_stay_as_they_are() -> None:
    assert in_german("something new") == "something new"
