"""In how many passages of a generation each token occurs: one small file beside the words that a server holds.

A reader of a generation has the file of that generation, and so the weights of words as they were when it was
published, whatever is being written.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb.bm25 import NAMES
from kb.disk import disk_error
from kb.errors import KnowledgeBaseError
from kb.german import VERSION

FILE = "tallies.npz"


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts of one state of the words.

    `stamp` numbers the state: a row on the server belongs to it if it came with this stamp or before and had not
    ended by then. `lengths` are the numbers of tokens of all `passages` by field, `means` the fields' mean lengths that
    the rows were weighed with (empty before the first). `dimensions` (m, ascending) are those that occur, `holding` (m)
    says in how many of the passages.
    """

    stamp: int = 0
    passages: int = 0
    lengths: tuple[int, ...] = (0,) * len(NAMES)
    means: tuple[float, ...] = ()
    dimensions: NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, dtype=np.uint32))
    holding: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def frequencies(self, wanted: list[int]) -> dict[int, int]:
        """Return in how many passages these dimensions occur; those that occur in none are left out."""
        if not wanted or not len(self.dimensions):
            return {}
        asked = np.array(wanted, dtype=np.uint32)
        at = np.minimum(np.searchsorted(self.dimensions, asked), len(self.dimensions) - 1)
        there = self.dimensions[at] == asked
        return dict(zip(asked[there].tolist(), self.holding[at[there]].tolist(), strict=True))

    def actual_means(self) -> tuple[float, ...]:
        """Return the fields' mean lengths as they are now."""
        return tuple(length / self.passages if self.passages else 0.0 for length in self.lengths)

    def next(self, passages: int, lengths: Sequence[int], changes: Mapping[int, int]) -> Tallies:
        """Return the tallies of the next state: so many passages, tokens by field, and passages by dimension more."""
        more = np.fromiter(changes.keys(), dtype=np.uint32, count=len(changes))
        numbers = np.fromiter(changes.values(), dtype=np.int64, count=len(changes))
        dimensions, where = np.unique(np.concatenate([self.dimensions, more]), return_inverse=True)
        holding = np.zeros(len(dimensions), dtype=np.int64)
        np.add.at(holding, where, np.concatenate([self.holding, numbers]))
        kept = holding > 0
        return replace(
            self,
            stamp=self.stamp + 1,
            passages=self.passages + passages,
            lengths=tuple(old + new for old, new in zip(self.lengths, lengths, strict=True)),
            dimensions=dimensions[kept],
            holding=holding[kept],
        )


def read_tallies(folder: Path) -> Tallies | None:
    """Return the tallies in the folder of a generation; None where there are none.

    :raises KnowledgeBaseError: damaged, or made with another analyser.
    """
    try:
        with np.load(BytesIO((folder / FILE).read_bytes()), allow_pickle=False) as stored:
            if str(stored["analyser"]) != VERSION:
                raise ValueError(f"analyser {stored['analyser']}")
            stamp, passages, *lengths = stored["state"].tolist()
            means = tuple(stored["means"].tolist())
            return Tallies(stamp, passages, tuple(lengths), means, stored["dimensions"], stored["holding"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise KnowledgeBaseError("index-damaged", path=folder / FILE, why=error) from error


def write_tallies(folder: Path, tallies: Tallies) -> None:
    """Write the tallies of a generation; what another generation has under a link stays as it is.

    :raises KnowledgeBaseError: the disk is full or may not be written.
    """
    beside = folder / f"{FILE}.part"
    try:
        with beside.open("wb") as file:
            np.savez(
                file,
                analyser=np.array(VERSION),
                state=np.array([tallies.stamp, tallies.passages, *tallies.lengths], dtype=np.int64),
                means=np.array(tallies.means, dtype=np.float64),
                dimensions=tallies.dimensions,
                holding=tallies.holding,
            )
            file.flush()
            os.fsync(file.fileno())
        beside.replace(folder / FILE)
    except OSError as error:
        raise disk_error(error, folder) or KnowledgeBaseError("index-damaged", path=folder, why=error) from error
