"""The word index: BM25 over the analysed words of passages, kept in tantivy beside the catalogue.

Texts are analysed by `kb.german` before they reach tantivy, which only counts: five fields, each a
string of tokens parted by spaces. tantivy is a derived store (`kiz repair` builds it anew).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import tantivy

from kb.disk import disk_error
from kb.errors import KnowledgeBaseError
from kb.german import VERSION
from kb.synonyms import Group, load
from kb.word_terms import FIELDS, PARTS, Weighted, WordEntry, entry_tokens, query_weights, word_places

HEAP = 64_000_000  # bytes a writer may hold before it writes a segment
# A deleted passage leaves its words in its segment's dictionary until the segment is written anew, which takes a second
# of processor time for 1,300 passages.
REWRITTEN = 5_000
TOKENIZER = "whitespace"


class WordIndex(Protocol):
    """Words of passages, searched by BM25."""

    def add(self, entries: Iterable[WordEntry]) -> None:
        """Write (or replace) these passages; seen by searches after `commit`."""

    def delete(self, passages: Iterable[int]) -> None:
        """Forget these passages; gone for searches after `commit`."""

    def beside(self, passages: Sequence[int]) -> list[int]:
        """Return the passages whose files also hold words of `passages`; files of very many passages are passed over.

        Once `passages` are deleted and those written anew, nothing of the deleted is left in the files.
        """

    def commit(self) -> None:
        """Make what was added and deleted durable, and visible here."""

    def finish(self) -> None:
        """Commit for the last time and leave the files as they stay."""

    def reload(self) -> None:
        """See what another process has committed since."""

    def search(self, query: str | Weighted, k: int, documents: frozenset[str] | None = None) -> list[tuple[int, float]]:
        """Return the `k` best passages with their score (above 0), best first.

        `query` is a question, or German words each with a weight. With `documents`, only passages
        of these documents are looked at.
        """

    def frequency(self, word: str) -> int:
        """Return in how many passages a word (by its stem) or an exact token occurs."""

    def holding(self, word: str, documents: frozenset[str], k: int) -> list[int]:
        """Return up to `k` passages of these documents in which a word (by its stem) or an exact token occurs."""

    def count(self) -> int:
        """Return the number of passages."""

    def close(self) -> None:
        """Release the files and the writer's lock; what was not committed is dropped."""


