"""Reads the training texts and makes pairs of them: what belongs together, in which languages.

What each file is and its licence stands in `README.md`, the model card.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.written import joined, written_questions

# Kept out of training, to measure languages without questions: one whole source, and sentences by lot.
HELD_SOURCE = "phrasebook"
HELD_LANGUAGES = ("tr", "ru", "pl", "fa")
HELD_SENTENCES = 400
# The rest of a council paper is mostly annexes; the law's longest sections are schedules.
LONGEST_TEXT = 4000
# One page in so many is kept from training with the questions written on it.
HELD_PAGES = 8
# How often batches are drawn from the written questions: with their answers, their texts, their German.
ANSWERS, TEXTS, QUESTIONS = 5.0, 3.0, 3.0
_NUMBERING = re.compile(r"^(§+|Art\.?|Artikel|Anlage|Nr\.|[IVX]+\.)\s*\d*\w?\s+")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Texts that belong together, row by row.

    Rows of the same group are never each other's negatives. `share` is how often batches are drawn
    from here, in relation to the other sets; crops are in tokens.
    """

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    groups: tuple[int, ...]
    share: float
    left_crop: int = 64
    right_crop: int = 96


@dataclass(frozen=True, slots=True)
class Sources:
    """The files, read once."""

    parallel: tuple[dict[str, Any], ...]
    held: tuple[dict[str, Any], ...]
    lines: tuple[dict[str, str], ...]
    questions: tuple[dict[str, Any], ...]
    pages: tuple[dict[str, str], ...]
    laws: tuple[dict[str, str], ...]
    papers: tuple[dict[str, str], ...]
    written: tuple[dict[str, Any], ...] = ()
    held_written: tuple[dict[str, Any], ...] = ()


def read(folder: Path, hold_out: bool = True) -> Sources:
    """Return what stands in the training folder; parallel rows and written questions that are held out (if any) are apart.

    :raises OSError: a file is not there.
    """
    parallel = [row for row in _rows(folder / "parallel-sentences.jsonl.xz") if row.get("de")]
    chosen = {n for n, row in enumerate(parallel) if hold_out and row["src"] == HELD_SOURCE}
    for language in HELD_LANGUAGES if hold_out else ():
        rng = np.random.default_rng(7)
        able = [n for n, row in enumerate(parallel) if row.get(language) and row["src"] == "opus"]
        chosen.update(int(n) for n in rng.permutation(able)[:HELD_SENTENCES])
    # A sentence that is held out must not come back with another translation.
    german = {_key(parallel[n]["de"]) for n in chosen}
    questions = tuple(_rows(folder / "integreat-questions.jsonl.xz"))
    pages, papers = _rows(folder / "integreat-pages.jsonl.xz"), _rows(folder / "karlsruhe-council-papers.jsonl.xz")
    written = tuple(written_questions(questions, pages, papers))
    apart = [hold_out and row["page"] and int(row["text"], 16) % HELD_PAGES == 0 for row in written]
    return Sources(
        parallel=tuple(row for row in parallel if _key(row["de"]) not in german),
        held=tuple(parallel[n] for n in sorted(chosen)),
        lines=tuple(_rows(folder / "integreat-parallel-lines.jsonl.xz")),
        questions=questions,
        pages=tuple(pages),
        laws=tuple(_laws(folder)),
        papers=tuple({**row, "text": joined(row["text"][:LONGEST_TEXT])} for row in papers),
        written=tuple(row for row, away in zip(written, apart, strict=True) if not away),
        held_written=tuple(row for row, away in zip(written, apart, strict=True) if away),
    )


def languages(sources: Sources) -> dict[str, list[str]]:
    """Return all training texts by language, for the vocabulary."""
    texts: dict[str, list[str]] = {}
    for row in (*sources.parallel, *sources.lines):
        for language, text in row.items():
            if language != "src" and text:
                texts.setdefault(language, []).append(text)
    for row in sources.questions:
        for part in ("question", "context"):
            for language, text in row[part].items():
                texts.setdefault("integreat" if language == "de" else language, []).append(text)
    texts.setdefault("integreat", []).extend(row["title"] + "\n" + row["text"] for row in sources.pages)
    texts["law"] = [row["heading"] + " " + row["text"] for row in sources.laws]
    texts["council"] = [row["title"] + " " + row["text"] for row in sources.papers]
    return texts


def pairs(sources: Sources) -> list[Pairs]:
    """Return all sets of pairs."""
    return [*_parallel(sources), *_integreat(sources), *_german(sources), *_asked(sources)]


def held_out(sources: Sources) -> dict[str, list[tuple[str, str]]]:
    """Return name -> sentence pairs kept from training: "de-tr" (by lot), "de-tr phrasebook" (a whole source).

    "tr-ru" are pairs of languages that never meet in training.
    """
    result: dict[str, list[tuple[str, str]]] = {}
    for left, right in (("de", "tr"), ("de", "ru"), ("de", "pl"), ("de", "fa"), ("tr", "ru")):
        for row in sources.held:
            if row.get(left) and row.get(right):
                name = f"{left}-{right}" + (" phrasebook" if row["src"] == HELD_SOURCE else "")
                result.setdefault(name, []).append((row[left], row[right]))
    return {name: _distinct(rows)[:HELD_SENTENCES] for name, rows in result.items() if len(rows) >= 100}


