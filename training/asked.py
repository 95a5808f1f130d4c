"""Measures the written questions on council papers, by language: ``python -m training.asked OUT [--data ../shared]``.

The papers that they ask about (their beginnings) are set as PDFs and put into two indexes. Each index has an embedding
of its own, trained like the shipped one, which has seen none of the questions asked there: OUT/twin-0 and OUT/twin-1,
OUT/index-0 and OUT/index-1. What is there already is taken as it is. Each question is asked in one of its wordings, by
lot. Half an hour of processor time.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from assistant.extract import weights
from evaluation.answers import UNANSWERABLE
from evaluation.fit import Example, examples, shares
from evaluation.text_papers import FACE, set_text
from ingest.publish import ingest
from kb.config import IngestConfig
from kb.embed import FILES, load_static
from training.data import read
from training.lines import HALVES, by_machine, parts, people
from training.twins import twin

ROOT = Path(__file__).resolve().parent.parent
# So many words of a printed line must stand in a sentence that answers.
WORDS = 4


def main(arguments: Sequence[str] | None = None) -> None:
    """Write papers, embeddings, indexes and questions; print the figures of each language as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared", help="folder with train/ and eval/")
    given = parser.parse_args(arguments)
    papers = given.out / "papers"
    papers.mkdir(parents=True, exist_ok=True)
    asked = [row for row in read(given.data / "train", hold_out=False).written if not row["page"]]
    pdfmetrics.registerFont(TTFont("Text", str(FACE)))
    for row in asked:
        if not (papers / f"{row['text']}.pdf").exists():
            set_text(row["context"]["de"], papers / f"{row['text']}.pdf")
    pages = people(given.data) + by_machine(given.data)
    folds = parts(pages)
    measured: dict[str, list[Example]] = {}
    for half, some in enumerate(HALVES):
        mine = [row for row in asked if int(row["text"], 16) % 2 == half]
        lot = np.random.default_rng(half)
        rows = [row for row in (question(row, lot) for row in mine) if row]
        unseen = [tuple(page["context"]["de"]) for page, fold in zip(pages, folds, strict=True) if fold in some]
        unseen += [tuple(row["context"]["de"].split("\n")) for row in mine]
        model, index = given.out / f"twin-{half}", given.out / f"index-{half}"
        if not all((model / file).exists() for file in FILES):
            twin(given.data, unseen, print, model)
        own = load_static(model)
        if not index.exists():
            ingest([papers], index, own, IngestConfig(default_visibility="public"))
        for language in sorted({row["language"] for row in rows}):
            file = given.out / f"questions-{half}-{language}.jsonl"
            lines = (json.dumps(row, ensure_ascii=False) for row in rows if row["language"] == language)
            file.write_text("\n".join(lines), "utf-8")
            measured.setdefault(language, []).extend(examples(index, file, lexicon=own))
        print(f"half {half + 1} of {len(HALVES)}", flush=True)
    print(json.dumps({language: figures(found) for language, found in measured.items()}))


def figures(found: Sequence[Example]) -> dict[str, float]:
    """Return the share of answerable questions for which a right sentence is read at all, and `evaluation.fit.shares`."""
    answerable = [example for example in found if example.answerable]
    read_at_all = sum(bool(example.right.any()) for example in answerable) / max(1, len(answerable))
    told = {"n": len(found), "read": read_at_all, **shares(found, *weights())}
    return {name: round(value, 3) for name, value in told.items()}


def question(row: Mapping[str, Any], lot: np.random.Generator) -> dict[str, Any] | None:
    """Return a row as `evaluation.fit` reads it, in one wording by lot; None where no line tells what is right."""
    lines = row["context"]["de"].split("\n")
    facts = [fact for fact in (pattern(lines[n]) for n in row["answers"]) if fact]
    if bool(row["answers"]) != bool(facts):
        return None
    language = [*row["question"]][int(lot.integers(len(row["question"])))]
    return {
        "intent": "fact" if facts else UNANSWERABLE,
        "question": row["question"][language],
        "language": language,
        "sources": [f"{row['text']}.pdf"],
        "facts": facts,
    }


def pattern(line: str) -> str:
    """Return a pattern of the words in the middle of a printed line, wherever its blanks are; "" for a short line."""
    words = line.split()
    if len(words) > WORDS + 1:
        words = words[1:-1]  # halves of words may stand at its ends
    first = max(0, len(words) // 2 - WORDS // 2)
    words = words[first : first + WORDS]
    return r"\s*".join(map(re.escape, words)) if sum(map(len, words)) > WORDS + 1 else ""


if __name__ == "__main__":
    main()
