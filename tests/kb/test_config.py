from pathlib import Path

import pytest

from kb.config_file import load_config
from kb.errors import ConfigError


def config_file(folder: Path, text: str) -> Path:
    file = folder / "kiz.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_values_come_from_the_file_and_paths_are_relative_to_it(tmp_path: Path) -> None:
    config = load_config(config_file(tmp_path, 'index = "lager"\n[server]\nport = 8080\n'), {})
    assert config.index == tmp_path / "lager"
    assert config.server.port == 8080
    assert config.server.host == "127.0.0.1"


def test_the_environment_names_the_file_and_holds_the_secret(tmp_path: Path) -> None:
    file = config_file(tmp_path, '[llm]\nbase_url = "http://localhost:1/v1"\nmodel = "m"\n')
    config = load_config(None, {"KIZ_CONFIG": str(file), "KIZ_LLM_API_KEY": "geheim"})
    assert config.llm.enabled
    assert config.llm.api_key == "geheim"
    assert "geheim" not in repr(config)


@pytest.mark.parametrize(
    ("text", "key", "named"),
    [
        ("prot = 1", "unknown-config-key", "prot"),
        ("[server]\nprot = 1", "unknown-config-key", "server.prot"),
        ('[server]\nport = "viele"', "bad-config-value", "server.port"),
        ("[server]\nport = true", "bad-config-value", "server.port"),
        ('[server]\naudience = "alle"', "bad-config-value", "server.audience"),
        ("[server]\nport = 70000", "bad-config-value", "server.port"),
        ('[server]\nproxies = "10.0.0.1"', "bad-config-value", "eine Liste von Texten"),
        ("[server]\nproxies = [10]", "bad-config-value", "server.proxies"),
        ("[limits]\nquestions = -1", "bad-config-value", "limits.questions"),
        ("[login]\nidle_minutes = 0", "bad-config-value", "login.idle_minutes"),
        ("[pages]\nimprint = 1", "bad-config-value", "ein Pfad"),
        ("[ingest]\ntimeout = -3", "bad-config-value", "ingest.timeout"),
        ("[fetch]\ndelay = -1", "bad-config-value", "fetch.delay"),
        ('[fetch]\nrobots = "nein"', "bad-config-value", "true oder false"),
        ("[fetch]\nuser_agent = 1", "unknown-config-key", "fetch.user_agent"),
        ("server = 3", "bad-config-value", "server"),
        ("title = ", "bad-config-file", "kiz.toml"),
        ('[llm]\napi_key = "x"', "secret-in-config", "kiz.toml"),
    ],
)
def test_a_mistake_is_named_with_the_file_and_field(tmp_path: Path, text: str, key: str, named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(config_file(tmp_path, text), {})
    assert caught.value.key == key
    assert named in str(caught.value)


def test_the_list_of_synonyms_is_a_path_beside_the_file_or_none(tmp_path: Path) -> None:
    assert load_config(config_file(tmp_path, "")).search.synonyms is None
    assert load_config(config_file(tmp_path, '[search]\nsynonyms = ""\n'), {}).search.synonyms is None
    given = load_config(config_file(tmp_path, '[search]\nsynonyms = "eigene.toml"\n'), {}).search
    assert given.synonyms == tmp_path / "eigene.toml"
    with pytest.raises(ConfigError, match=r"search\.synonyms"):
        load_config(config_file(tmp_path, "[search]\nsynonyms = 3\n"), {})


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"fehlt\.toml"):
        load_config(tmp_path / "fehlt.toml", {})


def test_the_shipped_settings_are_valid() -> None:
    shipped = Path(__file__).parents[2] / "kiz.toml"
    assert load_config(shipped, {}).embedding.model == "builtin"


def test_accounts_lie_beside_the_settings_unless_they_say_otherwise(tmp_path: Path) -> None:
    assert load_config(config_file(tmp_path, ""), {}).login.users == tmp_path / "users.toml"
    named = load_config(config_file(tmp_path, '[login]\nusers = "geheim/konten.toml"\n'), {})
    assert named.login.users == tmp_path / "geheim" / "konten.toml"
    absolute = load_config(config_file(tmp_path, '[login]\nusers = "/etc/kiz/konten.toml"\n'), {})
    assert absolute.login.users == Path("/etc/kiz/konten.toml")


def test_a_list_of_addresses_is_read_as_such(tmp_path: Path) -> None:
    config = load_config(config_file(tmp_path, '[server]\nproxies = ["10.0.0.1", "::1"]\n'), {})
    assert config.server.proxies == ("10.0.0.1", "::1")
    assert load_config(config_file(tmp_path, "[server]\nproxies = []\n"), {}).server.proxies == ()