def _parallel(sources: Sources) -> list[Pairs]:
    rows: dict[str, list[tuple[str, str]]] = {}
    for row in sources.parallel:
        for language in row:
            if language not in ("src", "de") and row[language]:
                rows.setdefault(language, []).append((row["de"], row[language]))
    sets = [_make(f"sentences {language}", _distinct(found), len(found) ** 0.5 / 8) for language, found in rows.items()]
    for language in ("en", "fr", "ar", "uk"):
        found = _distinct((row["de"], row[language]) for row in sources.lines if row.get(language))
        sets.append(_make(f"lines {language}", found, 7))
    return sets


def _integreat(sources: Sources) -> list[Pairs]:
    numbers: dict[str, int] = {}
    sets = []
    for language in ("de", "en", "fr", "ar", "uk"):
        asked, pages, answers, crossed, groups = [], [], [], [], []
        for row in sources.questions:
            if language not in row["question"]:
                continue
            lines = row["context"]["de"].split("\n")
            asked.append(row["question"][language])
            pages.append(row["context"]["de"])
            crossed.append(row["context"][language])
            answers.append(" ".join([lines[0], *(lines[n] for n in row["answers"] if n < len(lines))]))
            groups.append(numbers.setdefault(row["context"]["de"], len(numbers)))
        share = 7.0 if language == "de" else 3.5
        sets.append(Pairs(f"question-page {language}", tuple(asked), tuple(pages), tuple(groups), share))
        sets.append(
            Pairs(
                f"question-answer {language}",
                tuple(asked),
                tuple(answers),
                tuple(groups),
                share,
            )
        )
        sets.append(Pairs(f"page-page {language}", tuple(crossed), tuple(pages), tuple(groups), 3, 32, 96))
    return sets


def _asked(sources: Sources) -> list[Pairs]:
    """Return the written questions with the lines that answer, with the text they ask about, and in two languages."""
    numbers: dict[str, int] = {}
    answers: dict[str, list[tuple[str, str, int]]] = {}
    texts: dict[str, list[tuple[str, str, int]]] = {}
    words: dict[str, list[tuple[str, str]]] = {}
    for row in sources.written:
        lines = row["context"]["de"].split("\n")
        group = numbers.setdefault(row["context"]["de"], len(numbers))
        for key, question in row["question"].items():
            language = key.removesuffix("2")
            texts.setdefault(language, []).append((question, row["context"]["de"], group))
            if row["answers"]:
                answer = " ".join([row["title"], *(lines[n] for n in row["answers"])])
                answers.setdefault(language, []).append((question, answer, group))
            if key != "de":
                words.setdefault(language, []).append((row["question"]["de"], question))
    sets = []
    for name_, share, found in (("answer", ANSWERS, answers), ("text", TEXTS, texts)):
        for language, rows in found.items():
            left, right, groups = zip(*rows, strict=True)
            more = 2.0 if language == "de" else 1.0
            sets.append(Pairs(f"written {name_} {language}", left, right, groups, share * more))
    return sets + [_make(f"written question {language}", rows, QUESTIONS) for language, rows in words.items()]


def _german(sources: Sources) -> list[Pairs]:
    pages, papers, laws = sources.pages, sources.papers, sources.laws
    return [
        _make("page title", [(row["title"], row["text"]) for row in pages], 6),
        _make(
            "paper title",
            [(row["title"], row["text"]) for row in papers],
            14,
            groups=[row["title"] for row in papers],
        ),
        _make("law heading", [(_NUMBERING.sub("", row["heading"]), row["text"]) for row in laws], 14),
        _make(
            "law title",
            [(row["title"], row["text"]) for row in laws],
            5,
            groups=[row["title"] for row in laws],
        ),
        _make(
            "paper crop",
            [(row["text"], row["text"]) for row in papers],
            8,
            16,
            96,
            [row["title"] for row in papers],
        ),
        _make(
            "law crop",
            [(row["text"], row["text"]) for row in laws],
            6,
            16,
            96,
            [row["title"] for row in laws],
        ),
    ]


def _make(
    name: str,
    rows: Sequence[tuple[str, str]],
    share: float,
    left_crop: int = 64,
    right_crop: int = 96,
    groups: Sequence[str] | None = None,
) -> Pairs:
    known: dict[str, int] = {}
    numbers = tuple(known.setdefault(group, len(known)) for group in groups) if groups else tuple(range(len(rows)))
    return Pairs(
        name,
        tuple(row[0] for row in rows),
        tuple(row[1] for row in rows),
        numbers,
        share,
        left_crop,
        right_crop,
    )


def _laws(folder: Path) -> Iterable[dict[str, str]]:
    for name in ("federal-law-sections", "saxon-law-sections"):
        for row in _rows(folder / f"{name}.jsonl.xz"):
            heading = row["heading"].removeprefix(row["title"]).strip() or row["heading"]
            yield {**row, "heading": heading, "text": row["text"][:LONGEST_TEXT]}


def _distinct(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the rows without those whose German (first) side was there before."""
    seen: dict[str, tuple[str, str]] = {}
    for row in rows:
        seen.setdefault(_key(row[0]), row)
    return list(seen.values())


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _rows(path: Path) -> list[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
