"""The table of `make bench`, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SIDES = ("ours", "memory", "chroma")
HEAD = ("work", "passages", "ours", "LlamaIndex, in memory", "LlamaIndex, Chroma", "ours : LlamaIndex")
# What is measured per size: name, unit, keys of p50 and p95 or of one figure, whether more is better.
MEASURES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("build, passages/s", ("built",), True),
    ("build, passages/s of processor", ("built cpu",), True),
    ("search, ms p50 / p95", ("search p50", "search p95"), False),
    ("search, processor ms", ("search cpu p50", "search cpu p95"), False),
    ("answer, ms p50 / p95", ("answer p50", "answer p95"), False),
    ("answer, processor ms", ("answer cpu p50", "answer cpu p95"), False),
    ("found of the exact 10 nearest", ("found",), True),
    ("memory of what answers, MB", ("memory_mb",), False),
    ("index on disk, MB", ("disk_mb",), False),
    ("start to first answer, s", ("ready s",), False),
    ("start to first answer, processor s", ("ready cpu",), False),
)


def table(result: Mapping[str, Any]) -> str:
    """Return the machine, the table and what has to be said beside it."""
    lines = [f"{name}: {value}" for name, value in result["machine"].items()]
    lines += ["", _row(HEAD), _row(["---"] * len(HEAD)), *map(_row, _ingest(result["ingest"]))]
    for name, keys, more in MEASURES:
        for size in result["sizes"]:
            lines.append(_row(_measure(name, keys, more, size)))
    embedding, ingest = result["embedding"], result["ingest"]
    lines += [
        "",
        f"{ingest['pages']:g} pages were read, {ingest['different pages']:g} different ones, the others copies."
        f" {result['real passages']:,} passages are real, the others made up. The last column: how many times better ours"
        " is (below 1: worse).",
        "Ingest: LlamaIndex with a transformer of MiniLM's size. Per size: both with our static vectors, so that the"
        f" indexes are compared; the transformer makes {embedding['transformer']:g} passages/s (static:"
        f" {embedding['static']:,.0f}) and adds {1000 / embedding['question']:.0f} ms to a question; of processor time,"
        f" {embedding['transformer cpu']:g} passages/s (static: {embedding['static cpu']:,.0f}) and"
        f" {1000 / embedding['question cpu']:.0f} ms.",
        "LlamaIndex answers with a language model that says nothing and costs nothing; ours without one.",
        f"The run took {result['minutes']:g} minutes.",
    ]
    return "\n".join(lines)


def _ingest(found: Mapping[str, float]) -> Iterator[Sequence[str]]:
    for unit, key in (("pages/s", ""), ("pages/s of processor", " cpu")):
        ours, theirs = found[f"ours{key}"], found[f"tutorial{key}"]
        yield f"ingest, {unit}", "", f"{ours:g}", f"{theirs:g}", "", f"{ours / theirs:.1f}"
        ours, plain = found[f"ours, reading{key}"], found[f"pypdf{key}"]
        yield f"reading up to passages, {unit}", "", f"{ours:g}", f"pypdf alone: {plain:g}", "", f"{ours / plain:.1f}"


def _measure(name: str, keys: Sequence[str], more: bool, size: Mapping[str, Any]) -> Sequence[str]:
    sides = {side: _with_rates(size[side]) for side in SIDES if side in size}
    cells = [" / ".join(_figure(sides[side][key]) for key in keys) if side in sides else "–" for side in SIDES]
    ours = sides["ours"][keys[0]]
    others = [row[keys[0]] for side, row in sides.items() if side != "ours"]
    ratios = [(ours / other if more else other / ours) if ours and other else 0.0 for other in others]
    return [name, f"{size['size']:,}", *cells, ", ".join(f"{ratio:.2g}" for ratio in ratios) or "–"]


def _with_rates(row: Mapping[str, float]) -> Mapping[str, float]:
    return {**row, "built": row["passages"] / row["seconds"], "built cpu": row["passages"] / row["worked"]}


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
