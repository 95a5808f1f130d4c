"""An office whose publications are disturbed in processes of their own (`mortal.py`), and all that its index answers."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from kb.catalogue import Catalogue
from kb.embed import Embedder
from kb.ledger import Ledger
from kb.model import Query
from kb.publication import publication
from kb.store import KnowledgeBase

ROOT = Path(__file__).resolve().parents[2]
MakePdf = Callable[..., Path]
NAMES = ("griffbereit", "rucksack", "mimi", "lotsen", "sprachcafe", "elternschule")
# Words that stand in the withdrawn paper alone, in its last version and in the one before.
WITHDRAWN = ("Quastenflosser", "Nasenaffe")
QUESTIONS = (
    Query("Angebot für Familien im Kreis"),
    Query("Rucksack in Velbert", "en"),
    Query("Kennwort Quastenflosser Nasenaffe"),
    Query("Rucksack Familien Nasenaffe", past=True),
)
# At which time a step of the ingest is hit; the first, where nothing is said.
NTH = {
    "catalogue-add": 3, "catalogue-end": 4, "file-copy": 3, "reading-keep": 2, "words-link": 7, "words-add": 3,
    "vectors-delete": 2, "place-add": 3, "place-end": 5, "catalogue-sweep": 2, "archive-keep": 2, "disk-text": 2,
    "disk-rename": 4, "disk-replace": 6, "disk-write": 5, "steps-sweep": 6, "words-finish": 2, "settle": 2,
}  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """All that a knowledge base answers, but the numbers of its passages."""

    documents: frozenset[str]
    passages: frozenset[tuple[str, str]]
    past: frozenset[tuple[str, str]]
    files: frozenset[tuple[str, str]]
    places: frozenset[tuple[str, str]]
    hits: frozenset[tuple[str, str, str]]
    scores: dict[tuple[str, str, str], float] = field(compare=False)
    rarity: float


@dataclass(frozen=True)
class State:
    """An index, the models it has before and after a job, and what it answers before and after."""

    index: Path
    old: Embedder
    new: Embedder
    was: Answers
    becomes: Answers


class Office:
    """Papers, the index of what they were, and processes that publish what they are."""

    def __init__(self, root: Path, make_pdf: MakePdf, embedder: Any) -> None:
        self.papers, self.root, self.make = root / "papers", root, make_pdf
        self.embedder = embedder
        self._server = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("mortal.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.before = self._published_twice()
        self._change()
        self.after = self.copy("after")
        assert self.run("ingest", self.after) == 0
        self.taken_back = self.copy("taken-back", self.after)
        assert self.run("roll_back", self.taken_back) == 0
        self.repaired = self.copy("repaired")
        assert self.run("repair", self.repaired) == 0
        other = type(embedder)("fake-2")
        self.states = {
            "ingest": State(self.before, embedder, embedder, read_anew(self.before, embedder), read_anew(self.after, embedder)),
            "roll_back": State(self.after, embedder, embedder, read_anew(self.after, embedder), read_anew(self.taken_back, embedder)),
            "repair": State(self.before, embedder, other, read_anew(self.before, embedder), read_anew(self.repaired, other)),
        }  # fmt: skip

    def _published_twice(self) -> Path:
        index = self.root / "before"
        for name in NAMES:
            self.write(name, f"{name.title()}\nDas Angebot {name} hilft Familien im Kreis. Kontakt: {name}@example.org")
        self.write("geheim", "Geheim\nDas Kennwort lautet Nasenaffe.")
        assert self.run("ingest", index) == 0
        self.write("geheim", "Geheim\nDas Kennwort lautet nun Quastenflosser.")
        self.write("rucksack", "Rucksack\nRucksack hilft Familien in Ratingen.")
        assert self.run("ingest", index) == 0
        return index

    def _change(self) -> None:
        self.write("rucksack", "Rucksack\nRucksack gibt es jetzt auch in Velbert.")
        self.write("neu", "Neu\nEin neues Angebot für Ehrenamtliche.")
        (self.papers / "geheim.pdf").unlink()
        (self.papers / "mimi.pdf").rename(self.papers / "mimi-2024.pdf")
        (self.papers / "kaputt.pdf").write_bytes(b"%PDF-1.4\nkein Inhalt")
        (self.papers / "manifest.toml").write_text(
            '[[document]]\nfile = "griffbereit.pdf"\ntitle = "Ein anderer Titel"\n'
            '[[document]]\nfile = "sprachcafe.pdf"\nvisibility = "internal"\n'
        )

    def write(self, name: str, text: str) -> None:
        self.make(self.papers / f"{name}.pdf", text)

    def copy(self, name: str, index: Path | None = None) -> Path:
        shutil.copytree(index or self.before, self.root / name)
        return self.root / name

    def run(self, job: str, index: Path, *at: object, **more: object) -> int:
        """Carry out a job in a process of its own; return its exit status, negative for a signal."""
        order = {"do": job, "index": str(index), "papers": str(self.papers), "to": 2, "space": "fake-2"}
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order | more | ({"at": at} if at else {})) + "\n")
        self._server.stdin.flush()
        assert self._server.stdout is not None
        answer = json.loads(self._server.stdout.readline())
        self.error: str = answer.get("error", "")
        self.text: str = answer.get("text", "")
        return int(answer["status"])

    def close(self) -> None:
        assert self._server.stdin is not None
        self._server.stdin.close()
        assert self._server.wait(30) == 0
        assert self._server.stdout is not None
        self._server.stdout.close()


def answers(base: KnowledgeBase) -> Answers:
    documents = base.documents()
    versions = [version for document in documents for version in base.versions(document.id)]
    files = {document.id: base.file(document.id) for document in (*documents, *versions)}
    scores = {(q.text, h.document.id, h.passage.text): h.score for q in QUESTIONS for h in base.search(q, 50)}
    return Answers(
        frozenset(map(repr, (*documents, *versions))),
        frozenset((d.id, p.text) for d in documents for p in base.passages(d.id)),
        frozenset((d.id, p.text) for d in versions for p in base.passages(d.id)),
        frozenset((name, hashlib.sha256(file.read_bytes()).hexdigest()) for name, file in files.items() if file),
        frozenset((d.id, Path(place).name) for d in documents for place in base.places(d.id)),
        frozenset(scores),
        scores,
        base.rarity("Familien"),
    )


def same(found: Answers, wanted: Answers) -> bool:
    """Equal, and scored alike: of the same vectors Chroma's cosines differ in the seventh digit."""
    return found == wanted and found.scores == pytest.approx(wanted.scores, abs=1e-4)


