"""Words on a Milvus server: the same analyser, the same fields and weights, the same scores as `kb.words`.

A passage is a sparse vector, its side of BM25 (`kb.bm25`); a question is another one, and Milvus' inner product is the
score. Milvus' own full-text search is not used: it knows one analysed text per field, no weight per word of a question,
and adds fields by rank or after scaling.

**Generations.** A row says with which state of the words (`kb.tallies`, a number) it came and with which it ended. A reader
has the tallies of its generation, and asks only for rows that belong to their state; what is being written, and what
ended since, changes neither its hits nor its scores. What ended is deleted when the new generation is swept.

**Mean lengths.** A passage's side is written with the mean lengths that were known then. Once a field's mean is more than
`DRIFT` away, all rows are weighed anew from their counts, which they carry; readers of the generation before then see
the new weights a little early.

**What differs from tantivy.** Scores, by that drift: of the ten best, one in two hundred is another at most. Of passages
that leave, nothing readable was there (dimensions are hashes); Milvus frees their space when it compacts its files, in
its own time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.bm25 import NAMES, counts_of, dimension, packed, passage_side, question_side, unpacked
from kb.errors import KnowledgeBaseError
from kb.milvus import BATCH, KEY, MOST, Collection, parts
from kb.server_place import ServerPlace
from kb.synonyms import Group, load
from kb.tallies import FILE, Tallies, read_tallies, write_tallies
from kb.word_terms import Weighted, WordEntry, entry_tokens, query_weights, word_places

# So many passages are waited for before the first are weighed: their mean lengths are then known to about 1 % (lengths
# scatter as much as they measure).
FIRST = 10_000
# Of 11,850 passages' ten best for 220 questions, means that are 1 % off exchange .2 %, 2 % .5 %, 5 % 1.3 %, 20 % 5 %.
DRIFT = 0.02
LIVE = 2**62  # the end of what has not ended
_FIELDS: dict[str, dict[str, object]] = {
    "document": {"kind": "VARCHAR", "max_length": 1024},
    "since": {"kind": "INT64"},
    "until": {"kind": "INT64"},
    "terms": {"kind": "SPARSE_FLOAT_VECTOR"},
    # What `terms` were weighed from. A passage has at most 260 words: 2,500 tokens, 18,000 letters.
    "counts": {"kind": "VARCHAR", "max_length": 65_535},
}
_KEPT = tuple(name for name in _FIELDS if name != "terms")
_INDEXES: dict[str, dict[str, object]] = {
    "terms": {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"},
    "document": {"index_type": "INVERTED"},
}
_SEARCH = {"metric_type": "IP", "params": {"drop_ratio_search": 0.0}}
# Milvus stores no empty vector, and a passage without any word is counted, too.
_NOTHING = {dimension("words", ""): 1.0}


class MilvusWords:
    """A collection of words on a Milvus server (`kb.words.WordIndex`), with the tallies of a generation in `folder`.

    :raises KnowledgeBaseError: out of reach, or nothing there to read (and not `writable`), or rows are missing.
    """

    def __init__(
        self, place: ServerPlace, folder: Path, *, writable: bool = False, synonyms: tuple[Group, ...] | None = None
    ) -> None:
        self.place, self.folder = place, folder
        self._synonyms = load() if synonyms is None else synonyms
        self._writable, self._written = writable, False
        self._waiting: dict[int, WordEntry] = {}
        self._gone: set[int] = set()
        self._changes: Counter[int] = Counter()
        self._more, self._lengths = 0, [0] * len(NAMES)
        self._collection = Collection(place)
        try:
            self._tallies = self._begin() if writable else self._read()
        except BaseException:
            self.close()
            raise

    def add(self, entries: Iterable[WordEntry]) -> None:
        """Write (or replace) these passages; seen by searches after `commit`."""
        for entry in entries:
            self._waiting[entry.passage] = entry
            self._gone.discard(entry.passage)
        if len(self._waiting) >= (BATCH if self._tallies.means else FIRST):
            self._flush()

    def delete(self, passages: Iterable[int]) -> None:
        """Forget these passages; gone for searches after `commit`."""
        for number in passages:
            self._waiting.pop(number, None)
            self._gone.add(number)

    def beside(self, passages: Sequence[int]) -> list[int]:
        """Return nothing: a deleted row leaves no readable word in files, whatever else is in them."""
        return []

    def commit(self) -> None:
        """Make what was added and deleted durable, and visible here.

        Milvus writes it into its files, which are searched by an index (Milvus Lite: 3 ms of 1,000 rows, not 1 s).
        """
        self._flush()
        self._end()
        self._tallies = self._tallies.next(self._more, self._lengths, self._changes)
        self._weigh()
        write_tallies(self.folder, self._tallies)
        self._changes, self._more, self._lengths = Counter(), 0, [0] * len(NAMES)
        if self._written:  # no more often than needed: servers limit that to once in ten seconds
            self._written = False
            self._collection.flush()

    def finish(self) -> None:
        """Commit for the last time."""
        self.commit()

    def reload(self) -> None:
        """See what another process has committed since."""
        self._tallies = self._read()

    def search(self, query: str | Weighted, k: int, documents: frozenset[str] | None = None) -> list[tuple[int, float]]:
        """Return the `k` best passages with their BM25 score, best first."""
        weights = query_weights(query, self._synonyms)
        if not weights or (documents is not None and not documents):
            return []
        known = self._tallies.frequencies([dimension(*token) for token in weights])
        vector = question_side(weights, known, self._tallies.passages)
        return self._found(vector, k, documents) if vector else []

    def frequency(self, word: str) -> int:
        """Return in how many passages a word (by its stem) or an exact token occurs."""
        asked = [dimension(*place) for place in word_places(word)]
        known = self._tallies.frequencies(asked)
        return min((known.get(at, 0) for at in asked), default=0)

    def holding(self, word: str, documents: frozenset[str], k: int) -> list[int]:
        """Return up to `k` passages of these documents in which a word (by its stem) or an exact token occurs."""
        asked = [dimension(*place) for place in word_places(word)]
        if not asked or not documents:
            return []
        # With several, all of them must be there: of each, as many as Milvus tells.
        most = k if len(asked) == 1 else MOST
        found = [[number for number, _ in self._found({at: 1.0}, most, documents)] for at in asked]
        everywhere = set(found[0]).intersection(*found[1:])
        return sorted(everywhere)[:k]

    def count(self) -> int:
        """Return the number of passages; a writer has the server count them."""
        return self._collection.count(self._shown()) if self._writable else self._tallies.passages

    def close(self) -> None:
        """Give the connection back; what was not committed is dropped."""
        self._collection.close()

    def _found(self, vector: Mapping[int, float], k: int, documents: frozenset[str] | None) -> list[tuple[int, float]]:
        where = self._shown()
        if documents is not None:
            where += f" and document in {json.dumps(sorted(documents), ensure_ascii=False)}"
        return [hit for hit in self._collection.search("terms", vector, k, _SEARCH, where) if hit[1] > 0]

    def _shown(self) -> str:
        return f"since <= {self._tallies.stamp} and until > {self._tallies.stamp}"

    def _read(self) -> Tallies:
        tallies = read_tallies(self.folder)
        if tallies is None:
            raise KnowledgeBaseError("index-damaged", path=self.folder, why=FILE)
        self._collection.wanted()
        where = f"since <= {tallies.stamp} and until > {tallies.stamp}"
        if (there := self._collection.count(where)) != tallies.passages:
            why = f"{self.place.url} {self._collection.name}: {there} != {tallies.passages}"
            raise KnowledgeBaseError("index-damaged", path=self.folder, why=why)
        return tallies

    def _begin(self) -> Tallies:
        """Return the tallies to go on from; take back what a writer left that never published."""
        tallies = read_tallies(self.folder) or Tallies()
        self._collection.make(_FIELDS, _INDEXES)
        self._collection.delete(list(self._collection.every(f"since > {tallies.stamp}")))
        undone = list(self._collection.every(f"until > {tallies.stamp} and until < {LIVE}"))
        self._put([row | {"until": LIVE} for row in self._rows(undone)], tallies.means)
        return tallies

    def _rows(self, passages: Sequence[int]) -> list[dict[str, Any]]:
        return [dict(row) for row in self._collection.rows(passages, _KEPT)]

    def _put(self, rows: Sequence[dict[str, Any]], means: Sequence[float]) -> None:
        """Write rows, each weighed from its counts."""
        for row in rows:
            row["terms"] = passage_side(unpacked(row["counts"]), means) or _NOTHING
        self._collection.write(rows)
        self._written = self._written or bool(rows)

    def _flush(self) -> None:
        """Write what waits: not to be seen before `commit`, as its state is yet to come."""
        entries, self._waiting = list(self._waiting.values()), {}
        rows = [self._row(entry) for entry in entries]
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            for row in self._rows([row[KEY] for row in part]):
                self._count(row, -1)
            for row in part:
                self._count(row, 1)
            if not self._tallies.means:
                so_far = self._tallies.next(len(rows), _sum(rows), {})
                self._tallies = replace(self._tallies, means=so_far.actual_means())
            self._put(part, self._tallies.means)

    def _row(self, entry: WordEntry) -> dict[str, Any]:
        since, counts = self._tallies.stamp + 1, packed(counts_of(entry_tokens(entry)))
        return {KEY: entry.passage, "document": entry.document, "since": since, "until": LIVE, "counts": counts}

    def _end(self) -> None:
        """Let rows end that earlier states show; delete those that none has shown."""
        gone, self._gone = sorted(self._gone), set()
        stamp = self._tallies.stamp
        for start in range(0, len(gone), BATCH):
            rows = [row for row in self._rows(gone[start : start + BATCH]) if row["until"] == LIVE]
            for row in rows:
                self._count(row, -1)
            self._put([row | {"until": stamp + 1} for row in rows if row["since"] <= stamp], self._tallies.means)
            self._collection.delete([row[KEY] for row in rows if row["since"] > stamp])

    def _weigh(self) -> None:
        """Weigh all rows anew where the mean lengths are no longer those they were weighed with."""
        means = self._tallies.actual_means()
        if all(abs(new - old) <= DRIFT * old for new, old in zip(means, self._tallies.means, strict=False)):
            return
        for part in parts(self._collection.every(self._shown())):
            self._put(self._rows(part), means)
        self._tallies = replace(self._tallies, means=means)

    def _count(self, row: Mapping[str, Any], sign: int) -> None:
        if row["until"] == LIVE:
            counts = unpacked(row["counts"])
            self._more += sign
            self._lengths = [all_ + sign * here for all_, here in zip(self._lengths, counts.lengths, strict=True)]
            self._changes.update(dict.fromkeys(counts.frequencies, sign))


def sweep(place: ServerPlace, folder: Path) -> None:
    """Delete what the words of the generation in `folder` do not show.

    :raises KnowledgeBaseError: the server cannot be reached.
    """
    tallies = read_tallies(folder)
    if tallies is None:
        return
    collection = Collection(place)
    try:
        if collection.exists():
            collection.delete(list(collection.every(f"until <= {tallies.stamp} or since > {tallies.stamp}")))
    finally:
        collection.close()


def _sum(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the numbers of tokens of all rows by field."""
    return [sum(lengths) for lengths in zip(*(unpacked(row["counts"]).lengths for row in rows), strict=True)]
