"""Does the check of `assistant.verify` catch what is wrong, and let pass what is right?

    kiz eval verification FILE.jsonl
    python -m evaluation.verification make OUT.jsonl TEXTS...     # a bench from texts of your own
    python -m evaluation.verification FILE.jsonl [--show KIND]

Rows: {"sentence", "passages": [..], "supported": bool, "kind"}; optional "language" of the sentence.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.verify import check
from evaluation.corruptions import write_bench
from evaluation.rows import read_rows


@dataclass(frozen=True, slots=True)
class Score:
    """Shares 0..1: corruptions caught, faithful sentences refused, judged right per kind."""

    caught: float
    false_alarms: float
    by_kind: dict[str, float]
    rows: int
    counts: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return the fields of `kiz eval verification --json`."""
        shares = {kind: round(share, 4) for kind, share in self.by_kind.items()}
        return {
            "caught": round(self.caught, 4),
            "false_alarms": round(self.false_alarms, 4),
            "by_kind": shares,
            "rows": self.rows,
        }


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a bench.

    :raises KizError: no such file, or a line that is no row.
    """
    yield from read_rows(path, ("sentence", "passages", "supported", "kind"))


def score(path: Path) -> Score:
    """Run the check over a bench; with no rows of a side, its share is 0."""
    right: dict[str, list[bool]] = defaultdict(list)
    caught: list[bool] = []
    alarms: list[bool] = []
    for row in rows(path):
        supported = check(row["sentence"], row["passages"], language=row.get("language", "de")).supported
        right[row["kind"]].append(supported == row["supported"])
        (alarms if row["supported"] else caught).append(not supported)
    return Score(
        caught=_share(caught),
        false_alarms=_share(alarms),
        by_kind={kind: _share(answers) for kind, answers in sorted(right.items())},
        rows=len(caught) + len(alarms),
        counts={kind: len(answers) for kind, answers in sorted(right.items())},
    )


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 0.0


def lines(result: Score) -> list[str]:
    """Return the score as lines for people."""
    head = f"{result.rows} rows: caught {result.caught:.3f}, false alarms {result.false_alarms:.3f}"
    kinds = (f"  {kind:24} {share:.3f}  (n={result.counts[kind]})" for kind, share in result.by_kind.items())
    return [head, *kinds]


def misjudged(path: Path, kind: str, most: int = 20) -> Iterator[str]:
    """Yield what was judged wrong of one kind, with the problems that the check named."""
    for row in rows(path):
        verdict = check(row["sentence"], row["passages"], language=row.get("language", "de"))
        if row["kind"] == kind and verdict.supported != row["supported"] and most > 0:
            most -= 1
            yield f"{row['sentence']}\n    {' | '.join(verdict.problems)}\n    <- {row.get('source', '')}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation.verification")
    parser.add_argument("file", help="a bench, or the word make")
    parser.add_argument("more", nargs="*", type=Path, help="make: the bench to write, then .jsonl, .jsonl.xz or .txt")
    parser.add_argument("--show", default="", help="print what was judged wrong of this kind")
    parser.add_argument("--rows", type=int, default=3000, help="make: rows of each side")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    if given.file == "make":
        print(write_bench(given.more[0], given.more[1:], given.rows, given.seed), "rows")
    elif given.show:
        print("\n".join(misjudged(Path(given.file), given.show)))
    else:
        print("\n".join(lines(score(Path(given.file)))))


if __name__ == "__main__":
    main()
