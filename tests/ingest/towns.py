"""Papers on a few towns and one internal paper, with an index of them: what the contract tests start from."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.publish import ingest
from kb.config import IngestConfig
from tests.conftest import FakeEmbedder


def index_towns(
    folder: Path,
    towns: Sequence[str],
    make_pdf: Callable[..., Path],
    embedder: FakeEmbedder,
    config: IngestConfig,
) -> None:
    """Write `folder`/papers, the same again as copy, and an index of the papers."""
    for number, town in enumerate(towns):
        make_pdf(folder / "papers" / f"{number}.pdf", f"Sprachcafe {town}\nDas Sprachcafe trifft sich in {town}.")
    make_pdf(folder / "papers" / "intern" / "plan.pdf", "Personalplan\nDer Personalplan ist nur für den Dienst.")
    shutil.copytree(folder / "papers", folder / "copy")
    ingest([folder / "papers"], folder / "index", embedder, config)
