"""Which of many files is begun next, where several are read at a time and their readings are wanted in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

# Pages read ahead of their turn that are held, some 130 kB each; what is being read comes on top.
MOST_HELD = 1_000


class Turns:
    """Large files are begun first, or at the end one core would read while the others wait.

    What is read before its turn is held; where that is much, the next in turn are begun instead.
    """

    def __init__(self, sizes: Sequence[int], ahead: int) -> None:
        """Begin files of these sizes; where much is held, only `ahead` places ahead of the turn."""
        self._begun = [False] * len(sizes)
        self._large = deque(sorted(range(len(sizes)), key=lambda place: -sizes[place]))
        self._ahead = ahead

    def following(self, turn: int, held: int) -> int | None:
        """Return the place of the file to begin, None if there is none to begin now.

        :param turn: the place of the file whose reading is wanted next.
        :param held: pages of the readings that wait for their turn.
        """
        while self._large and self._begun[self._large[0]]:
            self._large.popleft()
        if not self._large:
            return None
        near = range(turn, min(turn + self._ahead, len(self._begun)))
        place = self._large[0] if held < MOST_HELD else next((place for place in near if not self._begun[place]), None)
        if place is not None:
            self._begun[place] = True
        return place
