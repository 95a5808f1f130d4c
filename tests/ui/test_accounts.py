import stat
import time
from pathlib import Path

import pytest

from kb.errors import ConfigError, KizError
from ui.accounts import (
    AccountFile,
    Accounts,
    hashed,
    matches,
    name_of,
    new_token,
    read_accounts,
    token_name,
    write_accounts,
)

PASSWORD = "Korrekt Pferd Batterie"


def test_a_password_matches_its_hash_and_no_other() -> None:
    stored = hashed(PASSWORD)
    assert stored.startswith("scrypt$15$8$3$")
    assert PASSWORD not in stored
    assert matches(PASSWORD, stored)
    assert not matches(PASSWORD + " ", stored)
    assert not matches("", stored)


def test_the_same_password_has_another_hash_each_time() -> None:
    assert hashed(PASSWORD) != hashed(PASSWORD)


def test_letters_count_not_the_way_a_keyboard_makes_them() -> None:
    assert matches("Schlu\u0308sselbundverwalter", hashed("Schl\u00fcsselbundverwalter"))


def test_an_account_that_is_not_there_takes_as_long_to_refuse() -> None:
    stored = hashed(PASSWORD)

    def seconds(known: str | None) -> float:
        began = time.process_time()
        assert not matches("falsches Kennwort", known)
        return time.process_time() - began

    there, gone = min(seconds(stored) for _ in range(3)), min(seconds(None) for _ in range(3))
    assert gone > there / 2


@pytest.mark.parametrize("stored", ["", "plain", "scrypt$15$8$3$x$y", PASSWORD])
def test_what_is_no_hash_lets_nobody_in(stored: str) -> None:
    assert not matches(PASSWORD, stored)


@pytest.mark.parametrize(("what", "by"), [("$15$", "$99$"), ("$15$", "$16$"), ("$15$", "$05$"), ("$8$", "$0$"), ("scrypt", "")])  # fmt: skip
def test_a_damaged_hash_lets_nobody_in(what: str, by: str) -> None:
    stored = hashed(PASSWORD)
    assert matches(PASSWORD, stored)
    assert not matches(PASSWORD, stored.replace(what, by, 1))
    assert not matches(PASSWORD, stored[:-9] + "=")


@pytest.mark.parametrize("password", ["", "kurz", "elf Zeichen", "x" * 257])
def test_a_password_has_a_length(password: str) -> None:
    with pytest.raises(KizError) as caught:
        hashed(password)
    assert caught.value.key == "bad-password"


@pytest.mark.parametrize("name", ["", " ", "zwei worte", "../x", 'a"b', "x" * 65, "-x", "a\nb", "[users]"])
def test_a_name_holds_no_character_that_means_something_elsewhere(name: str) -> None:
    with pytest.raises(KizError):
        name_of(name)


def test_names_are_the_same_in_small_and_large_letters() -> None:
    assert name_of(" Maria.Muster@kreis-musterland.de ") == "maria.muster@kreis-musterland.de"


def test_the_file_is_readable_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "users.toml"
    accounts = Accounts({"a@b.c": hashed(PASSWORD)}, {"p": new_token()[1]})
    write_accounts(file, accounts)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_accounts(file) == accounts
    assert [entry.name for entry in tmp_path.iterdir()] == ["users.toml"]


def test_a_group_that_may_read_still_may_after_a_change(tmp_path: Path) -> None:
    file = tmp_path / "users.toml"
    write_accounts(file, Accounts())
    file.chmod(0o640)
    write_accounts(file, Accounts({"a": hashed(PASSWORD)}))
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert read_accounts(file).users


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602, 0o660, 0o620])
def test_a_file_that_others_can_read_or_change_is_not_used(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "users.toml"
    write_accounts(file, Accounts())
    file.chmod(mode)
    with pytest.raises(ConfigError) as caught:
        read_accounts(file)
    assert caught.value.key == "open-users-file"


@pytest.mark.parametrize(
    "text", ["users = 3", '[users]\na = "klartext"', "[users]\na = 1", '[tokens]\na = "x"', "kein toml", "\x00"]
)
def test_a_file_that_is_no_list_of_accounts_lets_nobody_in(tmp_path: Path, text: str) -> None:
    file = tmp_path / "users.toml"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(ConfigError) as caught:
        read_accounts(file)
    assert caught.value.key == "bad-users-file"


def test_no_file_means_no_accounts(tmp_path: Path) -> None:
    assert read_accounts(tmp_path / "none.toml") == Accounts()


def test_a_change_of_the_file_is_noticed_and_a_lost_file_has_no_accounts(tmp_path: Path) -> None:
    file = tmp_path / "users.toml"
    kept = AccountFile(file)
    assert kept.now() == Accounts()
    for users in ({"a": hashed(PASSWORD)}, {"b": hashed(PASSWORD)}, {}):
        write_accounts(file, Accounts(users))
        assert kept.now().users == users
    file.unlink()
    assert kept.now() == Accounts()


def test_a_token_is_known_by_its_hash_alone() -> None:
    token, digest = new_token()
    assert token not in digest
    accounts = Accounts({}, {"eins": new_token()[1], "zwei": digest})
    assert token_name(token, accounts) == "zwei"
    assert token_name(token[:-1], accounts) is None
    assert token_name(digest, accounts) is None
    assert token_name("", accounts) is None
