"""Names for entries of the catalogue that stay when the papers are read again: made of the offer's own name and place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from kb.offer_names import plain_name
from kb.offer_sightings import Sighting

# German letters are written out; of others the accent falls away (NFKD).
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST = 80


def slug(text: str) -> str:
    """Return a text in the letters a-z, digits and single hyphens; "" where it has none of them."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].rstrip("-")


def ids_of(groups: Sequence[Sequence[Sighting]]) -> list[tuple[str, ...]]:
    """Return the ids of each offer, its own first; no two offers have the same own one.

    The name that the oldest paper prints gives the id. Where several offers share it, the one seen first keeps it, and
    the others have town, place, or else the paper behind it: what joins the catalogue later changes no id before.

    :param groups: the statements of each offer, the oldest first; the offers in order of age.
    """
    taken: set[str] = set()
    found = []
    for group in groups:
        names = list(dict.fromkeys(slug(plain_name(each.offer.name)) or "angebot" for each in group))
        ends = list(dict.fromkeys(end for each in group if (end := slug(each.offer.town or each.offer.place or ""))))
        ends += [group[0].document.id[:12]]
        wanted = [names[0], *(f"{names[0]}--{end}" for end in ends)]
        own = next((one for one in wanted if one not in taken), "")
        number = 2
        while not own:
            numbered = f"{wanted[-1]}-{number}"
            own, number = ("" if numbered in taken else numbered), number + 1
        taken.add(own)
        also = [f"{name}--{end}" for name in names for end in ends[:-1]]
        found.append(tuple(dict.fromkeys((own, *names, *also))))
    return found
