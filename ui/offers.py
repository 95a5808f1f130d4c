"""Offers in an answer as cards: what the papers say of each, field by field, and the way to the page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.offer_cards import stated_together, whole
from assistant.offer_lines import missing_line, opened, stated
from assistant.phrases import offer_phrases, phrases, stand
from kb.model import Answer, Citation, OfferCard, OfferValue
from ui.chat import Turn, card_key, key
from ui.markup import language, linked, text

# Rows of a long list that stand on the page at once; the others come with one press, if that spares more than SPARED.
# About two screens of a phone.
ROWS, SPARED = 12, 3
GERMAN = language("de")
# Where a source opens: beside the turn that has the card, or at an address.
_Opens = Turn | str


def offers(turn: Turn, answer: Answer) -> str:
    """Return the cards of an answer: one by itself, of several the first open and the others as rows to open."""
    made = answer.offers
    if not made:
        return ""
    if len(made) == 1:
        return _section(
            answer, f'<article class="offer">{_head(made[0], answer, "h3")}{_body(turn, answer, 0)}</article>'
        )
    count = opened(made)
    rows = [_row(turn, answer, at, opened=at < count) for at in range(len(made))]
    first = ROWS if len(made) > ROWS + SPARED else len(made)
    shown = _grouped(answer, made[:first], rows[:first])
    if len(made) > first:
        every = text(offer_phrases(answer.language)["all"].format(count=len(made)))
        rest = _grouped(answer, made[first:], rows[first:], made[first - 1].group)
        shown += f'<details class="rest"><summary class="quiet">{every}</summary>{rest}</details>'
    return _section(answer, shown)


def card(answer: Answer, at: int, link: str) -> str:
    """Return what is stated of an offer, for a page of its own: no heading, and `link` leads to its source."""
    return f'<article class="offer">{_body(link, answer, at)}</article>'


def row(answer: Answer, at: int, link: str, name: str) -> str:
    """Return an offer as a row of a page without a conversation; `link` leads to its own page, and is called `name`."""
    own = f'<a class="strong" href="{text(link)}">{text(name)}</a>'
    return _row(f"{link}#quelle", answer, at, opened=False, own=own)


def _section(answer: Answer, inner: str) -> str:
    name = text(offer_phrases(answer.language)["list"])
    return f'<section class="offers" aria-label="{name}" {language(answer.language)}>{inner}</section>'


def _grouped(answer: Answer, made: Sequence[OfferCard], rows: Sequence[str], before: str = "") -> str:
    """Return rows as lists, a heading over each new group."""
    parts: list[str] = []
    group = before
    for at, (card, row) in enumerate(zip(made, rows, strict=True)):
        if card.group != group or at == 0:
            parts.append("</ul>" if at else "")
            if card.group and card.group != group:
                size = sum(other.group == card.group for other in answer.offers)
                parts.append(f'<h3 class="group">{text(card.group)} <span>({size})</span></h3>')
            parts.append('<ul class="rows">')
            group = card.group
        parts.append(f"<li>{row}</li>")
    return f"{''.join(parts)}</ul>"


def _row(turn: _Opens, answer: Answer, at: int, *, opened: bool, own: str = "") -> str:
    """Return an offer as a row with name, time and place, which opens to its card; `own`: what stands last in it."""
    card = answer.offers[at]
    glance = " · ".join(value.text for field in ("time", "place") if (value := card.value(field)))
    heading = _head(card, answer, "h4" if card.group else "h3")
    beneath = f'<span class="glance" {GERMAN}>{text(glance)}</span>' if glance else ""
    return (
        f'<article class="offer"><details{" open" if opened else ""}><summary>{heading}{beneath}</summary>'
        f"{_body(turn, answer, at)}{own}</details></article>"
    )


def _head(card: OfferCard, answer: Answer, tag: str) -> str:
    over = f' <span class="over">{text(offer_phrases(answer.language)["past"])}</span>' if card.past else ""
    return f"<{tag}><span {GERMAN}>{text(card.name.text)}</span>{_corrected(card.name, answer)}{over}</{tag}>"


def _body(turn: _Opens, answer: Answer, at: int) -> str:
    card = answer.offers[at]
    said = offer_phrases(answer.language)
    # Of a long list each card looks at its own citations alone.
    own = [entry for entry in answer.citations if entry.n in set(card.citations)]
    rows: list[str] = []
    for value in stated(card):
        held = f"{_shown(value)}{_corrected(value, answer)}{_elsewhere(turn, answer, value, own)}"
        if value.field == "description":
            rows.insert(0, f'<p class="what">{held}</p><dl>')
        else:
            rows.append(f"<div><dt>{text(said[value.field])}</dt><dd>{held}</dd></div>")
    if not (rows and rows[0].startswith("<p")):
        rows.insert(0, "<dl>")
    missing = missing_line(card, answer.language)
    lacking = f'<p class="lacking">{text(missing)}</p>' if missing else ""
    hint = ""
    if any(value.corrected for value in (card.name, *card.values)):
        hint = f'<p class="lacking">{text(said["corrected_hint"])}</p>'
    return f"{''.join(rows)}</dl>{lacking}{hint}{_source(turn, answer, at, own)}"


def _shown(value: OfferValue) -> str:
    shown = linked(value.text) if value.field in ("contact", "registration", "place") else text(value.text)
    return f"<span {GERMAN}>{shown}</span>"


def _corrected(value: OfferValue, answer: Answer) -> str:
    if not value.corrected:
        return ""
    said = offer_phrases(answer.language)
    return f' <span class="corrected">{text(said["corrected"])}</span>'


def _source(turn: _Opens, answer: Answer, at: int, own: Sequence[Citation]) -> str:
    """Return the button that shows the page with all of the card's words on it marked."""
    card = answer.offers[at]
    cited = whole(card, own)
    if cited is None:
        return ""
    page = phrases(answer.language)["page"].format(page=cited.page)
    title = offer_phrases(answer.language)["source"].format(title=cited.document.title)
    meta = f"{page} · {stand(cited.date, answer.language)}"
    named = _elsewhere(turn, answer, card.name, own)
    inner = (
        f'<span class="hidden" {GERMAN}>{text(card.name.text)}: </span><span class="paper">{text(title)}</span> '
        f'<span class="meta">{text(meta)}</span>'
    )
    if isinstance(turn, str):
        return f'<a class="from" href="{text(turn)}">{inner}</a>{named}'
    return f'<button type="button" class="from" data-source="{card_key(turn, at)}">{inner}</button>{named}'


def _elsewhere(turn: _Opens, answer: Answer, value: OfferValue, own: Sequence[Citation]) -> str:
    """Return small buttons for what is not stated where most of the card is but on another page or in another paper."""
    if not value.citations:
        return ""
    together = stated_together(own)
    papers = {entry.document.id for entry in own if entry.n in together}
    places: dict[tuple[str, int], Citation] = {}
    for entry in own:
        if entry.n in value.citations and entry.n not in together:
            places.setdefault((entry.document.id, entry.page), entry)
    return "".join(_place(turn, answer, entry, papers) for entry in places.values())


def _place(turn: _Opens, answer: Answer, cited: Citation, papers: Collection[str]) -> str:
    page = phrases(answer.language)["page"].format(page=cited.page)
    name = offer_phrases(answer.language)["elsewhere"].format(title=cited.document.title, page=page)
    shown = page if cited.document.id in papers else name
    told = f'aria-label="{text(name)}" title="{text(name)}"'
    if isinstance(turn, str):
        return f' <a class="place" href="{text(turn)}" {told}>{text(shown)}</a>'
    return f' <button type="button" class="place" data-source="{key(turn, cited)}" {told}>{text(shown)}</button>'
