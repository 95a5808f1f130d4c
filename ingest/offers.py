"""Passages of a paper -> the offers it states: entries with labels, tables, cards, lists, running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.offer_advice import explained, lines_of, turned_to
from ingest.offer_asides import in_asides
from ingest.offer_bearers import of_bearers
from ingest.offer_boxes import in_boxes
from ingest.offer_cards import (
    ALIKE,
    SEVERAL,
    is_boxed,
    is_card,
    is_dated,
    is_kin,
    is_labelled,
    is_programme,
    is_rich,
    kin_of,
    labelled,
)
from ingest.offer_covers import year_of
from ingest.offer_dated import in_dated
from ingest.offer_drafts import Draft, Value
from ingest.offer_emphasis import Runs, emphasised, from_emphasis, is_way
from ingest.offer_entries import Node, nodes_of
from ingest.offer_fields import offer
from ingest.offer_gathering import gather
from ingest.offer_grids import in_columns
from ingest.offer_groups import groups
from ingest.offer_labels import pattern
from ingest.offer_learnt import in_learnt
from ingest.offer_legends import legend, spell_out
from ingest.offer_lines import Line, printed
from ingest.offer_lists import from_lists, named_only, names_its_items
from ingest.offer_margins import in_margins
from ingest.offer_marks import Marks, explain, marks_of
from ingest.offer_months import in_months, is_calendar, without_days
from ingest.offer_nouns import is_named
from ingest.offer_numbered import in_numbers
from ingest.offer_overviews import without_overviews
from ingest.offer_pairs import in_pairs
from ingest.offer_parts import parts_of
from ingest.offer_persons import persons, with_person
from ingest.offer_prose import from_prose, mentioned
from ingest.offer_readings import Reading, once, with_reported
from ingest.offer_repeats import in_repeats
from ingest.offer_reported import Section
from ingest.offer_rows import TABLE, in_rows
from ingest.offer_runin import run_in
from ingest.offer_styles import atoms, likely, read_styles
from ingest.offer_tables import from_bare_rows, from_tables, heads_offers
from ingest.offer_ticks import in_ticks
from ingest.offer_units import UNIT, in_units
from ingest.offer_values import POSTCODE
from kb.model import Document, Passage
from kb.offer_names import words
from kb.offers import Offer

# A layout that is known is read more surely: another reading has to explain more of the paper by this.
SURER = 1.15
# What an offer may state, for weighing two readings of a paper.
_STATED = ("time", "place", "cost", "contact", "audience", "registration", "languages", "organiser")


def read_offers(
    document: Document, passages: Sequence[Passage], bold: Sequence[Sequence[int]] = ()
) -> tuple[Offer, ...]:
    """Return the offers that a paper states, in order of place, each once; every value with its stretches.

    Nothing is looked up elsewhere: what the passages do not say stays empty.

    :param bold: for each passage where its bold words begin (`ingest.weights`), where that is known.
    """
    if pattern("papers", "silent").match(document.kind):
        return ()
    lines = in_dated(in_learnt(in_ticks(in_months(printed(passages, bold)))))
    marks, runs, towns = marks_of(lines), emphasised(lines), _towns(passages)
    plain = in_pairs(lines)
    boxed = in_boxes(in_repeats(in_asides(in_rows(in_pairs(in_numbers(lines))))))
    settled = in_margins(boxed)
    found = _read(document, in_columns(settled), marks, runs, towns)
    others = [(1.0, found)]
    for each in (settled, *(one for one in (boxed, plain) if one != settled)):
        parted = atoms(each)
        units = read_styles(parted)
        if units:
            # What stands over a name is taken for a part of the entry before by all other readings.
            surer = 1.0 if 2 * sum(unit.over for unit in units) > len(units) else SURER
            others.append((surer, _read(document, in_units(parted, units), marks, runs, towns)))
    surer, best = max(others, key=lambda one: _explains(one[1].offers) / one[0])
    return with_reported(best if _explains(best.offers) > surer * _explains(found.offers) else found)


def _explains(offers: Sequence[Offer]) -> float:
    """Return how much of a paper offers explain: their facts, weighed by how well each name reads like one."""
    return sum(likely(each.name) * len(_facts(each)) for each in offers)


def _facts(offer: Offer) -> list[str]:
    return [name for name in _STATED if getattr(offer, name)]


def _read(
    document: Document, lines: Sequence[Line], marks: Mapping[int, Marks], runs: Runs, towns: Sequence[str]
) -> Reading:
    nodes = of_bearers(run_in(nodes_of(parts_of(lines))))
    paper = bool(pattern("papers", "careful").match(document.kind))
    for node in nodes:
        for over in node.above if len(labelled(node)) > 2 else ():
            over.overruled = True
        for over in (node, *node.above) if heads_offers(node) else ():
            over.tabled = over.tabled or not pattern("sections", "shut").match(over.name)
    heads, known, year = groups(nodes), legend(nodes), year_of(nodes)
    drafts = [(node, explain(gather(node, heads, known), marks, _page(node))) for node in nodes]
    for node in () if paper else _overruled(drafts):
        node.overruled = True
    programme = not paper and is_programme(document, drafts)
    advice = bool(pattern("papers", "advice").match(document.kind))
    mute = bool(pattern("papers", "mute").match(document.kind))
    sure = [
        (node, not node.closed and (is_labelled(node, draft, paper=paper) or (programme and is_card(node, draft))))
        for node, draft in drafts
    ]
    # In a report, boxes beside the text show which titles are those of projects.
    kin = kin_of([(node, told and is_boxed(node)) if paper else (node, told) for node, told in sure])
    if programme:
        kin |= kin_of([(node, is_dated(node, draft)) for node, draft in drafts])
    said = [
        from_emphasis(_running(node), {} if node.closed or mute else runs, named_only(_above(node, draft, heads)))
        for node, draft in drafts
    ]
    inner = {id(node): one.drafts if is_way(said) else [] for (node, _), one in zip(drafts, said, strict=True)}
    listed = persons(nodes)

    def make(draft: Draft, node: Node) -> Offer:
        return with_person(offer(spell_out(explain(draft, marks, _page(node)), known), towns, year), listed)

    found: list[Offer] = []
    sections: list[Section] = []
    dated: set[int] = set()
    for node, draft in drafts:
        if programme and _is_cover(node, document):
            continue
        above = _above(node, draft, heads)
        entries = _entries(
            node, draft, above, paper=paper, programme=programme, mute=mute, kin=id(node) in kin or is_unit(node)
        )
        each_named = _with_emphasised(node, list(entries), inner[id(node)])
        own = [make(each, node) for each in each_named]
        if node.title is not None and is_calendar(node.title.line.block):
            dated |= {id(each) for each in own}
        if paper and not (mute or programme or is_boxed(node) or _closed_itself(node)):
            sections.append(Section(node, draft, above, each_named, own))
        found += own
        if advice and not programme and not node.closed:
            texts = [Value(each.text, each.spans) for each in node.parts if each.kind in {"text", "item"}]
            told = [*turned_to([*lines_of(node), *texts], named_only(above)), *explained(node, named_only(above))]
            found += (offer(each, towns, year) for each in told)
    found = without_days(found, dated) if dated else found
    return Reading(once(without_overviews(found)), found, sections, make)


def _entries(
    node: Node, draft: Draft, above: list[Draft], *, paper: bool, programme: bool, mute: bool, kin: bool
) -> Iterator[Draft]:
    held: list[Draft] = []
    if node.bears:
        return
    if node.title is not None and is_calendar(node.title.line.block):
        yield draft
        return
    if not node.closed:
        held = list(from_tables(node, above, paper=paper))
        if programme and not held:
            held = list(from_bare_rows(node, above))
        if not held and (
            is_labelled(node, draft, paper=paper) or (kin and not names_its_items(node) and is_kin(node, draft))
        ):
            yield draft
            return
        held += () if mute else from_lists(node, above)
        if not held and programme and is_card(node, draft):
            yield draft
            return
        yield from held
    texts = [Value(each.text, each.spans) for each in node.parts if each.kind == "text"]
    if mute or _closed_itself(node):
        return
    if programme:
        yield from mentioned(texts, named_only(above))
    else:
        yield from from_prose(node, texts, named_only(above), group=bool(held))


def _with_emphasised(node: Node, entries: list[Draft], inner: list[Draft]) -> list[Draft]:
    """Return the entries of a title with the names that its text sets apart, which tell more than its sentences do.

    Where the only entry is the title itself, and only a name in its text says what is offered, the title is a headline.
    """
    free = node.title is not None and (node.title.line.block < TABLE or is_unit(node))
    headline = free and [each.name.text for each in entries] == [node.name] and not is_named(node.name)
    if headline and inner:
        return inner
    rest = [each for each in entries if not any(one.name.text in each.name.text for one in inner)]
    if not inner or not all(each.told for each in rest):
        return entries
    own = {words(each.name.text) for each in inner}
    return [*inner, *(each for each in rest if not any(words(each.name.text) & name for name in own))]


def _above(node: Node, draft: Draft, heads: Mapping[int, Draft]) -> list[Draft]:
    return draft.above if node.title is None else [heads[id(node)], *draft.above]


def _running(node: Node) -> Value:
    """Return the running text under a title as one."""
    texts = [each for each in node.parts if each.kind in {"text", "item"}]
    return Value(" ".join(each.text for each in texts), tuple(span for each in texts for span in each.spans))


def _page(node: Node) -> int:
    """Return the page on which what stands under a title begins; 0 where nothing does."""
    return node.title.line.page if node.title else next((each.line.page for each in node.parts), 0)


def is_unit(node: Node) -> bool:
    """Tell an entry that is set like others of its document."""
    return node.title is not None and node.title.line.block >= UNIT


def _is_cover(node: Node, document: Document) -> bool:
    """Tell the title of a booklet on its cover: what it announces are the offers behind it."""
    named = words(node.name)
    return (
        node.title is not None and node.title.line.page == 1 and document.pages > 1 and bool(named)
        and named <= words(document.title) and len(labelled(node)) < 2
    )  # fmt: skip


def _overruled(drafts: Sequence[tuple[Node, Draft]]) -> Iterator[Node]:
    """Yield forewords under which entries follow, as no heading of their own parts them from it."""
    rich = [(node, node.title.line.size) for node, draft in drafts if node.title and node.leaf and is_rich(node, draft)]
    for node, size in rich:
        for above in node.above:
            if pattern("sections", "preface").match(above.name):
                like = sum(other <= ALIKE * size and size <= ALIKE * other for _, other in rich)
                if like >= SEVERAL:
                    yield above


def _closed_itself(node: Node) -> bool:
    return bool(
        re.match(
            r"(?:beschluss|anlage|finanziell|personell|vorwort|impressum|grußwort|inhalt|quellen)",
            node.name,
            re.IGNORECASE,
        )
    )


def _towns(passages: Sequence[Passage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match["town"] for passage in passages for match in POSTCODE.finditer(passage.text)))
