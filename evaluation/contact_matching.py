"""Which contact of a catalogue is which of a gold list, and which of its values are right (rules: CONTACTS.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

FIELDS = ("person", "role", "unit", "tasks", "phone", "mail", "address", "hours")
ANY = "*"
_TITLES = re.compile(r"\b(?:Herrn?|Frau|Hr|Fr|Dr|Prof|Dipl)\b\.?")
# Words that tell nothing of a name or task.
_SMALL = frozenset(
    (
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "und",
        "für",
        "in",
        "im",
        "am",
        "an",
        "bei",
        "beim",
        "vom",
        "von",
        "zu",
        "zur",
        "zum",
        "laut",
    )
)
_ENDING = re.compile(r"(?<=\w{4})(?:es|s|en|e|n|in|er|em)$")


def words(text: str) -> frozenset[str]:
    """Return the words of a value without case, endings and small words."""
    return frozenset(_ENDING.sub("", word) for word in re.findall(r"\w+", text.casefold()) if word not in _SMALL)


def person(text: str) -> tuple[str, frozenset[str]]:
    """Return the family name and the given names of a printed name."""
    bare = _TITLES.sub(" ", text).strip(" .")
    family, _, given = bare.partition(",")
    held = re.findall(r"[\w-]+", f"{given} {family}".casefold())
    return (held[-1] if held else ""), frozenset(held[:-1])


def same_person(left: str, right: str) -> bool:
    """Tell whether two names can be one person's: one family name, and given names that agree where both have them."""
    a, b = person(left), person(right)
    return a[0] == b[0] and (not a[1] or not b[1] or bool(a[1] & b[1]))


def digits(text: str) -> str:
    """Return a telephone number as its digits, the country's code as 0."""
    return re.sub(r"\D", "", re.sub(r"^\+49\s?(?:\(0\))?", "0", text.strip()))


@dataclass(slots=True)
class Group:
    """All that one paper says of one person or body: of the gold list, or of the catalogue."""

    document: str
    rows: list[dict[str, Any]] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """Return the values of a field, each once."""
        held = [row.get(name) for row in self.rows]
        flat = [one for value in held for one in (value if isinstance(value, (list, tuple)) else [value]) if one]
        return list(dict.fromkeys(map(str, flat)))

    @property
    def optional(self) -> bool:
        """Whether it may be found or missed."""
        return all(row.get("optional") for row in self.rows)

    def accepts(self, name: str) -> list[Any]:
        """Return further values that are right for a field."""
        return [one for row in self.rows for one in row.get("accept", {}).get(name, ())]


def groups(rows: Iterable[dict[str, Any]]) -> list[Group]:
    """Return rows by document and whom they are about."""
    found: list[Group] = []
    for row in rows:
        group = next((each for each in found if each.document == row["document"] and _belongs(row, each)), None)
        if group is None:
            group = Group(row["document"])
            found.append(group)
        group.rows.append(row)
    return found


def _belongs(row: dict[str, Any], group: Group) -> bool:
    if row.get("person"):
        return any(same_person(row["person"], name) for name in group.values("person"))
    return not group.values("person") and alike(Group(row["document"], [row]), group)


def alike(left: Group, right: Group) -> bool:
    """Tell whether two groups are about the same: the person, else a number or address in common, else the body and task."""
    people = [[*left.values("person"), *_named(left)], [*right.values("person"), *_named(right)]]
    if left.values("person") and right.values("person"):
        return any(same_person(a, b) for a in people[0] for b in people[1])
    if (left.values("person") and None not in left.accepts("person")) or (
        right.values("person") and None not in right.accepts("person")
    ):
        both = any(same_person(a, b) for a in people[0] for b in people[1])
        if both or not (_named(left) or _named(right)):
            return both
    ways = [
        ({digits(one) for one in group.values("phone")}, {one.casefold() for one in group.values("mail")})
        for group in (left, right)
    ]
    if any(a & b for a, b in zip(*ways, strict=True)):
        return True
    if any(a and b for a, b in zip(*ways, strict=True)) or (any(map(bool, ways[0])) != any(map(bool, ways[1]))):
        return False
    bodies = [[words(one) for one in group.values("unit")] for group in (left, right)]
    if not any(a <= b or b <= a for a in bodies[0] for b in bodies[1]):
        return False
    tasks = [frozenset().union(*(words(one) for one in group.values("tasks"))) for group in (left, right)]
    return not all(tasks) or bool(tasks[0] & tasks[1])


def _named(group: Group) -> list[str]:
    return [one for one in group.accepts("person") if one]


def right(name: str, gold: Group, found: Group) -> bool:
    """Tell whether a stated field is right: one value of the catalogue's is one of those that the list gives or accepts."""
    wanted = [*gold.values(name), *gold.accepts(name)]
    if ANY in wanted:
        return True
    held = found.values(name)
    if not held:
        return None in wanted or [] in wanted
    return any(_equal(name, told, one) for told in held for one in _flat(wanted)) or [] in wanted or None in wanted


def _flat(wanted: Sequence[Any]) -> list[str]:
    return [str(one) for value in wanted for one in (value if isinstance(value, list) else [value]) if one]


def _equal(name: str, told: str, wanted: str) -> bool:
    if name == "person":
        return same_person(told, wanted)
    if name == "phone":
        return digits(told) == digits(wanted)
    if name == "mail":
        return told.casefold() == wanted.casefold()
    if name in {"address", "hours"}:
        return words(told) == words(wanted)
    a, b = words(told), words(wanted)
    # Of a longer wording two thirds have to be the same: „Sportamt Erlangen“, „Leiter Sportamt“ are not.
    return bool(a and b) and 3 * len(a & b) >= 2 * max(len(b), 1) and 3 * len(a & b) >= len(a)
