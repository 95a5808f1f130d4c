"""Synonyms: a question is widened by what else its words are called."""

from pathlib import Path

import pytest

from kb.errors import ConfigError
from kb.german import analyse
from kb.synonyms import expand, load


def widened(question: str, path: Path | None = None) -> dict[str, float]:
    return expand(analyse(question), load(path))


def test_an_abbreviation_brings_the_words_it_stands_for() -> None:
    assert set(analyse("Bildung Teilhabe").stems) <= widened("Was ist BuT?").keys()


def test_a_term_of_several_words_brings_its_abbreviation() -> None:
    assert "but" in widened("Leistungen für Bildung und Teilhabe")


def test_the_same_words_apart_are_not_the_term() -> None:
    assert "bamf" not in widened("Amt für Flüchtlinge und Bund der Migration")


def test_words_asked_for_are_not_repeated_and_weights_stay_below_theirs() -> None:
    extra = widened("Kommunales Integrationszentrum")
    assert extra
    assert not extra.keys() & set(analyse("Kommunales Integrationszentrum").stems)
    assert all(0 < weight < 1 for weight in extra.values())


def test_a_question_of_other_words_is_left_alone() -> None:
    assert widened("Öffnungszeiten der Bücherei") == {}


def test_an_administrator_can_add_groups(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[group]]\nterms = ["Bücherei", "Bibliothek"]\nweight = 0.9\n', encoding="utf-8")
    assert widened("Bücherei", own) == {analyse("Bibliothek").stems[0]: 0.9}
    assert widened("BuT", own) == widened("BuT")


@pytest.mark.parametrize("content", ["[[group]", "[[group]]\nweight = 1\n", "x = 1\n"])
def test_a_file_that_is_no_list_is_named(tmp_path: Path, content: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"own\.toml"):
        load(own)


@pytest.mark.parametrize(
    ("content", "key", "said"),
    [
        ("[[group]\n", "bad-config-file", "line 1"),
        ('[[groups]]\nterms = ["a", "b"]\n', "synonyms-no-group", "groups"),
        ("group = 3\n", "synonyms-no-group", "[[group]]"),
        ('group = ["Kita"]\n', "synonyms-unknown-key", "Gruppe 1"),
        ('[[group]]\nterms = ["Kita", "Hort"]\n[[group]]\nwords = ["x"]\n', "synonyms-unknown-key", "Gruppe 2"),
        ('[[group]]\nterms = "Kita, Hort"\n', "synonyms-bad-terms", "Gruppe 1"),
        ('[[group]]\nterms = ["Kita"]\n', "synonyms-bad-terms", "zwei"),
        ('[[group]]\nterms = ["Kita", 3]\n', "synonyms-bad-terms", "Gruppe 1"),
        ('[[group]]\nterms = ["Kita", "die"]\n', "synonyms-silent-term", "„die“"),
        ('[[group]]\nterms = ["Kita", "Hort"]\nweight = 2\n', "synonyms-bad-weight", "2"),
        ('[[group]]\nterms = ["Kita", "Hort"]\nweight = true\n', "synonyms-bad-weight", "Gruppe 1"),
    ],
)
def test_what_is_wrong_with_a_list_is_said_with_its_group(tmp_path: Path, content: str, key: str, said: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(own)
    assert caught.value.key == key
    assert said in str(caught.value)
    assert "own.toml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml"):
        load(tmp_path / "none.toml")
