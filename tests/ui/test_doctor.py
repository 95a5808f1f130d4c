"""`kiz doctor` on sound, broken and badly guarded installations."""

from __future__ import annotations

import http.server
import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.publish import ingest
from kb.catalogue_move import move_catalogue
from kb.config import (
    Config,
    ContactConfig,
    IngestConfig,
    LlmConfig,
    LoginConfig,
    OffersConfig,
    PagesConfig,
    ServerConfig,
)
from kb.embed import load_embedder
from kb.server_place import ServerPlace, put_place
from kb.vectors import ChromaVectors
from kb.wording import wording
from tests.postgres import Server
from ui import doctor
from ui.doctor import Finding, examine

MakePdf = Callable[..., Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, make_pdf: MakePdf) -> Path:
    folder = tmp_path_factory.mktemp("doctor")
    make_pdf(folder / "papers" / "eins.pdf", "Sprachcafe\nDas Sprachcafe findet jeden Dienstag statt.")
    ingest([folder / "papers"], folder / "index", load_embedder(), IngestConfig(default_visibility="public"))
    return folder


@pytest.fixture
def config(made: Path, tmp_path: Path) -> Config:
    shutil.copytree(made / "index", tmp_path / "index")
    page = tmp_path / "page.md"
    page.write_text("# Impressum", encoding="utf-8")
    return Config(
        index=tmp_path / "index",
        corpus=made / "papers",
        contact=ContactConfig("KIZ", "02104 99", ""),
        pages=PagesConfig(page, page, page),
        login=LoginConfig(users=tmp_path / "users.toml"),
    )


def found(config: Config, *levels: str) -> set[str]:
    return {one.key for one in examine(config) if one.level in (levels or ("warning", "fault"))}


def test_a_sound_installation_has_no_faults(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "languages", lambda: frozenset({"deu"}))
    assert found(config) == set()
    assert {"published", "whole", "space", "tesseract"} <= found(config, "ok")


def test_lost_words_and_vectors_are_told_with_their_number(config: Config) -> None:
    base = next((config.index / "public").glob("build-*/vectors"))
    with sqlite3.connect(config.index / "ledger.sqlite") as db:
        ((space,),) = db.execute("SELECT space FROM generation").fetchall()
    vectors = ChromaVectors(base, space, load_embedder().dimension, writable=True)
    vectors.delete(vectors.ids())
    vectors.close()
    (fault,) = [one for one in examine(config) if one.level == "fault"]
    assert (fault.key, fault.about["vectors"], fault.about["words"]) == ("words", 1, 0)
    assert "kiz repair" in fault.remedy()


def test_a_catalogue_in_a_database_is_looked_at_where_it_is(config: Config, postgres: Server) -> None:
    move_catalogue(config.index, postgres.url)
    try:
        assert {"catalogue-server", "published", "whole"} <= found(config, "ok")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PGPASSWORD", "falsch")
            (fault,) = [one for one in examine(config) if one.level == "fault"]
    finally:
        move_catalogue(config.index, None)
    assert postgres.url in fault.message()


def test_a_broken_database_is_named(config: Config) -> None:
    path = config.index / "public" / "catalogue.sqlite"
    path.write_bytes(b"no database" * 1000)
    faults = [one for one in examine(config) if one.level == "fault"]
    assert [str(path) in one.message() for one in faults] == [True]


def test_a_lost_copy_of_a_paper_is_named(config: Config) -> None:
    next((config.index / "public" / "files").glob("*.pdf")).unlink()
    assert found(config, "fault") == {"files"}


def test_no_index_is_a_fault(config: Config, tmp_path: Path) -> None:
    assert found(replace(config, index=tmp_path / "none"), "fault") == {"no-index"}
    assert not (tmp_path / "none").exists()


def test_an_open_door_to_internal_papers_is_a_fault(config: Config) -> None:
    server = ServerConfig(host="0.0.0.0", audience="internal")
    assert "internal-open" in found(replace(config, server=server), "fault")
    assert "internal-open" not in found(replace(config, server=replace(server, host="127.0.0.1")), "fault")


def test_a_login_header_believed_from_everybody_is_a_fault(config: Config) -> None:
    login = replace(config.login, header="X-Remote-User")
    assert "header-from-all" in found(replace(config, login=login), "fault")
    assert "header-from-all" not in found(replace(config, login=replace(login, header_from=("10.0.0.1",))), "fault")


def test_internal_papers_that_every_account_reads_are_told(config: Config) -> None:
    config.index.chmod(0o755)
    (config.index / "internal").chmod(0o755)
    assert "others-read" in found(config)
    (config.index / "internal").chmod(0o750)
    assert "others-read" not in found(config)


