"""Processes of their own on an index: one that reads until a file is there, one that dies while it writes.

python -m tests.ingest.apart read INDEX UNTIL    prints how many hits its looks had, repetitions left out; says
                                                 beside UNTIL that it reads
python -m tests.ingest.apart die INDEX           ends all papers, and is killed before the publication counts
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from kb.ledger import HOLDS
from kb.model import Query
from kb.publication import publication
from kb.store import KnowledgeBase
from tests.conftest import FakeEmbedder


def read(index: Path, until: Path) -> None:
    """Look at the index again and again."""
    seen: list[int] = []
    with KnowledgeBase.open(index, FakeEmbedder(), "public") as base:
        while True:
            last = until.exists()
            if last:
                time.sleep(HOLDS)  # what another process publishes is seen after so long
            hits = len(base.search(Query("Sprachcafe trifft sich"), 20))
            if seen[-1:] != [hits]:
                seen.append(hits)
            until.with_name(f"reading-{os.getpid()}").touch()
            if last:
                break
            time.sleep(0.01)
    print(*seen)


def die(index: Path) -> None:
    """Be killed in the middle of a publication."""
    with publication(index, FakeEmbedder()) as work:
        for document in work.published().documents:
            work.end(document, "withdrawn")
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    what, *paths = sys.argv[1:]
    {"read": read, "die": die}[what](*map(Path, paths))
