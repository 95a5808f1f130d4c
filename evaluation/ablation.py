"""What each part of the search adds: the same questions with parts left out and put back.

    python -m evaluation.ablation [--omos FOLDER] [--set DOCS.jsonl:QUERIES.jsonl ...] [--json]

FOLDER holds OMoS-QA (`train_xx.jsonl`, `dev_xx.jsonl`): the answerable dev questions of every language against the
German pages of train and dev. A set is what `kiz eval retrieval` takes. Every leg is asked once per question, with
nearness in meaning by exact comparison; the rows are then fused in memory by `kb.fuse` with the shipped weights, so
that none of them was tuned for itself. The row `all` is what `kiz eval retrieval` measures through the real index.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.retrieval import DEEP, figures, text_passages
from evaluation.rows import read_rows
from kb.embed import Embedder, StaticEmbedder, load_embedder
from kb.fuse import fuse
from kb.model import Document, Query
from kb.rerank import LateInteraction
from kb.search import DEPTH, SECOND, weights_for
from kb.translate import Translator
from kb.word_terms import FIELDS, PARTS, WordEntry
from kb.words import TantivyWords

Leg = Sequence[tuple[int, float]]
PLAIN = {"words": FIELDS["words"], "exact": FIELDS["exact"]}
HEADED = PLAIN | {"title": FIELDS["title"], "section": FIELDS["section"]}
# Word indexes from the plainest to the shipped one: fields, weight of compounds' parts, synonyms or none.
INDEXES: Mapping[str, tuple[Mapping[str, float], float, bool]] = {
    "stems": (PLAIN, 0.0, False),
    "stems+title": (HEADED, 0.0, False),
    "stems+title+compounds": (HEADED, PARTS, False),
    "stems+title+compounds+synonyms": (HEADED, PARTS, True),
    "words": (FIELDS, PARTS, True),
    "words without title": ({name: FIELDS[name] for name in ("words", "exact", "grams")}, PARTS, True),
    "words without synonyms": (FIELDS, PARTS, False),
    "words without compounds": (FIELDS, 0.0, True),
}
# Rows of fused legs: the legs, from the index whose name begins the row's, titles in meaning and second look or not.
FUSED: Mapping[str, tuple[str, Sequence[str], bool]] = {
    "words+vectors": ("words", ("words", "vectors"), True),
    "words+vectors+translation": ("words", ("words", "vectors", "translated"), True),
    "all": ("words", ("words", "vectors", "translated", "near"), True),
    "all but words": ("words", ("vectors", "translated", "near"), True),
    "all but vectors": ("words", ("words", "translated", "near"), True),
    "all but translation": ("words", ("words", "vectors", "near"), True),
    "all but compounds": ("words without compounds", ("words", "vectors", "translated", "near"), True),
    "all but synonyms": ("words without synonyms", ("words", "vectors", "translated", "near"), True),
    "all but 5-grams": ("stems+title+compounds+synonyms", ("words", "vectors", "translated", "near"), True),
    "all but title and section": ("words without title", ("words", "vectors", "translated", "near"), False),
}
ROWS = (*(name for name in INDEXES if name.startswith("stems")), "words", "vectors", *FUSED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the document that answers it."""

    language: str
    question: str
    document: str


class Bench:
    """The passages of one set in all word indexes, with their vectors; answers legs per question."""

    def __init__(self, folder: Path, rows: Iterable[Mapping[str, Any]], embedder: StaticEmbedder) -> None:
        self.documents: list[str] = []
        self.titled: dict[int, str] = {}
        self.texts: dict[int, str] = {}
        entries: list[WordEntry] = []
        for row in rows:
            document, title = str(row["id"]), str(row["title"] or "")
            paper = Document(document, "0", document, title, "text", "internal", 1)
            for passage in text_passages(paper, str(row["text"])):
                number = len(self.documents)
                self.documents.append(document)
                self.texts[number], self.titled[number] = passage.text, f"{title}\n{passage.text}"
                entries.append(WordEntry(number, document, title, " ".join(passage.section), passage.text))
        self.words = {name: _index(folder / str(n), entries, *kind) for n, (name, kind) in enumerate(INDEXES.items())}
        self._vectors = {
            headed: embedder.passages(list(texts.values()))
            for headed, texts in ((True, self.titled), (False, self.texts))
        }
        self._embedder = embedder
        self._translator = Translator(embedder)
        self._looks = {True: LateInteraction(embedder), False: LateInteraction(embedder)}

    def rankings(self, asked: Asked) -> dict[str, list[str]]:
        """Return for each of `ROWS` the ids of the first ten documents, best first."""
        familiar = self.words["words"].frequency(asked.question) > 0
        weights = weights_for(Query(asked.question, asked.language), familiar)
        words = {name: index.search(asked.question, DEPTH) for name, index in self.words.items()}
        german = self._translator.question(asked.question) if "translated" in weights else {}
        translated = {name: index.search(german, DEPTH) if german else [] for name, index in self.words.items()}
        vector = self._embedder.queries([asked.question])[0]
        nearest = {headed: _nearest(vectors, vector) for headed, vectors in self._vectors.items()}
        found: dict[str, Leg] = {name: leg for name, leg in words.items() if name in ROWS}
        found["vectors"] = nearest[True]
        for name, (index, used, headed) in FUSED.items():
            legs = {"words": words[index], "vectors": nearest[headed], "translated": translated[index]}
            found[name] = self._fused(
                asked.question, {leg: legs[leg] for leg in used if leg in legs}, used, weights, headed
            )
        return {name: self._ranked(leg) for name, leg in found.items()}

    def _fused(
        self, question: str, legs: dict[str, Leg], used: Sequence[str], weights: Mapping[str, float], headed: bool
    ) -> Leg:
        if "near" in used and weights["near"]:
            candidates = [entry.passage for entry in fuse(legs, weights)[:SECOND]]
            texts = self.titled if headed else self.texts
            legs["near"] = self._looks[headed].scores(
                question, candidates, lambda ids: {number: texts[number] for number in ids}
            )
        return [(entry.passage, entry.score) for entry in fuse(legs, weights)]

    def _ranked(self, leg: Leg) -> list[str]:
        return list(dict.fromkeys(self.documents[number] for number, _ in leg[:DEEP]))[:10]


