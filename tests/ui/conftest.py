"""A small paper whose quoted words are red, a fake assistant that cites them, and factories."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from kb.model import Answer, AnswerSentence, Audience, Box, Citation, Document

SIZE = (595.0, 842.0)
QUOTE = "Das Zentrum berät Eltern zu Kita und Schule."
# The quote runs over a line end on page 3: (text before it, quoted words, left, baseline from the top).
LINES = (
    ("Im Jahr 2020: ", "Das Zentrum berät Eltern", 70.0, 300.0),
    ("", "zu Kita und Schule.", 70.0, 316.0),
)
FONT, POINTS = "Helvetica", 12.0


def write_paper(path: Path) -> tuple[Box, ...]:
    """Write three pages; the quoted words on page 3 are red. Returns the words' boxes."""
    canvas = Canvas(str(path), pagesize=SIZE)
    for page in (1, 2, 3):
        canvas.setFont(FONT, POINTS)
        canvas.drawString(70, SIZE[1] - 80, f"Seite {page}")
        if page == 3:
            for before, quoted, left, top in LINES:
                start = left + stringWidth(before, FONT, POINTS)
                canvas.setFillColorRGB(0, 0, 0)
                canvas.drawString(left, SIZE[1] - top, before)
                canvas.setFillColorRGB(1, 0, 0)
                canvas.drawString(start, SIZE[1] - top, quoted)
        canvas.showPage()
    canvas.save()
    boxes = []
    for before, quoted, left, top in LINES:
        start = left + stringWidth(before, FONT, POINTS)
        # Helvetica: capitals and ascenders reach about .72 of the size, descenders .21.
        boxes.append(Box(start, top - 9.0, start + stringWidth(quoted, FONT, POINTS), top + 2.6))
    return tuple(boxes)


def make_document(**changes: Any) -> Document:
    document = Document(
        id="d1a2b3",
        version="0" * 64,
        file="konzept.pdf",
        title="Integrationskonzept",
        kind="Konzept",
        visibility="public",
        pages=3,
        date=date(2021, 3, 12),
        issuer="Kreis Mettmann",
    )
    return replace(document, **changes)


def make_citation(n: int = 1, document: Document | None = None, **changes: Any) -> Citation:
    citation = Citation(
        n=n,
        document=document or make_document(),
        page=3,
        quote=QUOTE,
        boxes=((3, Box(70, 290, 200, 302)),),
        passage=1,
        start=0,
        end=len(QUOTE),
    )
    return replace(citation, **changes)


def make_answer(*citations: Citation, **changes: Any) -> Answer:
    cited = citations or (make_citation(),)
    sentences = tuple(AnswerSentence(citation.quote, (citation.n,)) for citation in cited)
    text = "\n".join(f"{sentence.text} [{sentence.citations[0]}]" for sentence in sentences)
    return replace(Answer(True, "de", "offer", text, sentences, cited), **changes)


class FakePapers:
    """Papers in a dict."""

    def __init__(self, papers: dict[str, tuple[Document, Path]], audience: Audience = "public") -> None:
        self.papers = papers
        self.audience: Audience = audience

    def document(self, document: str, /) -> Document | None:
        return self.papers[document][0] if document in self.papers else None

    def file(self, document: str, /) -> Path | None:
        return self.papers[document][1] if document in self.papers else None


class FakeAssistant:
    """Answers with what `answers` returns for the question; an exception is raised."""

    def __init__(self, kb: FakePapers, answers: Callable[[str], Sequence[Answer | Exception]]) -> None:
        self.kb = kb
        self.answers = answers
        self.asked: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        self.plain = False

    def stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        language: str | None = None,
        *,
        plain: bool = False,
        within: Any = None,
        frame: str = "",
    ) -> Iterator[Answer]:
        self.plain, self.within, self.frame = plain, within, frame
        self.asked.append((question, tuple(history)))
        for answer in self.answers(question):
            if isinstance(answer, Exception):
                raise answer
            yield answer


class House:
    """The factories, as tests under `--import-mode=importlib` cannot import this module."""

    quote = QUOTE
    size = SIZE
    document = staticmethod(make_document)
    citation = staticmethod(make_citation)
    answer = staticmethod(make_answer)
    paper = staticmethod(write_paper)
    Papers = FakePapers
    Assistant = FakeAssistant


