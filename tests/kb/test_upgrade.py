"""Indexes, settings, accounts and notes that earlier states of the program wrote are opened, renewed and rolled back.

Each was written by that state's own code (`tests/kb/old/make.py`): two publications, the second with a new version of a
paper. Since then the embedding that ships with the program was trained anew: all have to be renewed first, which the next
ingest does by itself.
"""

from __future__ import annotations

import sqlite3
import tarfile
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.offers import Facets, browse
from ingest.publish import ingest, roll_back
from kb import feedback, questions
from kb.backup import back_up, check, restore
from kb.blocks import blocks
from kb.config import Config
from kb.config_file import load_config
from kb.embed import load_embedder
from kb.errors import KnowledgeBaseError
from kb.history import generations
from kb.ledger import FILE, SCHEMA
from kb.publication import repair
from kb.store import KnowledgeBase
from ui.accounts import matches, read_accounts

OLD = Path(__file__).parent / "old"
STATES = ("recipe-1", "recipe-3", "register-2", "offers", "desk")
# From here on, a publication that was made by that state can be taken back.
KEPT = STATES[2:]
ANSWER = "Eltern mit Kindern bis vier Jahren"


@pytest.fixture
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    """A copy of what a state left, with its settings."""
    with tarfile.open(OLD / f"{request.param}.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    return load_config(tmp_path / "kiz" / "kiz.toml", {})


def answer(config: Config, question: str = "Für wen ist das Programm Griffbereit?") -> str:
    embedder = load_embedder("builtin")
    with KnowledgeBase.open(config.index, embedder, "public") as base:
        return Assistant(base, config, embedder).ask(question).text


def files(config: Config) -> list[str]:
    with KnowledgeBase.open(config.index, load_embedder("builtin")) as base:
        return sorted(document.file for document in base.documents())


@pytest.mark.parametrize("old", STATES, indirect=True)
def test_an_index_that_has_to_be_renewed_first_says_so(old: Config) -> None:
    with pytest.raises(KnowledgeBaseError) as refused:
        KnowledgeBase.open(old.index, load_embedder("builtin"))
    assert refused.value.key == "other-embedding"
    assert "kiz repair" in refused.value.remedy


@pytest.mark.parametrize("old", STATES, indirect=True)
def test_what_was_published_is_shown_and_answers_once_it_is_renewed(old: Config) -> None:
    repair(old.index, load_embedder("builtin"))
    assert ANSWER in answer(old)
    assert files(old) == ["dienstplan.pdf", "griffbereit.pdf", "rucksack.pdf"]


@pytest.mark.parametrize("old", STATES, indirect=True)
def test_an_ingest_goes_on_from_there(old: Config) -> None:
    before = generations(old.index)[0].number
    report = ingest([old.corpus], old.index, load_embedder("builtin"), old.ingest)
    assert not report.failed
    assert not report.removed
    # Read anew where this release reads otherwise than that state; known by its bytes in any case.
    known = {*report.changed, *(Path(move.after).name for move in report.moved)}
    assert known == {"dienstplan.pdf", "griffbereit.pdf", "rucksack.pdf"}
    assert not report.added
    assert ANSWER in answer(old)
    assert files(old) == ["dienstplan.pdf", "griffbereit.pdf", "rucksack.pdf"]
    assert generations(old.index)[0].number >= before
    again = ingest([old.corpus], old.index, load_embedder("builtin"), old.ingest)
    assert again.generation is None
    assert again.unchanged == 3


@pytest.mark.parametrize("old", ["recipe-1"], indirect=True)
def test_what_an_older_reader_read_is_read_anew(old: Config) -> None:
    report = ingest([old.corpus], old.index, load_embedder("builtin"), old.ingest)
    assert sorted(report.changed) == ["dienstplan.pdf", "griffbereit.pdf", "rucksack.pdf"]


@pytest.mark.parametrize("old", KEPT, indirect=True)
def test_a_publication_of_that_state_can_be_taken_back(old: Config) -> None:
    repair(old.index, load_embedder("builtin"))
    number = roll_back(old.index, load_embedder("builtin"), old.ingest, 1)
    assert number == generations(old.index)[0].number
    assert files(old) == ["dienstplan.pdf", "griffbereit.pdf"]
    assert "bis drei Jahren" in answer(old)


@pytest.mark.parametrize("old", STATES[-1:], indirect=True)
def test_after_an_ingest_of_this_release_the_one_of_that_state_is_still_shown_again(old: Config) -> None:
    ingest([old.corpus], old.index, load_embedder("builtin"), old.ingest)  # the folder lies elsewhere now
    (old.corpus / "oeffentlich" / "rucksack.pdf").unlink()
    report = ingest([old.corpus], old.index, load_embedder("builtin"), old.ingest, confirmed=True)
    assert report.removed == 1
    roll_back(old.index, load_embedder("builtin"), old.ingest, 2)
    assert files(old) == ["dienstplan.pdf", "griffbereit.pdf", "rucksack.pdf"]


@pytest.mark.parametrize("old", STATES[-2:], indirect=True)
def test_what_people_said_is_still_there(old: Config) -> None:
    assert [one.text for one in questions.open_questions(old.index)] == ["Wer bezahlt den Bus?"]
    (said,) = feedback.given(old.index, date(2026, 11, 2), 90)
    assert (said.verdict, said.remark) == ("wrong", "Der Tag stimmt nicht.")


@pytest.mark.parametrize("old", ["desk"], indirect=True)
def test_accounts_open_the_door_as_before(old: Config) -> None:
    accounts = read_accounts(old.login.users)
    assert matches("Korrekt Pferd Batterie", accounts.users["erika"])
    assert not matches("falsch", accounts.users["erika"])
    assert set(accounts.tokens) == {"programm"}


@pytest.mark.parametrize("old", ["desk"], indirect=True)
def test_corrections_and_blocked_contacts_hold(old: Config) -> None:
    from ui.opening import open_knowledge

    assert [one.value for one in blocks(old.index)] == ["02051 999999"]
    repair(old.index, load_embedder("builtin"))
    with open_knowledge(old, "public") as base:
        page = browse(base, "", Facets(), today=date(2026, 11, 21))
    assert "Lesekreis" in {entry.offer.name for entry in page.entries}


@pytest.mark.parametrize("old", ["desk"], indirect=True)
def test_it_can_be_backed_up_and_brought_back(old: Config, tmp_path: Path) -> None:
    file = tmp_path / "index.tar.gz"
    repair(old.index, load_embedder("builtin"))
    back_up(old.index, file)
    assert check(file).generation == 3
    restore(file, tmp_path / "again")
    with KnowledgeBase.open(tmp_path / "again", load_embedder("builtin")) as base:
        assert len(base.documents()) == 3


@pytest.mark.parametrize("old", ["desk"], indirect=True)
def test_an_index_of_a_newer_program_is_refused_with_a_clear_word(old: Config) -> None:
    db = sqlite3.connect(old.index / FILE)
    db.execute(f"PRAGMA user_version={SCHEMA + 1}")
    db.close()
    with pytest.raises(KnowledgeBaseError) as refused:
        KnowledgeBase.open(old.index, load_embedder("builtin"))
    assert refused.value.key == "index-newer"
    with pytest.raises(KnowledgeBaseError) as refused:
        ingest([old.corpus], old.index, load_embedder("builtin"), old.ingest)
    assert refused.value.key == "index-newer"


def test_all_of_them_together_are_small() -> None:
    assert sum(file.stat().st_size for file in OLD.iterdir()) < 300_000
    assert {file.name.partition(".")[0] for file in OLD.glob("*.xz")} == set(STATES)


def test_a_settings_file_with_every_key_of_the_state_before_is_still_understood() -> None:
    config = load_config(OLD / "desk.toml", {})
    assert config.feedback.keep_days == 90
    assert config.log == Config().log  # what is new has its default
