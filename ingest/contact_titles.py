"""Titles above a contact -> the body it belongs to and what it is for."""

from __future__ import annotations

import re

from ingest.contact_blocks import TERRITORY, Draft
from ingest.contact_pieces import SHORT
from ingest.contact_words import generic, is_body, labels
from ingest.offer_drafts import Value, part

# Titles that are of the day and of nobody's task.
_AGENDA = re.compile(r"\d\d|\?$|^TOP\b|tagesordnung|\b\w$", re.IGNORECASE)
_WITHIN = re.compile(r"[^,]*?\s(?:im|zum|zur|des|der|beim|vom|in der|bei der)\s(?P<body>[A-ZÄÖÜ][^,]*)$")


def _body_of(head: Value) -> Value | None:
    """Return the body that a title names: all of it, or what stands behind „im“, „des“ and the like."""
    if re.search(r"\d\d", head.text):
        return None
    low = max((label.end for label in labels(head.text)), default=0)
    value = part(head, low, len(head.text)) if head.spans else head
    if is_body(value.text.strip()) and not _WITHIN.match(value.text):
        return value
    within = _WITHIN.match(value.text)
    if (
        within
        and not TERRITORY.fullmatch(within["body"])
        and not is_body(value.text[: within.start("body")].rsplit(maxsplit=1)[0])
        and is_body(within["body"])
    ):
        return part(value, *within.span("body")) if value.spans else Value(within["body"], ())
    return value if is_body(value.text.strip()) else None


def titles(draft: Draft) -> tuple[Value | None, Value | None]:
    """Return the body and the task that the titles above a contact name."""
    unit = task = None
    named = True  # what stands over „Kontakt“ or „Impressum“ is no task, but may be the body
    for head in draft.heads:
        if generic(head.text):
            named = False
            continue
        if body := _body_of(head):
            unit = body
            break
        if named and len(head.text.split()) <= SHORT + 3 and not _AGENDA.search(head.text):
            numbered = re.match(r"(?:\d+(?:\.\d+)*\.?|[a-z]\))\s", head.text)
            task = task or (part(head, numbered.end(), len(head.text)) if numbered and head.spans else head)
    return unit, task
