"""What a publication means for offers and contacts, in the words of its report: with each paper, or by paper behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from ingest.report import Report
from kb.changes import Change
from kb.exact import MAIL, PHONE
from kb.model import Document
from kb.offer_changes import OfferChanges, Stated
from kb.wording import wording


@dataclass(frozen=True, slots=True)
class Group:
    """Lines about one thing: the title of the paper of which all of them speak, "" where they stand by themselves."""

    of: str
    lines: tuple[str, ...]


NO_CHANGES = OfferChanges()


@dataclass(frozen=True, slots=True)
class Aside:
    """What a publication means beyond its documents: offers, and open questions that have an answer now."""

    offers: OfferChanges = NO_CHANGES
    answerable: tuple[str, ...] = ()


NOTHING = Aside()


# By kind: of which paper (id, title), and the line.
Said = dict[str, tuple[tuple[str, str, str], ...]]


def said_of(changes: Sequence[Change], aside: Aside) -> Said:
    """Return what is new and gone of offers and contacts."""
    words = wording("bulletin")["line"]
    offers = aside.offers

    def named(stated: Sequence[Stated]) -> tuple[tuple[str, str, str], ...]:
        return tuple((document.id, document.title, offer.name) for document, offer in stated)

    def contacts(found: _Named) -> tuple[tuple[str, str, str], ...]:
        return tuple((one.id, one.title, words["contact"].format(value=value, page=page)) for value, one, page in found)

    new, gone = contacts_of(changes)
    renames = tuple(
        (after[0].id, after[0].title, words["offer_renamed"].format(before=before[1].name, after=after[1].name))
        for before, after in offers.renamed
    )
    return {
        "offers_new": named(offers.new),
        "offers_renamed": renames,
        "offers_gone": named(offers.gone),
        "contacts_new": contacts(new),
        "contacts_gone": contacts(gone),
    }


def lines_behind(run: Report | None, aside: Aside, said: Said, named: Set[str]) -> dict[str, tuple[Group, ...]]:
    """Return what stands behind the papers of a report, by section; `named`: the ids of those papers."""
    words = wording("bulletin")["line"]
    held, moved = (run.held, run.moved) if run else ((), ())
    rest = {kind: _by_paper([line for line in lines if line[0] not in named]) for kind, lines in said.items()}
    over = [
        (
            document.id,
            document.title,
            words["offer_over"].format(name=offer.name, day=f"{offer.valid_to:%d.%m.%Y}" if offer.valid_to else ""),
        )
        for document, offer in aside.offers.over
    ]
    return {
        "moved": _alone(words["moved"].format(before=old, after=new) for old, new in (move.shown() for move in moved)),
        "held": _alone(
            words["held"]
            .format(
                source=one.source,
                gone=len(one.documents),
                known=one.known,
                files=", ".join(one.documents),
                why=one.why or "",
            )
            .rstrip()
            for one in held
        ),
        "failed": _alone(failure.reason for failure in (run.failed if run else ())),
        "answerable": _alone(aside.answerable),
        **rest,
        "offers_over": _by_paper(over),
    }


def _alone(lines: Iterable[str]) -> tuple[Group, ...]:
    told = tuple(lines)
    return (Group("", told),) if told else ()


def _by_paper(said: Sequence[tuple[str, str, str]]) -> tuple[Group, ...]:
    """Return lines under the title of their paper, which is so said once."""
    papers: dict[str, tuple[str, list[str]]] = {}
    for of, title, line in said:
        papers.setdefault(of, (title, []))[1].append(line)
    return tuple(Group(title, tuple(lines)) for title, lines in papers.values())


_Named = list[tuple[str, Document, int]]


def contacts_of(changes: Sequence[Change]) -> tuple[_Named, _Named]:
    """Return mail addresses and phone numbers that are named now and were not, and the other way round."""
    before = {key: place for change in changes for key, place in _named(change, old=True)}
    after = {key: place for change in changes for key, place in _named(change, old=False)}
    return (
        [place for key, place in after.items() if key not in before],
        [place for key, place in before.items() if key not in after],
    )


def _named(change: Change, *, old: bool) -> Iterator[tuple[str, tuple[str, Document, int]]]:
    document = change.before if old else change.after
    for pair in change.passages:
        passage = pair.before if old else pair.after
        if passage is None or document is None:
            continue
        for pattern in (MAIL, PHONE):
            for match in pattern.finditer(passage.text):
                value = " ".join(match[0].split())
                key = value.casefold() if pattern is MAIL else re.sub(r"\D", "", value)
                yield key, (value, document, passage.page_at(match.start()))
