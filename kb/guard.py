"""What blocks take out of papers and catalogues: names in every spelling, numbers and mail addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kb.blocks import TITLE, Block, key, words_of
from kb.contacts import Contact
from kb.model import Document, Page, Passage
from kb.offers import NOBODY, Offer
from kb.people import given_names

_MAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|0)[\d\s()/.–-]{4,}\d")
_ARTICLES = frozenset(
    (
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "eines",
        "kein",
        "keine",
        "jeder",
        "jede",
        "als",
        "zum",
        "zur",
    )
)


@dataclass(frozen=True, slots=True)
class Guard:
    """What the blocks take out of papers and catalogues.

    `further`: numbers and mail addresses that the papers give to blocked persons alone; they are out as well.
    """

    held: tuple[Block, ...]
    further: frozenset[str] = frozenset()
    _names: tuple[_Name, ...] = field(init=False, default=(), repr=False)
    _keys: frozenset[str] = field(init=False, default=frozenset(), repr=False)

    def __post_init__(self) -> None:
        made = tuple(_name(one.value) for one in self.held if one.kind == "name" and words_of(one.value))
        object.__setattr__(self, "_names", made)
        keys = self.further | {key(one.kind, one.value) for one in self.held if one.kind != "name"}
        object.__setattr__(self, "_keys", keys)

    def __bool__(self) -> bool:
        return bool(self.held)

    def holds(self, text: str | None) -> bool:
        """Return whether a text names somebody or something blocked."""
        if not text or not self.held:
            return False
        folded = _folded(text)
        if any(name.stands(folded) for name in self._names):
            return True
        if self._keys and any(key("mail", found) in self._keys for found in _MAIL.findall(text)):
            return True
        return bool(self._keys) and any(key("phone", found) in self._keys for found in _PHONE.findall(text))

    def lets(self, contact: Contact) -> bool:
        """Return whether a contact is shown."""
        return not any(
            map(self.holds, (contact.person, contact.role, contact.unit, contact.phone, contact.mail, *contact.tasks))
        )

    def offer(self, offer: Offer) -> Offer | None:
        """Return an offer without what is blocked; None where its name is."""
        if not self.held:
            return offer
        if self.holds(offer.name):
            return None
        gone: dict[str, Any] = {
            name: None
            for name in ("description", "intended", "place", "town", "time", "cost", "organiser", "registration")
            if self.holds(getattr(offer, name))
        }
        if any(map(self.holds, offer.languages)):
            gone["languages"] = tuple(name for name in offer.languages if not self.holds(name))
        if any(map(self.holds, offer.contact)):
            gone["contact"] = NOBODY
        if not gone:
            return offer
        left = tuple((name, spans) for name, spans in offer.spans if name not in gone)
        return replace(offer, **gone, spans=left)

    def document(self, document: Document) -> Document:
        """Return a document without an author who is blocked; a title that names one gives way to the file's name."""
        if not self.held:
            return document
        gone: dict[str, Any] = {
            name: None for name in ("issuer", "unit", "origin") if self.holds(getattr(document, name))
        }
        if self.holds(document.author):
            kept = [name for name in (document.author or "").split(";") if not self.holds(name)]
            gone["author"] = ";".join(kept).strip() or None
        if self.holds(document.title):
            named = Path(document.file).stem
            gone["title"] = document.id if self.holds(named) else named
        return replace(document, **gone) if gone else document

    def passage(self, passage: Passage) -> Passage:
        """Return a passage without the sentences and lines that name what is blocked; all offsets stay."""
        if not self.held or not (self.holds(passage.text) or any(map(self.holds, passage.section))):
            return passage
        out = [(one.start, one.end) for one in passage.sentences if self.holds(passage.text[one.start : one.end])]
        text = _blank(passage.text, out)
        text = _blank(text, [line for line in _lines(text) if self.holds(text[line[0] : line[1]])])
        if self.holds(text):  # over the end of a line
            text = _blank(text, [(0, len(text))])
        return replace(
            passage,
            text=text,
            section=tuple(head for head in passage.section if not self.holds(head)),
            sentences=tuple(one for one in passage.sentences if text[one.start : one.end].strip()),
            pieces=tuple(piece for piece in passage.pieces if text[piece.start : piece.end].strip()),
        )

    def page(self, page: Page) -> Page:
        """Return a page's text without the lines that name what is blocked."""
        if not self.holds(page.text):
            return page
        return replace(page, text="\n".join("" if self.holds(line) else line for line in page.text.split("\n")))

    def evidence(self, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return what was read off a paper's head without the quotes that name what is blocked."""
        return [entry for entry in found if not self.holds(str(entry.get("quote", "")))]


NOTHING = Guard(())


def guard(held: tuple[Block, ...], contacts: Collection[Contact]) -> Guard:
    """Return the guard of blocks over the contacts of all papers: the numbers of a blocked person go with the person.

    A number that the papers give to others as well is theirs, too, and stays.
    """
    plain = Guard(held)
    owners: dict[str, set[bool]] = {}
    for contact in contacts:
        for kind, value in (("phone", contact.phone), ("mail", contact.mail)):
            if value and contact.person:
                owners.setdefault(key(kind, value), set()).add(plain.holds(contact.person))  # type: ignore[arg-type]
    return Guard(held, frozenset(value for value, blocked in owners.items() if blocked == {True}))


def _folded(text: str) -> str:
    """Return a text as names are compared in it: umlauts written out, case kept."""
    table: Mapping[str, str] = {
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "\u00ad": "",
    }
    return "".join(table.get(char, char) for char in text)


class _Name(NamedTuple):
    """How a blocked name is found: `sure` with its given name, an initial or a title; `alone` without.

    Rather a line too many is left out („Koch“ at the head of a sentence) than one too few.
    """

    sure: re.Pattern[str]
    alone: re.Pattern[str] | None
    given: str

    def stands(self, folded: str) -> bool:
        """Return whether a folded text has the name; alone it is another's with another given name beside it."""
        if self.sure.search(folded):
            return True
        for match in self.alone.finditer(folded) if self.alone else ():
            before = re.search(r"([\w-]+)\s+$", folded[: match.start()])
            behind = re.match(r",\s+([\w-]+)", folded[match.end() :])
            beside = {found[1] for found in (before, behind) if found}
            if before and before[1].casefold() in _ARTICLES:  # „der Koch“, „die Bauer“: a word, no name
                continue
            if not any(word in _folded_given() and word.casefold() != self.given for word in beside):
                return True
        return False


def _name(value: str) -> _Name:
    words = words_of(value.replace(",", " "))
    family, given = (words[0], words[1:]) if "," in value else (words[-1], words[:-1])
    own = re.escape(family)
    alone = re.compile(rf"(?<![\w@.-]){own[:1].upper()}{own[1:]}s?(?![\w@-])")
    if not given:
        return _Name(re.compile(rf"(?<!\w){own}s?(?!\w)", re.IGNORECASE), None, "")
    first = re.escape(given[0])
    shapes = (
        rf"(?<!\w){first}(?:[\s-]+[\w.-]+){{0,2}}?\s+{own}s?(?!\w)",
        rf"(?<!\w){own},?\s+{first}(?!\w)",
        rf"(?<!\w){first[:1]}\.\s*{own}(?!\w)",
        rf"(?<!\w){TITLE}\s+(?:{TITLE}\s+)*(?:{first}\s+|{first[:1]}\.\s*)?{own}s?(?!\w)",
        rf"(?<![\w.-])(?:{first}[._-]?|{first[:1]}[._-]?)?{own}(?:[._-]{first})?\s?(?:@|\(at\)|\[at\])",
    )
    return _Name(re.compile("|".join(shapes), re.IGNORECASE), alone, given[0])


@cache
def _folded_given() -> frozenset[str]:
    return frozenset(map(_folded, given_names()))


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _lines(text: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