def alike(found: Answers, wanted: Answers) -> bool:
    """Equal but for scores: words that were deleted are counted until their files are written anew."""
    return replace(found, rarity=0) == replace(wanted, rarity=0)


def read_anew(index: Path, embedder: Embedder) -> Answers:
    with KnowledgeBase.open(index, embedder) as base:
        return answers(base)


def generation(index: Path) -> int:
    ledger = Ledger(index)
    number = ledger.number()
    ledger.close()
    return number


def leftovers(index: Path, embedder: Embedder, gone: tuple[str, ...] = ()) -> list[str]:
    """What an index has that it does not show, and what its stores do not agree on."""
    number = generation(index)
    found = [str(file.relative_to(index)) for file in index.rglob("*.part")]
    found += [str(folder) for folder in (index / "readings").glob("*")]
    found += [folder.name for folder in (index / "history").iterdir() if int(folder.name) > number]
    found += [str(words) for words in index.glob("*/build-*/**/words-*") if len(list(words.parent.glob("words*"))) > 1]
    with publication(index, embedder) as work:
        for visibility, shard in work.shards.items():
            for name, part, past in (("current", shard, False), ("past", shard.past, True)):
                with closing(Catalogue(shard.register.path, past=past)) as catalogue:
                    shown = sum(size for _, size in catalogue.sizes(number).values())
                if not past or shard.has_past():
                    counts = {"catalogue": shown, "words": part.words.count(), "vectors": part.vectors.count()}
                    found += [f"{visibility} {name}: {counts}"] if len(set(counts.values())) > 1 else []
                    found += [f"{visibility} {name}: {word}" for word in gone if part.words.frequency(word)]
            kept = {file.stem for file in (shard.folder / "files").glob("*")} - shard.register.versions()
            found += [f"{visibility}: {file}" for file in kept]
            with sqlite3.connect(shard.register.path) as catalogue:
                found += [
                    f"{visibility}: {row}"
                    for row in catalogue.execute("SELECT row FROM document WHERE until IS NOT NULL AND swept = 0")
                ]
                orphans = "SELECT count(*) FROM passage WHERE document NOT IN (SELECT row FROM document)"
                found += [f"{visibility}: passage without paper"] if catalogue.execute(orphans).fetchone()[0] else []
            catalogue.close()
    return found


def traces(index: Path, words: tuple[str, ...]) -> list[str]:
    """The files of the index, but history and what is kept for taking back, that hold a word of a paper."""
    return [
        f"{file.relative_to(index)}: {word}" for file in index.rglob("*")
        if file.is_file() and file.relative_to(index).parts[0] not in ("undo", "history")
        for word in words if word.encode() in file.read_bytes()
    ]  # fmt: skip


def wait(until: Callable[[], bool], seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < ends
        time.sleep(0.01)
