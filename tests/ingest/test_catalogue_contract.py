"""What an index does wherever its catalogue lies: in SQLite's files in its folder, or in a PostgreSQL database."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from ingest.publish import ingest, roll_back
from kb.backup import back_up, restore
from kb.catalogue import INTERNAL_IDS
from kb.catalogue_move import move_catalogue
from kb.catalogue_place import FILE, LEFT, CataloguePlace, catalogue_place, put_catalogue_place
from kb.config import IngestConfig
from kb.errors import KnowledgeBaseError
from kb.history import generations
from kb.ledger import Ledger
from kb.model import Query
from kb.publication import publication, repair
from kb.questions import OpenQuestion, forget, note, open_questions, settle
from kb.soundness import missing
from kb.store import KnowledgeBase
from kb.tables import PASSAGE
from tests.conftest import FakeEmbedder
from tests.ingest.disturbed import wait
from tests.ingest.towns import index_towns
from tests.postgres import PASSWORD, Server

MakePdf = Callable[..., Path]
PUBLIC = IngestConfig(default_visibility="public", workers=1)
TOWNS = ("Velbert", "Ratingen", "Haan")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory, make_pdf: MakePdf, embedder: FakeEmbedder) -> Path:
    """A folder of papers, and beside it an index of them in its own folder."""
    folder = tmp_path_factory.mktemp("pristine")
    index_towns(folder, TOWNS, make_pdf, embedder, PUBLIC)
    return folder


@pytest.fixture
def papers(pristine: Path) -> Path:
    """The folder of papers as it was when the index was made."""
    shutil.rmtree(pristine / "papers")
    return shutil.copytree(pristine / "copy", pristine / "papers")


@pytest.fixture
def embedded(tmp_path: Path, pristine: Path) -> Path:
    """The index of those papers in its own folder."""
    return shutil.copytree(pristine / "index", tmp_path / "index")


@pytest.fixture(params=["folder", "postgresql"])
def index(request: pytest.FixtureRequest, embedded: Path) -> Path:
    """The same index, its catalogue where the parameter says."""
    if request.param == "postgresql":
        assert move_catalogue(embedded, request.getfixturevalue("postgres").url).compared == len(TOWNS) + 1
    return embedded


@pytest.fixture
def served(embedded: Path, postgres: Server) -> Path:
    """The same index, its catalogue in PostgreSQL."""
    move_catalogue(embedded, postgres.url)
    return embedded


def found(base: KnowledgeBase, text: str = "Sprachcafe trifft sich", **filters: object) -> list[tuple[int, str]]:
    return [(hit.passage.id, hit.passage.text) for hit in base.search(Query(text, **filters), 20)]  # type: ignore[arg-type]


def texts(index: Path, embedder: FakeEmbedder, audience: str = "public", **filters: object) -> str:
    with KnowledgeBase.open(index, embedder, audience) as base:  # type: ignore[arg-type]
        return " ".join(text for _, text in found(base, **filters))


def everything(index: Path, embedder: FakeEmbedder) -> list[object]:
    """All that readers can ask of an index."""
    with KnowledgeBase.open(index, embedder) as base:
        documents = base.documents()
        return [
            documents,
            base.count(),
            [base.passages(each.id) for each in documents],
            [base.page(each.id, 1) for each in documents],
            [base.evidence(each.id) for each in documents],
            [base.places(each.id) for each in documents],
            [base.versions(each.id) for each in documents],
            base.offers(),
            base.contacts(),
            found(base),
            found(base, past=True),
            [generation.number for generation in generations(index)],
        ]


def test_papers_are_added_changed_withdrawn_and_taken_back(
    index: Path, papers: Path, embedder: FakeEmbedder, make_pdf: MakePdf
) -> None:
    make_pdf(papers / "neu.pdf", "Sprachcafe Hilden\nDas Sprachcafe trifft sich in Hilden.")
    make_pdf(papers / "1.pdf", "Sprachcafe Mettmann\nDas Sprachcafe trifft sich in Mettmann.")
    (papers / "2.pdf").unlink()
    report = ingest([papers], index, embedder, PUBLIC, confirmed=True)
    assert report.documents == 4
    asked = ("Hilden", "Mettmann", "Ratingen", "Haan")
    shown = texts(index, embedder)
    assert [name in shown for name in asked[:2]] == [True, True]
    roll_back(index, embedder, PUBLIC)
    assert [name in texts(index, embedder) for name in asked] == [False, False, True, True]
    roll_back(index, embedder, PUBLIC)
    assert texts(index, embedder) == shown
    assert missing(index, embedder.dimension) == {"words": 0, "vectors": 0}


def test_internal_papers_have_numbers_of_their_own_and_citizens_see_none(index: Path, embedder: FakeEmbedder) -> None:
    assert "Personalplan" not in texts(index, embedder)
    with KnowledgeBase.open(index, embedder, "internal") as base:
        numbers = {passage.id: each.visibility for each in base.documents() for passage in base.passages(each.id)}
    assert {number >= INTERNAL_IDS for number, whose in numbers.items() if whose == "internal"} == {True}
    assert {number >= INTERNAL_IDS for number, whose in numbers.items() if whose == "public"} == {False}


def test_numbers_of_passages_that_are_gone_are_not_given_again(index: Path, embedder: FakeEmbedder) -> None:
    given = []
    for _ in range(2):
        with publication(index, embedder) as work:
            document = next(d for d in work.published().documents.values() if "Haan" in d.title)
            passages = work.shards["public"].catalogue.passages_of(document.id, work.base)
            ids = work.shards["public"].register.add(document, "recipe", [], [], passages, work.number)
            given.append(ids[0])
            newest = max(work.shards["public"].catalogue.shown(work.number).ids)
            assert newest == ids[0]
        # The block ended without a publication: the next writer takes the rows back.
    assert given[1] > given[0]


def test_a_publication_that_broke_off_leaves_no_trace(index: Path, embedder: FakeEmbedder) -> None:
    before = everything(index, embedder)
    with publication(index, embedder) as work:
        document = next(iter(work.published().documents.values()))
        work.end(document.id, "withdrawn")
    assert everything(index, embedder) == before
    with publication(index, embedder):
        pass
    assert everything(index, embedder) == before


def test_of_a_withdrawn_paper_no_row_is_left(index: Path, papers: Path, embedder: FakeEmbedder) -> None:
    ingest([papers], index, embedder, PUBLIC, confirmed=True)
    (papers / "2.pdf").unlink()
    ingest([papers], index, embedder, PUBLIC, confirmed=True)
    with publication(index, embedder) as work:
        register = work.shards["public"].register
        rows = [row.row for row in register.rows()]
        assert rows
        assert not any("Haan" in register.entries(row)[0] for row in rows)
        assert len(register.passages_in(rows)) == register._rows(select(func.count()).select_from(PASSAGE))[0][0]
        assert {place.path.rpartition("/")[2] for place, _, until in register.all_places() if until is None} == {
            "0.pdf",
            "1.pdf",
        }


def test_only_one_may_write(index: Path, embedder: FakeEmbedder) -> None:
    with publication(index, embedder), pytest.raises(KnowledgeBaseError) as raised, publication(index, embedder):
        pass
    assert raised.value.key == "index-locked"


def test_what_could_not_be_read_is_on_record_once(index: Path, papers: Path, embedder: FakeEmbedder) -> None:
    (papers / "kaputt.pdf").write_bytes(b"%PDF-1.4 nothing")
    for _ in range(2):
        ingest([papers], index, embedder, PUBLIC, confirmed=True)
    with publication(index, embedder) as work:
        assert [Path(failure.path).name for failure in work.published().failures] == ["kaputt.pdf"]


def test_repair_builds_the_indexes_anew_from_the_catalogue(index: Path, embedder: FakeEmbedder) -> None:
    before = texts(index, embedder)
    repair(index, embedder)
    assert texts(index, embedder) == before


def test_readers_beside_a_writer_meet_no_error(
    index: Path, papers: Path, embedder: FakeEmbedder, make_pdf: MakePdf
) -> None:
    ended, errors, answers = threading.Event(), [], []
    base = KnowledgeBase.open(index, embedder)

    def read() -> None:
        while not ended.is_set():
            try:
                answers.append(len(found(base)))
            except Exception as error:  # whatever it is, it is the finding
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        make_pdf(papers / "neu.pdf", "Sprachcafe Hilden\nDas Sprachcafe trifft sich in Hilden.")
        ingest([papers], index, embedder, PUBLIC, confirmed=True)
    finally:
        ended.set()
        for reader in readers:
            reader.join()
        base.close()
    assert errors == []
    assert set(answers) <= {len(TOWNS) + 1, len(TOWNS) + 2}  # before and after, internal papers among them


def test_a_backup_comes_back_into_a_folder(index: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    note(index, ASKED, 90)
    made = back_up(index, tmp_path / "one.tar")
    held, _ = restore(tmp_path / "one.tar", tmp_path / "other")
    assert held.files == made.files
    assert catalogue_place(tmp_path / "other") is None
    assert everything(tmp_path / "other", embedder) == everything(index, embedder)
    assert open_questions(tmp_path / "other") == (ASKED,)


def schemas_of(place: CataloguePlace | None, server: Server) -> int:
    assert place is not None
    return int(server.psql(f"SELECT count(*) FROM pg_namespace WHERE starts_with(nspname, '{place.schema}')"))


def test_a_backup_that_replaces_an_index_leaves_nothing_of_it_in_the_database(
    served: Path, papers: Path, postgres: Server, tmp_path: Path, embedder: FakeEmbedder, make_pdf: MakePdf
) -> None:
    back_up(served, tmp_path / "one.tar")
    kept, place = everything(served, embedder), catalogue_place(served)
    assert schemas_of(place, postgres) == 3
    make_pdf(papers / "neu.pdf", "Sprachcafe Hilden\nDas Sprachcafe trifft sich in Hilden.")
    ingest([papers], served, embedder, PUBLIC)
    replaced = everything(served, embedder)
    with KnowledgeBase.open(served, embedder) as running:
        assert running.generation.number == 2
        _, aside = restore(tmp_path / "one.tar", served, replace=True)
        assert running.generation.number == 1
        assert "Hilden" not in " ".join(text for _, text in found(running))
    assert schemas_of(place, postgres) == 0
    assert aside is not None and catalogue_place(aside) is None
    assert everything(aside, embedder) == replaced
    assert everything(served, embedder) == kept


def test_a_backup_comes_back_while_the_database_is_away_and_what_it_keeps_is_told(
    served: Path, postgres: Server, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    back_up(served, tmp_path / "one.tar")
    kept = everything(served, embedder)
    place = catalogue_place(served)
    postgres.stop()
    try:
        _, aside = restore(tmp_path / "one.tar", served, replace=True)
        assert everything(served, embedder) == kept
        assert aside is not None and catalogue_place(aside) == place
    finally:
        postgres.start()
    assert everything(aside, embedder) == kept
    move_catalogue(aside, None)
    assert schemas_of(place, postgres) == 0


ASKED = OpenQuestion("Gibt es einen Schwimmkurs?", "de", "public", date(2026, 11, 21))


def test_questions_without_an_answer_are_kept_once_and_forgotten(index: Path) -> None:
    old = OpenQuestion("Wo ist das Freibad?", "de", "public", date(2026, 8, 1))
    for question in (old, ASKED, ASKED):
        note(index, question, 365)
    assert open_questions(index) == (ASKED, old)
    forget(index, ASKED.asked, 90)
    assert open_questions(index) == (ASKED,)
    settle(index, [ASKED])
    assert open_questions(index) == ()


def test_an_index_of_a_newer_program_is_refused(index: Path, embedder: FakeEmbedder) -> None:
    with closing(Ledger(index, create=True)) as ledger:
        ledger._db.put_version(99)
    with pytest.raises(KnowledgeBaseError) as raised:
        texts(index, embedder)
    assert raised.value.key == "index-newer"
    with pytest.raises(KnowledgeBaseError), publication(index, embedder):
        pass


# Moving


def test_the_move_there_and_back_changes_nothing_and_a_running_reader_goes_along(
    embedded: Path, postgres: Server, embedder: FakeEmbedder, papers: Path
) -> None:
    ingest([papers], embedded, embedder, PUBLIC, confirmed=True)
    note(embedded, ASKED, 90)
    before = everything(embedded, embedder)
    with KnowledgeBase.open(embedded, embedder) as base:
        answer = found(base)
        move_catalogue(embedded, postgres.url)
        assert (found(base), base._current().shards[0].catalogue._db.server) == (answer, True)
        assert everything(embedded, embedder) == before
        assert open_questions(embedded) == (ASKED,)
        assert not [path for path in embedded.rglob("*.sqlite*") if path.name != "chroma.sqlite3"]
        schema = catalogue_place(embedded).schema  # type: ignore[union-attr]
        move_catalogue(embedded, postgres.url)
        assert catalogue_place(embedded).schema != schema  # type: ignore[union-attr]
        assert found(base) == answer
        move_catalogue(embedded, None)
        assert (found(base), base._current().shards[0].catalogue._db.server) == (answer, False)
    assert everything(embedded, embedder) == before
    assert open_questions(embedded) == (ASKED,)
    assert schemas(postgres, schema) == []
    assert not (embedded / FILE).exists()
    assert not (embedded / LEFT).exists()


def schemas(server: Server, begin: str = "kiz_") -> list[str]:
    told = server.psql("SELECT nspname FROM pg_namespace")
    return [name for name in told.splitlines() if name.startswith(begin)]


def test_a_copy_that_is_not_the_same_is_not_switched_to(
    embedded: Path, postgres: Server, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kb import catalogue_copy

    before, there = everything(embedded, embedder), schemas(postgres)
    plain = catalogue_copy._plain

    def careless(*arguments: Any) -> list[dict[str, Any]]:
        return [
            {**row, "text": row["text"].replace("Haan", "Hahn")} if "pieces" in row else row
            for row in plain(*arguments)
        ]

    monkeypatch.setattr(catalogue_copy, "_plain", careless)
    with pytest.raises(KnowledgeBaseError) as raised:
        move_catalogue(embedded, postgres.url)
    assert raised.value.key == "catalogue-differs"
    assert catalogue_place(embedded) is None
    assert everything(embedded, embedder) == before
    assert schemas(postgres) == there


def test_a_move_that_broke_off_after_the_switch_is_finished_by_the_next_writer(
    embedded: Path, postgres: Server, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kb import catalogue_move

    before = everything(embedded, embedder)
    with monkeypatch.context() as broken:
        broken.setattr(catalogue_move, "settle_moves", lambda _: None)
        move_catalogue(embedded, postgres.url)
        first = catalogue_place(embedded)
        assert first is not None
        assert (embedded / "ledger.sqlite").is_file()
        assert everything(embedded, embedder) == before
    with publication(embedded, embedder):
        pass
    assert not (embedded / "ledger.sqlite").exists()
    with monkeypatch.context() as broken:
        broken.setattr(catalogue_move, "settle_moves", lambda _: None)
        move_catalogue(embedded, None)
    assert everything(embedded, embedder) == before
    assert schemas(postgres, first.schema) != []
    with publication(embedded, embedder):
        pass
    assert schemas(postgres, first.schema) == []
    assert everything(embedded, embedder) == before


def test_a_nul_in_a_paper_moves_no_stretch(embedded: Path, postgres: Server, embedder: FakeEmbedder) -> None:
    with closing(sqlite3.connect(embedded / "public" / "catalogue.sqlite")) as catalogue:
        catalogue.execute("UPDATE passage SET text = replace(text, 'trifft', 'tri' || char(0) || 'ft')")
        catalogue.commit()
    move_catalogue(embedded, postgres.url)
    with KnowledgeBase.open(embedded, embedder) as base:
        shown = [passage.text for each in base.documents() for passage in base.passages(each.id)]
    assert any("tri\ufffdft sich" in text for text in shown)


def test_a_wrong_password_is_named_and_changes_nothing(
    embedded: Path, postgres: Server, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(embedded, embedder)
    monkeypatch.setenv("PGPASSWORD", "falsch")
    with pytest.raises(KnowledgeBaseError) as raised:
        move_catalogue(embedded, postgres.url)
    assert raised.value.key == "database-refused"
    assert everything(embedded, embedder) == before


def test_the_password_may_stand_in_a_file(
    embedded: Path, postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{postgres.port}:kiz:kiz:{PASSWORD}\n")
    file.chmod(0o600)
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv("PGPASSFILE", str(file))
    move_catalogue(embedded, postgres.url)
    assert PASSWORD not in (embedded / FILE).read_text()
    move_catalogue(embedded, None)


def test_without_psycopg_the_address_says_what_to_install(embedded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(KnowledgeBaseError) as raised:
        move_catalogue(embedded, "postgresql://kiz@127.0.0.1:1/kiz")
    assert raised.value.key == "no-psycopg"


# A server that goes and comes


def test_a_running_reader_says_that_the_server_is_away_and_goes_on_when_it_is_back(
    served: Path, postgres: Server, embedder: FakeEmbedder
) -> None:
    with KnowledgeBase.open(served, embedder) as base:
        before = found(base)
        postgres.stop()
        try:
            with pytest.raises(KnowledgeBaseError) as raised:
                found(base)
        finally:
            postgres.start()
        assert raised.value.key == "database-away"
        assert found(base) == before
        postgres.stop()
        postgres.start()
        assert found(base) == before  # nobody noticed


def test_a_writer_that_lost_its_connection_has_lost_the_publication(
    served: Path, postgres: Server, embedder: FakeEmbedder
) -> None:
    before = everything(served, embedder)
    with pytest.raises(KnowledgeBaseError) as raised, publication(served, embedder) as work:
        work.end(next(iter(work.published().documents)), "withdrawn")
        postgres.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'kiz %'")
        work.publish({})
    assert raised.value.key == "database-away"
    assert everything(served, embedder) == before
    with publication(served, embedder) as work:
        work.publish({"again": 1})
    assert [one.number for one in generations(served)] == [2, 1]


def apart(*arguments: object) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.ingest.apart", *map(str, arguments)]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_processes_read_while_a_writer_is_killed_and_another_publishes(
    served: Path, papers: Path, embedder: FakeEmbedder, make_pdf: MakePdf, tmp_path: Path
) -> None:
    before = everything(served, embedder)
    readers = [apart("read", served, tmp_path / "until") for _ in range(2)]
    wait(lambda: len(list(tmp_path.glob("reading-*"))) == 2, 120)
    with apart("die", served) as writer:
        assert (writer.wait(60), writer.communicate()) == (-signal.SIGKILL, ("", ""))
    assert everything(served, embedder) == before
    make_pdf(papers / "neu.pdf", "Sprachcafe Hilden\nDas Sprachcafe trifft sich in Hilden.")
    ingest([papers], served, embedder, PUBLIC, confirmed=True)
    (tmp_path / "until").touch()
    assert [reader.communicate(timeout=60) for reader in readers] == [(f"{len(TOWNS)} {len(TOWNS) + 1}\n", "")] * 2


def test_a_writer_on_another_machine_is_kept_out_by_the_database(
    served: Path, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    other = shutil.copytree(served, tmp_path / "other-machine")  # the lock of the folder does not reach there
    with publication(served, embedder), pytest.raises(KnowledgeBaseError) as raised, publication(other, embedder):
        pass
    assert raised.value.key == "index-locked"
    assert "kiz " in str(raised.value)


def test_a_role_that_may_only_read_is_enough_to_answer(
    served: Path, postgres: Server, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(served, embedder)
    place = catalogue_place(served)
    assert place is not None
    postgres.psql("CREATE ROLE leser LOGIN PASSWORD 'lesend'")
    for schema in (place.schema, f"{place.schema}_public"):
        postgres.psql(
            f"GRANT USAGE ON SCHEMA {schema} TO leser; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO leser"
        )
    monkeypatch.setenv("PGPASSWORD", "lesend")
    put_catalogue_place(served, CataloguePlace(place.url.replace("kiz@", "leser@"), place.schema))
    assert texts(served, embedder) == before
    with pytest.raises(KnowledgeBaseError) as raised:
        texts(served, embedder, "internal")
    assert raised.value.key == "database-refused"
