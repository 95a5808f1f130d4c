from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ingest.render import PageImages
from ui.files import routes, visible


@pytest.fixture
def papers(house: Any, tmp_path: Path) -> Any:
    pdf = tmp_path / "geheim" / "x.pdf"
    pdf.parent.mkdir()
    house.paper(pdf)
    secret = house.document(id="intern1", visibility="internal")
    lost = house.document(id="weg")
    public = house.document(file="Über uns.pdf")
    return house.Papers(
        {public.id: (public, pdf), secret.id: (secret, pdf), lost.id: (lost, tmp_path / "nicht-da.pdf")}
    )


@pytest.fixture
def client(papers: Any) -> TestClient:
    app = FastAPI()
    app.include_router(routes(papers, PageImages()))
    return TestClient(app)


def test_a_public_paper_is_shown_in_the_browser(client: TestClient) -> None:
    answer = client.get("/files/d1a2b3.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "inline; filename*=utf-8''%C3%9Cber%20uns.pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_part_of_a_paper_can_be_asked_for(client: TestClient) -> None:
    answer = client.get("/files/d1a2b3.pdf", headers={"range": "bytes=0-3"})
    assert (answer.status_code, answer.content) == (206, b"%PDF")


def test_a_page_is_an_image(client: TestClient) -> None:
    answer = client.get("/pages/d1a2b3/3.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    [
        "/files/intern1.pdf",
        "/pages/intern1/1.png",
        "/files/weg.pdf",
        "/pages/weg/1.png",
        "/files/unbekannt.pdf",
        "/pages/d1a2b3/0.png",
        "/pages/d1a2b3/4.png",
        "/pages/d1a2b3/-1.png",
        "/pages/d1a2b3/٣.png",
        "/pages/d1a2b3/3.5.png",
        "/files/..%2F..%2Fetc%2Fpasswd.pdf",
        "/files/%2e%2e%2fgeheim%2fx.pdf",
        "/pages/..%2Fgeheim/1.png",
        "/files/d1a2b3%00.pdf",
        "/files/.pdf",
        "/files/" + "a" * 5000 + ".pdf",
    ],
)
def test_whatever_is_not_to_be_seen_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_staff_see_internal_papers_too(papers: Any) -> None:
    assert visible(papers, "intern1") is None
    papers.audience = "internal"
    found = visible(papers, "intern1")
    assert found is not None and found[0].id == "intern1"


def test_a_paper_that_is_no_pdf_has_no_page(client: TestClient, papers: Any) -> None:
    papers.file("d1a2b3").write_bytes(b"kein PDF")
    assert client.get("/pages/d1a2b3/1.png").status_code == 404
