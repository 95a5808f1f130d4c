"""Rows of tables that are no offers though a column of names stands there: purposes of grants, persons to ask."""

from __future__ import annotations

from ingest.offer_bodies import is_person
from ingest.offer_labels import pattern
from ingest.offer_nouns import is_named
from ingest.offer_parts import Part
from ingest.offer_values import reached, regular, times
from kb.offer_words import audiences


def is_person_listed(held: dict[str, list[Part]], key: str) -> bool:
    """Tell a row of a list of persons under the table: a name, and how to reach whoever has it, but no day."""
    said = " ".join(each.text for field, parts in held.items() if field != key for each in parts)
    return is_person(held[key][0].text) and bool(reached(said)) and not times(said)


def is_purpose(text: str) -> bool:
    """Tell a purpose that people can come to: by its noun, when it is, or for whom; what is over is none."""
    if pattern("prose", "past").search(text) or pattern("prose", "cancelled").search(text):
        return False
    return is_named(text) or bool(audiences(text)) or any(regular(text[one.start : one.end]) for one in times(text))
