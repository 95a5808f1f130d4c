"""The head of a table: which field each of its columns holds."""

from __future__ import annotations

from ingest.offer_labels import head_label
from ingest.offer_parts import Part

Head = list[tuple[str | None, float]]


def head_of(row: Part) -> Head | None:
    """Return the fields of a table's columns with where they begin, None for a row that is no head."""
    if row.kind != "row":
        return None
    fields = [(head_label(cell.text) if len(cell.text.split()) <= 5 else None, cell.line.x0) for cell in row.cells]
    if sum(field == "audience" for field, _ in fields) > 1:  # „Wer“ beside „Für wen“ is who offers it
        who = [cell.text.strip(" ?:").lower() == "wer" for cell in row.cells]
        fields = [("organiser" if is_who else field, x0) for (field, x0), is_who in zip(fields, who, strict=True)]
    known = [field for field, _ in fields if field]
    return fields if len(known) >= 2 and 2 * len(known) >= len(fields) else None
