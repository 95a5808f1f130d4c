"""Every language of the page says what the German one says."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from assistant.question import detect
from ui import wording
from ui.wording import GERMAN_ONLY, LANGUAGES, examples, words

OTHERS = [code for code in LANGUAGES if code != "de"]
# What only the script itself has: letters that must turn up, and those of other scripts that may not.
SCRIPTS = {"ar": "\u0600-\u06ff", "fa": "\u0600-\u06ff", "uk": "\u0400-\u04ff", "ru": "\u0400-\u04ff"}


def table(code: str) -> dict[str, Any]:
    return tomllib.loads((files("ui.wording") / f"{code}.toml").read_text(encoding="utf-8"))


def blanks(said: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", said))


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_text_and_no_other(code: str) -> None:
    german, own = table("de"), table(code)
    texts = {name: set(section) for name, section in german.items() if name not in GERMAN_ONLY | {"examples"}}
    assert {name: set(section) for name, section in own.items() if name != "examples"} == texts


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_fills_the_same_blanks(code: str) -> None:
    german, own = table("de"), table(code)
    for name, section in own.items():
        for key, said in section.items() if name != "examples" else ():
            assert blanks(said) == blanks(german[name][key]), (name, key)
            assert bool(said) == bool(german[name][key]), (name, key)


@pytest.mark.parametrize(("code", "letters"), SCRIPTS.items())
def test_a_language_is_written_in_its_own_script(code: str, letters: str) -> None:
    for name, section in table(code).items():
        for key, said in section.items() if name != "examples" else ():
            assert not said or re.search(f"[{letters}]", said), (name, key)
    if code in ("ar", "fa"):
        # A comma or question mark of Latin writing stands on the wrong side of the word.
        assert not re.search(r"[\u0600-\u06ff] ?[,;?]", (files("ui.wording") / f"{code}.toml").read_text("utf-8"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_examples_are_asked_in_the_language_of_the_page(code: str) -> None:
    own = [example for example in examples(code) if example.topic]
    assert len(own) == 4
    assert {detect(example.text) for example in own} == {code}
    assert {example.language for example in own} == {code}
    assert all(detect(example.text) == example.language for example in examples(code))


def test_a_missing_text_is_told_with_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    torn = {**table("tr"), "ask": {"label": "Sorunuz"}}
    monkeypatch.setattr(wording, "_table", lambda code: torn if code == "tr" else table(code))
    wording._section.cache_clear()
    with pytest.raises(LookupError, match=r"tr\.toml, \[ask\]: button, hint, placeholder, plain"):
        words("ask", "tr")
    wording._section.cache_clear()


@pytest.mark.parametrize("code", ["xx", "", "../de"])
def test_there_is_no_language_but_those(code: str) -> None:
    with pytest.raises(LookupError):
        words("ask", code)


def test_what_staff_read_is_german_in_every_language() -> None:
    assert words("login", "tr") == words("login")
