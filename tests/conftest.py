"""What all tests share: small papers made in code, a fake embedder, and the house rules for tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
import pytest
from numpy.typing import NDArray
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.postgres import PASSWORD, Server, missing

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of real papers and evaluation data; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the real papers in {SHARED}, which are not part of the project")
    return SHARED


class FakeEmbedder:
    """Vectors that depend on the words of a text alone: quick, exact, and without meaning."""

    dimension = 32

    def __init__(self, space: str = "fake-1") -> None:
        self.space = space

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    queries = passages
    words = passages

    def _vector(self, text: str) -> NDArray[np.float64]:
        words = text.casefold().split() or [""]
        seeds = (np.random.default_rng(zlib.crc32(word.encode())) for word in words)
        return np.sum([seed.normal(size=self.dimension) for seed in seeds], axis=0)


@pytest.fixture(scope="session")
def embedder() -> FakeEmbedder:
    """A fake embedder; call its class for one of another space."""
    return FakeEmbedder()


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., Path]:
    """Write a PDF of the given pages, each a text whose lines are printed one below the other."""

    def make(path: Path, *pages: str, title: str = "") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        canvas = Canvas(str(path), pagesize=A4, invariant=1)
        canvas.setTitle(title)
        for page in pages:
            text = canvas.beginText(70, 760)
            text.setFont("Helvetica", 11)
            text.setLeading(16)
            for line in page.splitlines():
                text.textLine(line)
            canvas.drawText(text)
            canvas.showPage()
        canvas.save()
        return path

    return make


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Milvus server: of the one in KIZ_TEST_MILVUS, else of Milvus Lite as a process of its own."""
    pytest.importorskip("pymilvus", reason="needs the extra: pip install 'kiz-assistent[milvus]'")
    if given := os.environ.get("KIZ_TEST_MILVUS"):
        yield given
        return
    pytest.importorskip("milvus_lite", reason="needs milvus-lite: pip install 'kiz-assistent[dev]'")
    folder, port = tmp_path_factory.mktemp("milvus"), free_port()
    program = Path(sys.executable).with_name("milvus-lite")
    command = [program, "server", "--data-dir", folder / "data", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as server:
        for _ in range(300):
            with socket.socket() as tried:
                if not tried.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        else:
            server.kill()
            pytest.fail(f"milvus-lite does not answer: {(folder / 'log').read_text()}")
        yield f"milvus+http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chroma server (`chroma run`) on this machine."""
    folder, port = tmp_path_factory.mktemp("chroma"), free_port()
    program = Path(sys.executable).with_name("chroma")
    command = [program, "run", "--path", folder / "data", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as server:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urlopen(f"{url}/api/v2/heartbeat", timeout=2).close()
                break
            except (URLError, OSError):
                time.sleep(0.1)
        else:
            server.kill()
            pytest.fail(f"chroma run does not answer: {(folder / 'log').read_text()}")
        yield url
        server.terminate()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own."""
    pytest.importorskip("psycopg", reason="needs the extra: pip install 'kiz-assistent[postgresql]'")
    if why := missing():
        pytest.skip(why)
    server = Server(free_port())
    yield server
    server.end()


@pytest.fixture
def postgres(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server, to which the programs started by this test may log in."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return postgres_server
