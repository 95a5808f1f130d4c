"""Which papers a question of the staff is asked of: the form beside the chat, what it sends, and how it is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import cast, get_args

from kb.model import Document, Visibility
from kb.narrowed import Extent
from ui.markup import text
from ui.staff_words import said
from ui.wording import words

# Papers and bodies are chosen one at a time; a list of more would not be read.
LONGEST = 4000


def kind_name(kind: str) -> str:
    """Return what a kind of paper is called."""
    return words("kinds").get(kind) or (said("filters")["other_kind"] if kind == "sonstiges" else kind)


def organizations(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return the bodies that papers come from or went through, in order of the alphabet."""
    found = {step.organization.strip() for document in documents for step in document.consultations}
    found |= {(document.issuer or "").strip() for document in documents}
    return tuple(sorted(found - {""}, key=str.casefold))


def form(documents: Sequence[Document]) -> str:
    """Return the filters as a form that opens on demand; the script beside it sends what is chosen.

    Without papers there is its first line alone, as long as they are not known.
    """
    label = said("filters")
    if not documents:
        return f'<details class="filters"><summary><span>{label["title"]}</span> {label["none"]}</summary></details>'
    kinds = sorted({document.kind for document in documents}, key=kind_name)
    checks = "".join(
        f'<label><input type="checkbox" name="kinds" value="{text(kind)}"> {text(kind_name(kind))}</label>'
        for kind in kinds
    )
    years = sorted({document.date.year for document in documents if document.date})
    bounds = f' min="{years[0]}" max="{years[-1]}"' if years else ""
    span = f" ({'–'.join(map(str, dict.fromkeys((years[0], years[-1]))))})" if years else ""
    bodies = "".join(f'<option value="{text(one)}">{text(one)}</option>' for one in organizations(documents))
    papers = "".join(
        f'<option value="{text(one.id)}">{text(_paper(one))}</option>'
        for one in sorted(documents, key=lambda one: one.title.casefold())
    )
    seen = "".join(
        f'<option value="{value}">{label[name]}</option>'
        for value, name in (("", "all"), ("public", "public"), ("internal", "internal"))
    )
    return (
        f'<details class="filters"><summary><span>{label["title"]}</span> <span class="chosen" data-chosen>'
        f'{label["none"]}</span></summary><form data-filters data-none="{label["none"]}" '
        f'data-since="{label["since"]}" data-until="{label["until"]}">'
        f"<fieldset><legend>{label['kind']}</legend><div class=checks>{checks}</div></fieldset>"
        f"<fieldset><legend>{label['years']}{span}</legend><div class=years>"
        f'<label>{label["from"]} <input type="number" name="first" inputmode="numeric"{bounds}></label>'
        f'<label>{label["to"]} <input type="number" name="last" inputmode="numeric"{bounds}></label></div></fieldset>'
        f'<label>{label["organization"]}<select name="organization"><option value="">{label["all"]}</option>{bodies}'
        f"</select></label>"
        f'<label>{label["visibility"]}<select name="visibility">{seen}</select></label>'
        f'<label class="wide">{label["document"]}<select name="document"><option value="">{label["all"]}</option>'
        f"{papers}</select></label>"
        f'<label class="wide check"><input type="checkbox" name="past"> {label["past"]}</label>'
        f'<p class="undated">{label["undated"]}</p>'
        f'<button type="reset" class="quiet">{label["reset"]}</button></form></details>'
    )


def _paper(document: Document) -> str:
    return f"{document.title} ({document.date.year})" if document.date else document.title


def read_extent(sent: object) -> Extent:
    """Return what the form sent; what is no such thing is left out, as filters only ever narrow."""
    try:
        given = json.loads(sent) if isinstance(sent, str) and len(sent) <= LONGEST else {}
    except ValueError:
        given = {}
    if not isinstance(given, dict):
        return Extent()

    def texts(name: str) -> tuple[str, ...]:
        values = given.get(name)
        return tuple(one for one in values if isinstance(one, str) and one)[:50] if isinstance(values, list) else ()

    def year(name: str) -> int | None:
        value = given.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999 else None

    first, last = year("first"), year("last")
    if first and last and first > last:
        first, last = last, first
    seen = tuple(cast(Visibility, one) for one in texts("visibilities") if one in get_args(Visibility))
    return Extent(
        texts("documents"), texts("kinds"), (first, last), texts("organizations"), seen, given.get("past") is True
    )


def told(extent: Extent, documents: Sequence[Document]) -> str:
    """Return an extent in words, "" for all papers of today."""
    label = said("filters")
    titles = {document.id: document.title for document in documents}
    first, last = extent.years
    parts = [", ".join(kind_name(kind) for kind in extent.kinds)]
    if first and last:
        parts.append(str(first) if first == last else f"{first}–{last}")
    elif first or last:
        parts.append(label["since" if first else "until"].format(year=first or last))
    parts += extent.organizations
    parts += [label[one] for one in extent.visibilities]
    parts += [f"„{titles.get(one, one)}“" for one in extent.documents]
    parts += [label["with_past"]] if extent.past else []
    return " · ".join(filter(None, parts))
