"""Pieces of lines -> contacts: blocks under a title, lines of labels, names with a number behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.contact_lines import unwrapped
from ingest.contact_pieces import SHORT, SIGNED, Mark, Piece, joined, label_word, pieces
from ingest.contact_words import bare_label, is_body, labels, reached, role_in
from ingest.offer_drafts import Value
from ingest.offer_lines import Line
from kb.people import names

TERRITORY = re.compile(r"(?:Kreis|Landkreis|Stadt|Gemeinde)\s\S+|(?:Die|Der)\s\w+")
# Who made a paper is no contact.
_IMPRINT = re.compile(r"redaktion|gestaltung|druck|foto|bild|text|satz|layout", re.IGNORECASE)
# Labels of an imprint or of a course: whoever stands there is no contact.
_ASIDE = re.compile(
    r"(?:(?:tele)?fax|redaktion|gestaltung|druck|satz|layout|foto\w*|bild\w*|text\w*|auflage|quelle\w*|stand|datum|termin\w*|kosten|sprachen?|für wen|wann|wo|ort"
    r"|inhalt|dauer|zimmer|raum|az|betreff|thema|top ?\d*|beginn|ende|verteiler|anwesende\w*|entschuldigt|mitarbeit|homepage|internet|web)",
    re.IGNORECASE,
)


# Words. Labels of forms have one or two, seldom more.
LABEL = 3


@dataclass(slots=True)
class Draft:
    """What was gathered of one contact; `asked` tells that a label asked for a contact."""

    values: dict[str, Value] = field(default_factory=dict)
    tasks: list[Value] = field(default_factory=list)
    maybe: list[Value] = field(default_factory=list)  # a short line below a name, which may say what for
    holder: Value | None = None
    asked: bool = False
    heads: tuple[Value, ...] = ()
    office: Value | None = None  # the body that a label named for all people of a head
    past: bool = False
    row: bool = False  # of a table, whose title is not what each row is for

    def __bool__(self) -> bool:
        return bool(self.values or self.tasks)

    @property
    def reachable(self) -> bool:
        """Whether there is a number or a mail address."""
        return "phone" in self.values or "mail" in self.values

    def tells(self) -> bool:
        """Whether this says how somebody is reached, what they are or what they are for."""
        who = "person" in self.values or "unit" in self.values
        if self.reachable:
            return who or self.holder is not None or bool(self.heads or self.tasks)
        if "person" in self.values:
            return "role" in self.values or bool(self.tasks) or (self.asked and "unit" in self.values)
        return who and bool(self.tasks or ("address" in self.values and "hours" in self.values))


class Reader:
    """Goes through the lines of a paper and gathers contacts."""

    def __init__(self) -> None:
        self.found: list[Draft] = []
        self.now: list[Draft] = []  # people named side by side share what follows
        self.heads: tuple[Value, ...] = ()
        self.waiting: Mark | None = None
        self.lead: Value | None = None  # a short line before, which may say what the next contact is for
        self.office: Value | None = None

    def head(self, value: Value) -> None:
        """Note a title."""
        self.flush()
        self.heads = (value,)

    def line(self, value: Value) -> None:
        """Read a line."""
        given, self.waiting = self.waiting, None
        held = pieces(value, given)
        if held and held[-1].kind == "waiting":
            last = held.pop()
            self.waiting = Mark(last.value.text, last.label)
        if sum(piece.kind == "person" for piece in held) > 2 and not any(piece.label.text for piece in held):
            self.flush()  # members, guests: a list of people is none of contacts
            return
        if held and all(piece.kind == "text" for piece in held):
            self._text(value, held)
            return
        for number, piece in enumerate(held):
            self._take(piece, held[:number])

    def told(self, value: Value) -> None:
        """Read running text: it ends what stands above it, and may name a way to reach whom the title names."""
        self.flush()
        self.lead = None
        held = [piece for piece in pieces(value) if piece.kind in {"phone", "mail"}]
        if held and not names(value.text):
            for piece in held:
                self._field(piece.kind, piece)
            self.flush()

    def _text(self, value: Value, held: Sequence[Piece]) -> None:
        if len(value.text.split()) > SHORT or value.text[-1:] in ".!?" or held[0].label.text:
            self.flush()
            self.lead = None
            return
        # A short line: what the body above it is for, or the title of what follows.
        if self.now and not any(draft.reachable for draft in self.now) and value.text[:1].isupper():
            for draft in self.now:
                if not draft.tasks and not draft.maybe and "role" not in draft.values:
                    draft.maybe.append(value)
            return
        self.flush()
        self.lead = value if value.text[:1].isupper() or value.text[:1] in "„" else None

    def _take(self, piece: Piece, before: Sequence[Piece]) -> None:
        match piece.kind:
            case "other":
                self._other(piece.label.text)
            case "text":
                long = len(piece.value.text.split()) > SHORT
                stray = self.now and self.now[-1].values and not before and not piece.label.text and not self._open()
                if long or stray:
                    self.flush()
            case "holder":
                for draft in self.now or self._begin():
                    draft.holder = piece.value
            case "person":
                self._person(piece, before)
            case "unit":
                self._unit(piece, before)
            case "tasks":
                for draft in self.now or self._begin():
                    draft.tasks.append(piece.value)
            case kind:
                self._field(kind, piece)

    def _other(self, label: str) -> None:
        """Read a label that is none of a contact: of a course or a paper („Wann“, „Stand“) it parts nothing."""
        if not _ASIDE.match(label):
            self.flush()
        elif _IMPRINT.match(label):
            self.flush()
            self.heads, self.lead = (), None

    def _person(self, piece: Piece, before: Sequence[Piece]) -> None:
        beside = before and before[-1].kind == "person" and bool(self.now)
        shared = [draft for draft in self.now if "person" not in draft.values]
        if beside and not any(draft.reachable for draft in self.now):
            first = self.now[-1]
            self.now.append(
                Draft(
                    {name: value for name, value in first.values.items() if name != "person"} | {"person": piece.value},
                    asked=first.asked,
                    heads=first.heads,
                )
            )
        elif shared and len(shared) == len(self.now):
            for draft in shared:
                draft.values["person"] = piece.value
        else:
            self.flush()
            self._begin()[0].values["person"] = piece.value
        self._labelled(piece)

    def _labelled(self, piece: Piece) -> None:
        if not piece.label.text:
            return
        for draft in self.now:
            draft.asked = True
            draft.office = draft.office or self.office
            if piece.kind == "person" and bare_label(piece.label.text) == "person":
                draft.values.setdefault("role", piece.label)

    def _unit(self, piece: Piece, before: Sequence[Piece]) -> None:
        if bare_label(piece.label.text) == "unit":
            self.office = piece.value
        if (
            not self.now
            or self._full("unit")
            or (any(d.reachable for d in self.now) and not before and "person" not in self.now[-1].values)
        ):
            if (
                self.now
                and self._full("unit")
                and not any(draft.reachable for draft in self.now)
                and "address" not in self.now[-1].values
                and before
            ):
                if TERRITORY.fullmatch(self.now[-1].values["unit"].text):  # „Kreis Musterland, Jugendamt“
                    for draft in self.now:
                        draft.values["unit"] = piece.value
                return  # „Jugendamt, Kreis Musterland“
            self.flush()
            self._begin()
        for draft in self.now:
            if TERRITORY.fullmatch(draft.values["unit"].text if "unit" in draft.values else ""):
                draft.values["unit"] = piece.value
            draft.values.setdefault("unit", piece.value)
        self._labelled(piece)

    def _field(self, kind: str, piece: Piece) -> None:
        if kind in {"phone", "mail"} and self._full(kind):
            if not piece.label.text and kind == "phone":
                return  # a second number of the same
            self.flush()
        if kind == "address" and self.now and self._full("address"):
            for draft in self.now:
                if _side_by_side(draft.values["address"], piece.value):
                    draft.values["address"] = joined(draft.values["address"], piece.value)
            return
        if kind == "role" and not self.now:
            self._begin()
        for draft in self.now or self._begin():
            draft.values.setdefault(kind, piece.value)
        if piece.label.text:
            for draft in self.now:
                draft.asked = True

    def _full(self, kind: str) -> bool:
        return bool(self.now) and all(kind in draft.values for draft in self.now)

    def _open(self) -> bool:
        return not any(draft.reachable for draft in self.now)

    def _begin(self) -> list[Draft]:
        heads = (self.lead, *self.heads) if self.lead else self.heads
        self.lead = None
        self.now = [Draft(heads=tuple(heads))]
        return self.now

    def flush(self) -> None:
        """Finish the contact at hand."""
        self.found += [draft for draft in self.now if draft]
        self.now = []


def _side_by_side(left: Value, right: Value) -> bool:
    if not left.spans or not right.spans or left.spans[-1].ordinal != right.spans[0].ordinal:
        return False
    return right.spans[0].start - left.spans[-1].end <= 3


def _is_label(text: str) -> bool:
    return len(text.split()) <= LABEL and not any(
        look(text) for look in (names, is_body, role_in, labels, reached, SIGNED.match)
    )


def from_lines(lines: Sequence[Line], heads: Sequence[Sequence[Value]]) -> list[Draft]:
    """Return what the lines say of contacts; `heads` are the titles above each passage, nearest first."""
    reader = Reader()
    last: Line | None = None
    for line, value, told in unwrapped(lines):
        inside = last is not None and last.block == line.block
        if last is None or line.span.ordinal != last.span.ordinal:
            reader.flush()
            reader.lead = None
            reader.heads = tuple(heads[line.span.ordinal])
            reader.office = None
        if line.kind == "heading":
            reader.flush()
            reader.lead = None
            nearest = reader.heads[:1]
            if not nearest or nearest[0].text != value.text:
                reader.heads = (value, *heads[line.span.ordinal])
            if any(label.kind == "person" for label in labels(value.text)):
                reader.line(value)
                reader.flush()
        elif told:
            reader.told(value)
        elif len(value.text.split()) > SHORT and value.text.endswith((".", "!", "?")):
            reader.flush()
            reader.line(value)
            reader.flush()
        elif line.kind == "row" and (kind := bare_label(line.text)) and not is_body(line.text) and not names(line.text):
            reader.waiting = Mark(kind, label_word(value))
        elif line.kind == "row" and line.cell == 0 and not inside and _is_label(value.text):
            reader.waiting = Mark("other", value)  # „Ort“, „Dauer“: a form's label that is none of a contact's
        else:
            reader.line(value)
        last = line
    reader.flush()
    return [draft for draft in reader.found if draft.tells()]
