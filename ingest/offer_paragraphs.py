"""Lines of a box -> paragraphs, and the fields that their place tells: the house under the day, who holds it under that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.offer_bodies import has_verb, is_body, is_person
from ingest.offer_labels import labels_in
from ingest.offer_lines import FACE, Line
from ingest.offer_looks import tells, times_first
from ingest.offer_values import costs, is_place, reached, times

# In words: the name of a house or an organisation.
NAME = 8


def paragraphs(lines: Sequence[Line], spacing: float | None) -> list[list[Line]]:
    """Return the lines of a box paragraph by paragraph; where the white does not tell, values stand for themselves."""
    found: list[list[Line]] = []
    for line in lines:
        above = found[-1][-1] if found else None
        if above is None or _begins(above, line, spacing):
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _begins(above: Line, line: Line, spacing: float | None) -> bool:
    if spacing is not None:
        return line.y0 - above.y1 > spacing * line.size
    return bool(tells(above.text) or tells(line.text)) or abs(line.size - above.size) > FACE * line.size


def told_by_place(held: Sequence[list[Line]], towns: frozenset[str]) -> Iterator[tuple[list[Line], str]]:
    """Yield the paragraphs of a box with the field that their place tells: where under when, who under where; else ""."""
    before = ""
    placed = False
    for lines in held:
        text = " ".join(line.text for line in lines)
        field = tells(text) or ""
        what = ""
        if before == "time" and not placed and _is_where(text, field, towns):
            field = what = "place"
        elif before in {"time", "place"} and _is_who(text, field):
            field = what = "organiser"
        placed = placed or field == "place"
        before = "time" if times_first(text) else field
        yield lines, what


def _is_where(text: str, field: str, towns: frozenset[str]) -> bool:
    """Tell a short line that names a house, whatever its words: „Alte Molkerei, Altharde“."""
    if not _is_name(text):
        return False
    if field == "organiser" or is_body(text):
        return is_place(text)
    several = len(text.split()) > 1 and (not is_person(text) or text.rsplit(maxsplit=1)[-1] in towns)
    return field == "place" or (not field and several)


def _is_who(text: str, field: str) -> bool:
    return field in {"", "organiser"} and _is_name(text) and is_body(text)


def _is_name(text: str) -> bool:
    return (
        text[:1].isupper()
        and text[-1] not in ".!?:"
        and len(text.split()) <= NAME
        and not labels_in(text)
        and not (times(text) or costs(text) or reached(text) or has_verb(text))
    )