def test_a_new_index_closes_its_internal_folder(made: Path) -> None:
    assert (made / "index" / "internal").stat().st_mode & 0o007 == 0


def test_missing_tesseract_contact_and_pages_are_warned_of(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "languages", frozenset)
    bare = replace(config, contact=ContactConfig(), pages=PagesConfig(), server=ServerConfig(host="0.0.0.0"))
    assert found(bare) == {"no-tesseract", "no-contact", "no-pages", "no-proxies"}


@pytest.fixture
def model() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/v1/models" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_language_model_is_asked_whether_it_is_there(config: Config, model: str) -> None:
    there = replace(config, llm=LlmConfig(f"{model}/v1", "m"))
    assert "model" in found(there, "ok")
    assert "model-silent" in found(replace(config, llm=LlmConfig(f"{model}/v2", "m")), "fault")


def test_every_finding_has_words() -> None:
    keys = wording("doctor").keys() - {"sum", "ago"}
    source = Path(doctor.__file__).read_text(encoding="utf-8")
    assert {key for key in keys if f'"{key}"' not in source} == set()
    assert Finding("ok", "space", {"free": "1.0", "path": "x"}).message()


def test_a_port_that_another_program_holds_is_told(config: Config) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        other.settimeout(0)  # it says nothing, and hangs up
        taken = replace(config, server=ServerConfig(port=other.getsockname()[1]))
        monkey = [one for one in _with_patience(taken) if one.key in ("port-taken", "running")]
    assert [one.key for one in monkey] == ["port-taken"]


def _with_patience(config: Config) -> list[Finding]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doctor, "PATIENCE", 0.2)
        return list(doctor._port(config))


def test_a_file_of_corrections_that_is_broken_or_missing_is_told(config: Config, tmp_path: Path) -> None:
    missing = replace(config, offers=OffersConfig(tmp_path / "fehlt.toml"))
    assert "no-corrections" in found(missing, "hint")
    broken = tmp_path / "offers.toml"
    broken.write_text("[[offer]\n", encoding="utf-8")
    assert "error" in found(replace(config, offers=OffersConfig(broken)))


def test_behind_a_web_server_on_another_machine_its_address_is_asked_for(config: Config) -> None:
    assert "no-proxies" in found(replace(config, server=ServerConfig(host="0.0.0.0")))
    known = ServerConfig(host="0.0.0.0", proxies=("10.0.0.5",))
    assert "no-proxies" not in found(replace(config, server=known))


def test_an_index_that_cannot_be_written_is_told(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: False)
    assert "read-only" in found(config)


def test_a_database_that_another_account_made_is_named(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    of_root = config.index / "public" / "catalogue.sqlite"
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: Path(path) != of_root)
    (fault,) = [one for one in examine(config) if one.level == "fault"]
    assert (fault.key, str(of_root) in fault.message(), fault.remedy().endswith(f"kiz {config.index}.")) == (
        "read-only", True, True,
    )  # fmt: skip


def test_what_this_account_may_not_open_is_not_called_damaged(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    def closed(*_: object) -> None:
        raise PermissionError(13, "Keine Berechtigung", str(config.index))

    with monkeypatch.context() as patch:
        patch.setattr(doctor.sqlite3, "connect", refused)
        assert "database" not in found(config)
    monkeypatch.setattr(doctor, "has_ledger", closed)
    (fault,) = [one for one in examine(config) if one.level == "fault"]
    assert (fault.key, str(config.index) in fault.message()) == ("no-access", True)


def test_a_server_of_vectors_that_is_down_is_told_with_a_remedy_of_its_own(config: Config) -> None:
    for folder in config.index.glob("*/build-*/vectors"):
        put_place(folder, ServerPlace("http://127.0.0.1:1", "kiz"))
    (fault,) = [one for one in examine(config) if one.level == "fault"]
    assert "http://127.0.0.1:1" in fault.message()
    assert "erreichbar" in fault.remedy()
    assert fault.remedy() not in fault.message()


@pytest.mark.parametrize(("days", "when"), [(0, "heute"), (1, "gestern"), (30, "vor 30 Tagen"), (200, "200 Tage alt")])
def test_the_day_of_the_publication_is_told_as_people_say_it(config: Config, days: int, when: str) -> None:
    with sqlite3.connect(config.index / "ledger.sqlite") as ledger:
        day = datetime.now(UTC) - timedelta(days=days, hours=1)
        ledger.execute("UPDATE generation SET published = ?", (day.isoformat(),))
    ledger.close()
    assert [when in one.message() for one in examine(config) if one.key in ("published", "old")] == [True]