class TantivyWords:
    """A tantivy index in the folder `path`.

    Fields without a weight, and parts of compounds with a weight of 0, are neither written nor asked for.

    :raises KnowledgeBaseError: nothing there to read (and not `writable`), damaged, or another
        process is writing.
    """

    def __init__(
        self,
        path: Path,
        writable: bool = False,
        synonyms: tuple[Group, ...] | None = None,
        fields: Mapping[str, float] = FIELDS,
        parts: float = PARTS,
    ) -> None:
        self.path = path
        self._synonyms = load() if synonyms is None else synonyms
        self._fields, self._parts = fields, parts
        self._schema = _schema()
        self._writer: Any = None
        with _translated(path):
            if writable:
                path.mkdir(parents=True, exist_ok=True)
            elif not tantivy.Index.exists(str(path)):
                raise KnowledgeBaseError("index-damaged", path=path, why="meta.json")
            self._index = tantivy.Index(self._schema, path=str(path))
            self._index.config_reader("manual")
            if writable:
                self._writer = self._index.writer(heap_size=HEAP, num_threads=1)
            self._index.reload()

    def add(self, entries: Iterable[WordEntry]) -> None:
        """Write (or replace) these passages; seen by searches after `commit`."""
        waiting = {entry.passage: entry for entry in entries}
        self.delete(waiting)
        with _translated(self.path):
            for entry in waiting.values():
                self._writer.add_document(_document(entry, self._fields, self._parts > 0))

    def delete(self, passages: Iterable[int]) -> None:
        """Forget these passages; gone for searches after `commit`."""
        numbers = list(passages)
        if numbers:
            those = tantivy.Query.term_set_query(self._schema, "passage", numbers)
            with _translated(self.path):
                self._writer.delete_documents_by_query(those)

    def beside(self, passages: Sequence[int]) -> list[int]:
        """Return the passages, of those committed, whose segments of at most `REWRITTEN` also hold one of `passages`."""
        gone = set(passages)
        searcher = self._index.searcher()
        if not gone or not searcher.num_docs:
            return []
        those = tantivy.Query.term_set_query(self._schema, "passage", sorted(gone))
        touched = {address.segment_ord for _, address in searcher.search(those, limit=len(gone), count=False).hits}
        every = searcher.search(tantivy.Query.all_query(), limit=searcher.num_docs, count=False).hits
        sizes = Counter(address.segment_ord for _, address in every)
        addresses = [at for _, at in every if at.segment_ord in touched and sizes[at.segment_ord] <= REWRITTEN]
        return [int(number) for number in searcher.fast_field_values("passage", addresses) if number not in gone]

    def commit(self) -> None:
        """Make what was added and deleted durable, and visible here."""
        with _translated(self.path):
            self._writer.commit()
            self._index.reload()

    def finish(self) -> None:
        """Commit for the last time and leave the files as they stay: segments that are to be merged are."""
        self.commit()
        writer, self._writer = self._writer, None
        with _translated(self.path):
            writer.wait_merging_threads()
            self._index.reload()

    def reload(self) -> None:
        """See what another process has committed since."""
        self._index.reload()

    def search(self, query: str | Weighted, k: int, documents: frozenset[str] | None = None) -> list[tuple[int, float]]:
        """Return the `k` best passages with their BM25 score, best first."""
        clauses = self._clauses(query)
        if not clauses or (documents is not None and not documents):
            return []
        matching = tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])
        if documents is not None:
            among = tantivy.Query.term_set_query(self._schema, "document", sorted(documents))
            among = tantivy.Query.const_score_query(among, 0.0)
            matching = tantivy.Query.boolean_query([(tantivy.Occur.Must, matching), (tantivy.Occur.Must, among)])
        searcher = self._index.searcher()
        hits = searcher.search(matching, limit=k, count=False).hits
        ids = searcher.fast_field_values("passage", [address for _, address in hits])
        return [(int(number), float(score)) for (score, _), number in zip(hits, ids, strict=True)]

    def frequency(self, word: str) -> int:
        """Return in how many passages a word (by its stem) or an exact token occurs."""
        searcher = self._index.searcher()
        return min((int(searcher.doc_freq(field, token)) for field, token in word_places(word)), default=0)

    def holding(self, word: str, documents: frozenset[str], k: int) -> list[int]:
        """Return up to `k` passages of these documents in which a word (by its stem) or an exact token occurs."""
        places = word_places(word)
        if not places or not documents:
            return []
        among = tantivy.Query.term_set_query(self._schema, "document", sorted(documents))
        having = [tantivy.Query.term_query(self._schema, *place, "basic") for place in places]
        matching = tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in (*having, among)])
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.const_score_query(matching, 1.0), limit=k, count=False).hits
        return [int(number) for number in searcher.fast_field_values("passage", [address for _, address in hits])]

    def count(self) -> int:
        """Return the number of passages."""
        return int(self._index.searcher().num_docs)

    def close(self) -> None:
        """Release the files and the writer's lock; what was not committed is dropped."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._writer = None

    def _clauses(self, query: str | Weighted) -> list[Any]:
        weights = query_weights(query, self._synonyms, self._fields, self._parts)
        term, boosted = tantivy.Query.term_query, tantivy.Query.boost_query
        return [boosted(term(self._schema, *key, "freq"), weight) for key, weight in weights.items()]


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    # A field for nothing but its name: an index of another analyser has another schema and is refused.
    builder.add_text_field(f"analyser_{VERSION}", tokenizer_name="raw", index_option="basic")
    # Signed: in tantivy-py 0.27 deleting by a term of an unsigned field deletes nothing, silently.
    builder.add_integer_field("passage", indexed=True, fast=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=TOKENIZER, index_option="freq")
    return builder.build()


def _document(entry: WordEntry, fields: Mapping[str, float], parts: bool) -> Any:
    document = tantivy.Document()
    document.add_integer("passage", entry.passage)
    document.add_text("document", entry.document)
    for field, found in entry_tokens(entry, fields, parts).items():
        document.add_text(field, " ".join(found))
    return document


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Raise what tantivy and the disk raise as errors of the house."""
    try:
        yield
    except (ValueError, OSError) as error:
        if "LockBusy" in str(error):
            raise KnowledgeBaseError("index-locked", path=path, who="tantivy") from error
        raise disk_error(error, path) or KnowledgeBaseError("index-damaged", path=path, why=error) from error
