"""Papers of the web on their way into the index: an OParl interface and a list of addresses, through the whole ingest."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.publish import Report, ingest, preview
from kb.config import FetchConfig, IngestConfig
from kb.errors import IngestError
from kb.model import Consultation, Document
from kb.store import KnowledgeBase

ONE = IngestConfig(workers=1, default_visibility="public")
SCHEMA = "https://schema.oparl.org/1.1/"


@pytest.fixture
def run(tmp_path: Path, near: FetchConfig, embedder: Any) -> Callable[..., Report]:
    return lambda *paths, **named: ingest(paths, tmp_path / "index", embedder, ONE, fetch=near, **named)


@pytest.fixture
def shown(tmp_path: Path, embedder: Any) -> Callable[[], dict[str, Document]]:
    """Titles of the published papers with their documents."""

    def shown() -> dict[str, Document]:
        with KnowledgeBase.open(tmp_path / "index", embedder) as base:
            return {document.title: document for document in base.documents()}

    return shown


@pytest.fixture
def page(tmp_path: Path, make_pdf: Callable[..., Path]) -> Callable[[str], bytes]:
    return lambda text: make_pdf(tmp_path / "made.pdf", text).read_bytes()


def town(site: Any, papers: list[dict[str, Any]]) -> str:
    body = {"id": f"{site.base}/body/1", "type": SCHEMA + "Body", "name": "Kreis", "paper": f"{site.base}/papers"}
    site.json("/body/1", body)
    site.json("/papers", {"data": papers, "links": {}, "pagination": {"totalElements": len(papers)}})
    return f"oparl+{site.base}/body/1"


def paper(site: Any, number: int, content: bytes, modified: str = "2026-02-01T10:00:00+01:00") -> dict[str, Any]:
    url = site.file(f"/files/{number}.pdf", content)
    return {
        "id": f"{site.base}/paper/{number}",
        "type": SCHEMA + "Paper",
        "body": f"{site.base}/body/1",
        "name": f"Konzept {number}",
        "reference": f"50/00{number}/2026",
        "date": "2026-01-15",
        "paperType": "Beschlussvorlage",
        "modified": modified,
        "mainFile": {
            "id": f"{site.base}/file/{number}", "type": SCHEMA + "File", "mimeType": "application/pdf",
            "accessUrl": url, "modified": modified,
        },
        "consultation": [{
            "id": f"{site.base}/consultation/{number}", "type": SCHEMA + "Consultation", "authoritative": True,
            "role": "Entscheidung", "organization": [],
            "meeting": {
                "id": f"{site.base}/meeting/1", "type": SCHEMA + "Meeting", "start": "2026-02-03T17:00:00+01:00",
                "organization": [{"id": f"{site.base}/o/1", "type": SCHEMA + "Organization", "name": "Sozialausschuss"}],
            },
        }],
    }  # fmt: skip


def test_papers_of_an_oparl_interface_come_with_what_it_says_of_them(
    site: Any, run: Callable[..., Report], shown: Any, page: Any
) -> None:
    address = town(site, [paper(site, 1, page("Ein Text.")), paper(site, 2, page("Ein anderer Text."))])
    report = run(address)
    assert (len(report.added), report.failed, report.notes) == (2, (), ())
    found = shown()
    assert set(found) == {"Konzept 1", "Konzept 2"}
    first = found["Konzept 1"]
    assert (first.reference, first.paper_type, str(first.date)) == ("50/001/2026", "Beschlussvorlage", "2026-01-15")
    assert [(step.organization, step.role, step.authoritative) for step in first.consultations] == [
        ("Sozialausschuss", "Entscheidung", True)
    ]
    assert isinstance(first.consultations[0], Consultation)
    assert first.origin == f"{site.base}/files/1.pdf"
    assert run(address).generation is None


def test_a_changed_paper_is_a_new_version_and_a_deleted_one_is_withdrawn(
    site: Any, run: Callable[..., Report], shown: Any, page: Any
) -> None:
    papers = [paper(site, number, page(f"Text Nummer {number}.")) for number in range(1, 7)]
    address = town(site, papers)
    run(address)
    ids = {title: document.id for title, document in shown().items()}
    papers[0] = paper(site, 1, page("Ein neuer Text."), "2026-03-01T10:00:00+01:00")
    papers[1] = {
        "id": papers[1]["id"], "type": SCHEMA + "Paper", "deleted": True, "modified": "2026-03-01T10:00:00+01:00",
    }  # fmt: skip
    town(site, papers)
    report = run(address)
    assert (report.changed, report.removed) == (("1.pdf",), 1)
    assert {title: document.id for title, document in shown().items()} == {
        title: name for title, name in ids.items() if title != "Konzept 2"
    }


def test_a_source_out_of_reach_withdraws_nothing_and_says_so(
    site: Any, run: Callable[..., Report], shown: Any, page: Any, reply: Any
) -> None:
    address = town(site, [paper(site, 1, page("Ein Text."))])
    run(address)
    for path in ("/body/1", "/papers"):
        site.put(path, reply(status=503))
    report = run(address)
    assert (report.removed, report.generation) == (0, None)
    assert report.notes or report.held
    assert set(shown()) == {"Konzept 1"}


def test_a_list_of_addresses_stands_beside_a_folder(
    site: Any, run: Callable[..., Report], shown: Any, page: Any, tmp_path: Path, make_pdf: Any
) -> None:
    make_pdf(tmp_path / "papers" / "eigenes.pdf", "Ein eigenes Papier.")
    listed = tmp_path / "addresses.toml"
    listed.write_text(f'[[address]]\nurl = "{site.file("/flyer.pdf", page("Ein Flyer."))}"\ntitle = "Der Flyer"\n')
    assert len(run(tmp_path / "papers", listed).added) == 2
    assert "Der Flyer" in shown()
    assert run(tmp_path / "papers").removed == 0  # the list was not asked
    assert run(tmp_path / "papers", listed).generation is None


def test_a_preview_fetches_and_publishes_nothing(
    site: Any, page: Any, tmp_path: Path, near: FetchConfig, run: Callable[..., Report]
) -> None:
    address = town(site, [paper(site, 1, page("Ein Text."))])
    assert preview([address], tmp_path / "index", ONE, fetch=near).added == ("1.pdf",)
    assert not (tmp_path / "index" / "ledger.sqlite").exists()
    before = len(site.asked)
    assert run(address).added == ("1.pdf",)
    assert not any(path.startswith("/files") for path in site.paths()[before:])


def test_a_source_that_was_never_reached_is_an_error_with_its_address(
    site: Any, run: Callable[..., Report], tmp_path: Path
) -> None:
    with pytest.raises(IngestError, match="127"):
        run(f"oparl+{site.base}/body/9")
    assert not (tmp_path / "index" / "ledger.sqlite").exists()