def _index(
    folder: Path, entries: Iterable[WordEntry], fields: Mapping[str, float], parts: float, widened: bool
) -> TantivyWords:
    index = TantivyWords(folder, True, None if widened else (), fields, parts)
    index.add(entries)
    index.commit()
    return index


def _nearest(vectors: NDArray[np.float32], vector: NDArray[np.float32]) -> Leg:
    cosines = vectors @ vector
    best = np.argsort(-cosines, kind="stable")[:DEPTH]
    return [(int(number), float(cosines[number])) for number in best]


def measure(
    docs: Iterable[Mapping[str, Any]], queries: Iterable[Asked], embedder: StaticEmbedder
) -> dict[str, dict[str, dict[str, float]]]:
    """Return language -> row -> n, recall@1, @5, @10 and mrr@10 of the right document."""
    ranks: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory(prefix="kiz-ablation-") as folder:
        bench = Bench(Path(folder), docs, embedder)
        for asked in queries:
            for name, found in bench.rankings(asked).items():
                ranks[asked.language][name].append(found.index(asked.document) + 1 if asked.document in found else 0)
        for index in bench.words.values():
            index.close()
    return {language: {name: figures(ranks[language][name]) for name in ROWS} for language in ranks}


def omos(folder: Path) -> tuple[list[dict[str, str]], list[Asked]]:
    """Return the German pages of OMoS-QA's train and dev part, and the answerable dev questions of every language.

    A page's title is its first line. Pages are known by their text: one that changed between two questions is two.

    :raises KizError: a file is missing or a row lacks a field.
    """
    fields = ("question", "context", "answers", "pageId")
    pages: dict[str, str] = {}
    of: dict[int, str] = {}
    for part in ("train", "dev"):
        for row in read_rows(folder / f"{part}_de.jsonl", fields):
            of[row["pageId"]] = pages.setdefault(row["context"], str(len(pages)))
    docs = [{"id": key, "title": text.split("\n")[0], "text": text} for text, key in pages.items()]
    asked = [
        Asked(file.stem.removeprefix("dev_"), row["question"], of[row["pageId"]])
        for file in sorted(folder.glob("dev_*.jsonl"))
        for row in read_rows(file, fields)
        if row["answers"] and row["pageId"] in of
    ]
    return docs, asked


def table(
    measured: Mapping[str, Mapping[str, Mapping[str, float]]], shown: Callable[[Mapping[str, float]], str]
) -> str:
    """Return the rows as a Markdown table, a column for each language."""
    lines = [f"| | {' | '.join(measured)} |", f"|---|{'---|' * len(measured)}"]
    lines += [f"| {name} | {' | '.join(shown(by[name]) for by in measured.values())} |" for name in ROWS]
    return "\n".join(lines)


def main() -> None:
    """Measure the sets and print their table."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.ablation", description=__doc__.splitlines()[0])
    parser.add_argument("--omos", type=Path, metavar="FOLDER")
    parser.add_argument("--set", action="append", default=[], metavar="DOCS:QUERIES")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    embedder: Embedder = load_embedder()
    if not isinstance(embedder, StaticEmbedder):
        raise TypeError("the shipped model is no static one")
    measured: dict[str, dict[str, dict[str, float]]] = {}
    if options.omos:
        measured |= {f"OMoS {key}": by for key, by in measure(*omos(options.omos), embedder).items()}
    for pair in options.set:
        docs, queries = (Path(part) for part in pair.split(":"))
        asked = [
            Asked(row["lang"], row["question"], str(row["doc"]))
            for row in read_rows(queries, ("lang", "question", "doc"))
        ]
        by_language = measure(read_rows(docs, ("id", "title", "text")), asked, embedder)
        measured |= {f"{queries.parent.name} {key}": by for key, by in by_language.items()}
    print("recall@1 / recall@5 / mrr@10\n")
    print(table(measured, lambda row: f"{row['recall@1']:.3f} / {row['recall@5']:.3f} / {row['mrr@10']:.3f}"))
    if options.json:
        print(json.dumps(measured))


if __name__ == "__main__":
    main()
