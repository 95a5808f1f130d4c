"""`kiz user`, `kiz token`, `kiz feedback`, as an operator types them."""

import csv
import io
import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import cli
from kb.feedback import Feedback, give
from ui.accounts import matches, read_accounts, token_name

PASSWORD = "Korrekt Pferd Batterie"


class Operator:
    """Types commands in a folder with a `kiz.toml`; `said` is what came out."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.config = folder / "kiz.toml"
        self.config.write_text("")
        self.users = folder / "users.toml"
        self.monkeypatch, self.capsys, self.said = monkeypatch, capsys, ""

    def types(self, *words: str, typed: str = "") -> int:
        self.monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
        code = cli.main(["--config", str(self.config), *words])
        out, err = self.capsys.readouterr()
        self.said = out + err
        return code


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Operator:
    return Operator(tmp_path, monkeypatch, capsys)


def test_an_account_is_added_beside_the_settings_listed_changed_and_removed(operator: Operator) -> None:
    assert operator.types("user", "add", "Maria.Muster", typed=PASSWORD) == 0
    assert stat.S_IMODE(operator.users.stat().st_mode) == 0o600
    assert matches(PASSWORD, read_accounts(operator.users).users["maria.muster"])
    assert PASSWORD not in operator.said
    assert operator.types("user", "list", "--json") == 0
    assert json.loads(operator.said) == {"names": ["maria.muster"]}
    assert operator.types("user", "password", "maria.muster", typed="Ein ganz anderes Kennwort") == 0
    assert not matches(PASSWORD, read_accounts(operator.users).users["maria.muster"])
    assert operator.types("user", "remove", "maria.muster") == 0
    assert read_accounts(operator.users).users == {}
    assert operator.types("user", "list") == 0
    assert "Keine Konten" in operator.said


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("user", "add", "a"), PASSWORD, "gibt es schon"),
        (("user", "add", "b"), "kurz", "12 bis 256 Zeichen"),
        (("user", "add", "zwei worte"), PASSWORD, "geht nicht als Name"),
        (("user", "add"), PASSWORD, "geht nicht als Name"),
        (("user", "remove", "b"), "", "gibt es nicht"),
        (("user", "password", "b"), PASSWORD, "gibt es nicht"),
        (("token", "remove", "b"), "", "gibt es nicht"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(
    operator: Operator, words: tuple[str, ...], typed: str, said: str
) -> None:
    operator.types("user", "add", "a", typed=PASSWORD)
    before = operator.users.read_text()
    assert operator.types(*words, typed=typed) == 1
    assert said in " ".join(operator.said.split())
    assert operator.users.read_text() == before


def test_a_token_is_shown_once_and_kept_as_a_hash(operator: Operator) -> None:
    operator.types("user", "add", "a", typed=PASSWORD)
    assert operator.types("token", "add", "fach", "--json") == 0
    token = json.loads(operator.said)["token"]
    assert token not in operator.users.read_text()
    assert token_name(token, read_accounts(operator.users)) == "fach"
    assert operator.types("token", "add", "fach") == 1
    operator.types("token", "list")
    assert "fach" in operator.said and token not in operator.said
    assert operator.types("token", "remove", "fach") == 0
    assert token_name(token, read_accounts(operator.users)) is None
    assert list(read_accounts(operator.users).users) == ["a"]


def test_what_readers_said_is_listed_and_exported(operator: Operator) -> None:
    index = operator.config.parent / "lager"
    index.mkdir()
    assert operator.types("feedback", "--index", str(index)) == 0
    assert "Keine Rückmeldungen" in operator.said
    today = datetime.now(UTC).date()
    give(index, Feedback(today, "wrong", "public", "de", '=HYPERLINK("http://e")', (("d1", 3),), "Wer, bitte?"), 90)
    assert operator.types("feedback", "--index", str(index)) == 0
    assert "falsch" in operator.said and "d1, S. 3" in operator.said and "Wer, bitte?" in operator.said
    assert operator.types("feedback", "--json", "--index", str(index)) == 0
    (entry,) = json.loads(operator.said)["feedback"]
    assert (entry["verdict"], entry["sources"], entry["day"]) == ("wrong", [["d1", 3]], today.isoformat())
    assert operator.types("feedback", "--csv", "--index", str(index)) == 0
    head, row = csv.reader(io.StringIO(operator.said))
    assert dict(zip(head, row, strict=True))["remark"].startswith("'=HYPERLINK")
    assert row[-2:] == ["Wer, bitte?", "d1#3"]


@pytest.mark.parametrize(
    ("accounts", "audience", "audiences", "link", "said"),
    [
        (False, "public", ("public", None), False, "kiz user add"),
        (True, "public", ("public", "internal"), False, "Für Mitarbeitende"),
        (False, "internal", ("public", "internal"), True, "/intern/login?key="),
    ],
)
def test_serving_opens_the_internal_papers_only_where_somebody_may_see_them(
    operator: Operator,
    building: Any,
    accounts: bool,
    audience: str,
    audiences: tuple[str, str | None],
    link: bool,
    said: str,
) -> None:
    import app

    served: list[Any] = []
    opened: list[Any] = []

    def serve(assistant: Any, config: Any, announce: Any, staff: Any, door: Any) -> None:
        announce("http://127.0.0.1:7860")
        served.append((assistant.kb.audience, staff and staff.kb.audience, bool(door and door.link)))
        opened.extend(filter(None, (assistant, staff)))

    operator.monkeypatch.setattr(app, "serve", serve)
    if accounts:
        operator.types("user", "add", "a", typed=PASSWORD)
    assert operator.types("serve", "--index", str(building.config.index), "--audience", audience) == 0
    for one in opened:  # not before what is made ready beside the questions has ended
        one.kb.close()
    assert served == [(*audiences, link)]
    assert said in operator.said
    assert all(len(line) < 200 for line in operator.said.splitlines())