@pytest.fixture(scope="session")
def house() -> type[House]:
    return House


PUBLIC_WORDS = "Griffbereit\nDas Programm Griffbereit richtet sich an Eltern mit Kindern bis drei Jahren."
SECRET_WORDS = "Dienstplan\nDie Dienstbesprechung Zitronenfalter leitet Erika Geheim seit dem Jahr 2019."
PASSWORD = "Korrekt Pferd Batterie"


class Building:
    """Both doors over a real index with a public and an internal paper; clients knock from addresses of their own."""

    user, password, https = "maria.muster", PASSWORD, "https://kiz.test"

    def __init__(self, config: Any, assistant: Any, staff: Any, embedder: Any) -> None:
        self.config = config
        self.assistant = assistant
        self.staff = staff
        self.embedder = embedder
        self.public_id = next(d.id for d in staff.kb.documents() if d.visibility == "public")
        self.secret_id = next(d.id for d in staff.kb.documents() if d.visibility == "internal")
        self._addresses = iter(range(1, 250))

    def app(self, config: Any = None, door: Any = None) -> Any:
        """A fresh app; `door` None: one after the settings."""
        import app
        from ui.doors import StaffDoor

        config = config or self.config

        async def build() -> Any:
            # Inside a running loop, as Gradio otherwise opens one that it never closes.
            return app.build(self.assistant, config, self.staff, door or StaffDoor(config))

        return asyncio.run(build())

    def client(self, app: Any, address: str = "", base: str = https) -> Any:
        from fastapi.testclient import TestClient

        address = address or f"203.0.113.{next(self._addresses)}"
        return TestClient(app, base_url=base, client=(address, 50000), follow_redirects=False)

    def log_in(self, client: Any, name: str = user, password: str = password) -> Any:
        """Fetch the form, send it, return the answer; the client keeps the cookies."""
        page = client.get("/intern/login")
        mark = re.search('name="form" value="([^"]+)"', page.text)
        fields = {"name": name, "password": password, "form": mark[1] if mark else ""}
        return client.post("/intern/login", data=fields)


@pytest.fixture(scope="session")
def building(tmp_path_factory: pytest.TempPathFactory, make_pdf: Callable[..., Path]) -> Iterator[Building]:
    from assistant.answer import Assistant
    from ingest.publish import ingest
    from kb.config import Config, IngestConfig, LimitsConfig, LoginConfig
    from kb.embed import load_embedder
    from kb.store import KnowledgeBase
    from ui.accounts import Accounts, hashed, write_accounts

    folder = tmp_path_factory.mktemp("building")
    make_pdf(folder / "papers" / "public" / "griffbereit.pdf", PUBLIC_WORDS)
    make_pdf(folder / "papers" / "intern" / "dienstplan.pdf", SECRET_WORDS)
    embedder = load_embedder("builtin")
    ingest([folder / "papers"], folder / "index", embedder, IngestConfig(workers=1))
    users = folder / "users.toml"
    write_accounts(users, Accounts({Building.user: hashed(PASSWORD)}))
    config = Config(index=folder / "index", login=LoginConfig(users=users), limits=LimitsConfig(questions=0))
    with (
        KnowledgeBase.open(config.index, embedder, "public") as public,
        KnowledgeBase.open(config.index, embedder, "internal") as internal,
    ):
        yield Building(config, Assistant(public, config, embedder), Assistant(internal, config, embedder), embedder)


CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@contextmanager
def served(build: Callable[[], Any]) -> Iterator[str]:
    """Serve the app that `build` makes (inside the server's loop) on a free port; the address, without a slash."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    servers: list[uvicorn.Server] = []
    ready = threading.Event()

    async def run() -> None:
        settings = uvicorn.Config(build(), log_level="error", timeout_graceful_shutdown=1, proxy_headers=False)
        servers.append(uvicorn.Server(settings))
        ready.set()
        await servers[0].serve(sockets=[bound])

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    assert ready.wait(60)
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    servers[0].should_exit = True
    thread.join(20)
    bound.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    playwright.expect.set_options(timeout=30_000)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what a real browser does be tried three times: on a busy machine it loses races that say nothing of the page."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=2))
