"""Turns as HTML: the question, the answer's sentences, its numbered sources."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from assistant.chronology import label as dated
from assistant.chronology import opening
from assistant.phrases import day, phrases, stand
from kb.config import ContactConfig
from kb.model import Answer, AnswerPart, AnswerSentence, Citation
from ui.chat import Turn, Turns, key
from ui.markup import contact_block, language, linked, mixed, text
from ui.offers import offers
from ui.wording import LANGUAGES, Example, examples, words


def conversation(
    turns: Turns, contact: ContactConfig, beneath: Callable[[Turn], str] = lambda turn: "", code: str = "de"
) -> str:
    """Return the log of a conversation, or the welcome with its example questions before one.

    `beneath` gives what stands under the answer of a turn (HTML), `code` is the language of the page.
    """
    label = words("answer", code)
    # The log is there from the start: a live region that appears together with its text is not read out.
    turned = "".join(_turn(turn, contact, beneath(turn), code) for turn in turns)
    log = f'<div class="log" role="log" aria-live="polite" aria-label="{label["conversation"]}">{turned}</div>'
    again = f'<button type="button" class="quiet" data-action="start_over">{label["new"]}</button>'
    after = f'<div class="after">{again}</div>' if turns and turns[-1].state in ("done", "failed") else ""
    return f"{log}{after}{'' if turns else _welcome(code)}"


def _welcome(code: str) -> str:
    label = words("welcome", code)
    own = "".join(_example(example) for example in examples(code) if example.topic)
    other = "".join(_example(example) for example in examples(code) if not example.topic)
    if other:
        other = f'<h3>{label["other_languages"]}</h3><div class="examples small">{other}</div>'
    return (
        f'<section class="welcome"><h2>{label["title"]}</h2><p class="lead">{label["lead"]}</p>'
        f'<div class="examples">{own}</div>{other}</section>'
    )


def _example(example: Example) -> str:
    topic = f'<span class="topic">{text(example.topic)}</span>' if example.topic else ""
    question = text(example.text)
    return (
        f'<button type="button" class="example" {language(example.language)} data-question="{question}">'
        f"{topic}<span>{question}</span></button>"
    )


def _turn(turn: Turn, contact: ContactConfig, beneath: str, code: str) -> str:
    label = words("answer", code)
    # The language of a question is known once it is answered.
    attributes = language(turn.answer.language) if turn.answer else 'dir="auto"'
    # A heading: with a screen reader one steps from question to question.
    asked = (
        f'<div class="asked"><span class="hidden">{label["you"]}</span> '
        f'<p role="heading" aria-level="2" {attributes}>{text(turn.question)}</p></div>'
    )
    if turn.state == "failed":
        body = _failed(turn, contact, code)
    elif turn.answer is None:
        body = f'<p class="searching">{label["searching"]}</p><p class="slow">{label["slow"]}</p>'
    else:
        body = _answer(turn, turn.answer, contact, code)
    busy = "true" if turn.state in ("searching", "growing") else "false"
    return (
        f'<article class="turn" data-turn="{turn.number}" data-state="{turn.state}" aria-busy="{busy}">'
        f'{asked}<div class="answer"><h3 class="hidden">{label["machine"]}</h3>{body}</div>{beneath}</article>'
    )


def _failed(turn: Turn, contact: ContactConfig, code: str) -> str:
    label = words("answer", code)
    whom = contact_block(contact, code)
    instead = f"<p>{label['failed_contact']}</p>{whom}" if whom else ""
    return (
        f'<div class="notice" role="alert"><p>{label["failed"]}</p>'
        f'<button type="button" class="strong" data-question="{text(turn.question)}">'
        f"{label['retry']}</button></div>{instead}"
    )


def _answer(turn: Turn, answer: Answer, contact: ContactConfig, code: str) -> str:
    notes = "".join(
        f'<p class="note" {language(answer.language)}>{mixed(note, answer.language)}</p>' for note in answer.notes
    )
    if not answer.answered:
        return _nothing(turn, answer, contact, code) + notes + offers(turn, answer)
    by_number = {citation.n: citation for citation in answer.citations}
    if not answer.sentences and not answer.offers:
        said = _lines(answer.text.splitlines(), answer.language)
    else:
        # Offers have cards instead, each with its source.
        told = [sentence for sentence in answer.sentences if sentence.part not in ("offer", "also")]
        groups = groupby(told, key=lambda sentence: sentence.part)
        said = "".join(_part(turn, answer, part, list(group), by_number) for part, group in groups)
    cards = _cards(turn, answer, _listed(answer), nearest=False)
    heading = f"<h3 {language(answer.language)}>{text(phrases(answer.language)['sources'])}</h3>" if cards else ""
    return f"{_lead(answer, code)}{said}{offers(turn, answer)}{notes}{heading}{cards}{_also(turn, answer)}"


def _also(turn: Turn, answer: Answer) -> str:
    """Return the further quotes with their sources, folded up: a phone has room for the answer itself."""
    further = _further(answer)
    cited = tuple(citation for citation in answer.citations if citation.n in further)
    if not cited:
        return ""
    title = text(phrases(answer.language)["also"].rstrip(" :"))
    return (
        f'<details class="also"><summary {language(answer.language)}>{title} ({len(cited)})</summary>'
        f"{_cards(turn, answer, cited, nearest=False)}</details>"
    )


def _listed(answer: Answer) -> tuple[Citation, ...]:
    """Return the citations that stand under an answer: not those of the cards of offers and of further quotes."""
    if not answer.offers:
        further = _further(answer)
        return tuple(citation for citation in answer.citations if citation.n not in further)
    said = {n for sentence in answer.sentences if sentence.part not in ("offer", "also") for n in sentence.citations}
    return tuple(citation for citation in answer.citations if citation.n in said)


def _further(answer: Answer) -> frozenset[int]:
    """Return the numbers of the citations of further quotes."""
    return frozenset(n for sentence in answer.sentences if sentence.part == "also" for n in sentence.citations)


def _part(
    turn: Turn, answer: Answer, part: AnswerPart, group: list[AnswerSentence], by_number: dict[int, Citation]
) -> str:
    """Return sentences of one part: a model's text as prose, in another language with the quotes, all else as it is."""
    modelled = answer.written_by == "llm" and part in ("text", "event")
    if modelled and answer.language != "de":
        return "".join(_translated(turn, answer, sentence, by_number) for sentence in group)
    shown = [_sentence(turn, answer, sentence, by_number) for sentence in group]
    if modelled and part == "text":
        return f'<p class="prose" {language(answer.language)}>{" ".join(shown)}</p>'
    return _group(answer, part, shown)


def _group(answer: Answer, part: AnswerPart, sentences: list[str]) -> str:
    """Return sentences that are shown alike: paragraphs, a list, a chronology, or the contact at the end."""
    # Quotes run as German does, also on a page that runs from the right.
    way = ' dir="ltr"' if answer.written_by == "extract" else ""
    if part == "text" or (part == "item" and len(sentences) == 1):
        return "".join(f'<p class="said"{way}>{sentence}</p>' for sentence in sentences)
    rows = "".join(f"<li>{sentence}</li>" for sentence in sentences)
    if part in ("contact", "head"):
        key, name = ("reach", "reach") if part == "contact" else ("head", "facts")
        title = f"<h3 {language(answer.language)}>{text(phrases(answer.language)[key])}</h3>"
        return f'<div class="person">{title}<ul class="{name}">{rows}</ul></div>'
    tag = "ol" if part == "event" else "ul"
    return f'<{tag} class="said {part}s"{way}>{rows}</{tag}>'


def _lead(answer: Answer, code: str) -> str:
    """Return what stands before the sentences: the answer's own first line, or what kind of text it is."""
    first = answer.text.splitlines()[0].removeprefix("• ") if answer.text else ""
    # The heading of a contact or of a paper's head stands in its block, the date of an event beside it.
    said = phrases(answer.language)
    begun = answer.sentences[0] if answer.sentences else None
    when = dated(begun.text) if begun and begun.part == "event" else ""
    own = (f"{when}: {begun.text[:20]}" if when else begun.text[:20], said["reach"], said["head"]) if begun else ()
    if answer.written_by == "extract" and own and not first.startswith(own):
        return f'<p class="kind" {language(answer.language)}>{text(first)}</p>'
    spoken = answer.language if answer.language in LANGUAGES else code
    kind = words("answer", spoken)["extract"] if answer.written_by == "extract" else said["written"]
    shown = spoken if answer.written_by == "extract" else answer.language
    return f'<p class="kind" {language(shown)}>{text(kind)}</p>' if answer.citations else ""


def _nothing(turn: Turn, answer: Answer, contact: ContactConfig, code: str) -> str:
    """Return the word that nothing was found, whom to ask, and the nearest pages."""
    known = [value for value in (contact.name, contact.phone, contact.mail) if value]
    # Behind a blank line stands the card, which is shown as such.
    lines = (answer.text.partition("\n\n")[0] if answer.offers else answer.text).splitlines()
    whom = [line for line in lines if any(value in line for value in known)]
    rest = _lines([line for line in lines if line not in whom], answer.language)
    person = ""
    # A greeting or an empty question is no refusal: it names nobody and has no pages.
    if known and (whom or answer.nearest):
        # The name stands in the answer's own line, in the language of the question.
        spoken = answer.language if answer.language in LANGUAGES else code
        links = contact_block(ContactConfig("" if whom else contact.name, contact.phone, contact.mail), spoken)
        # Telephone and mail stand below as links; the line would only say them again.
        named = [_without(line, contact) for line in whom] if contact.name else whom
        person = f'<div class="person">{_lines(named, answer.language)}{links}</div>'
    cards = _cards(turn, answer, answer.nearest, nearest=True)
    heading = f"<h3 {language(answer.language)}>{text(phrases(answer.language)['nearest'])}</h3>" if cards else ""
    return f"{rest}{person}{heading}{cards}"


def _without(line: str, contact: ContactConfig) -> str:
    """Return a line that names a contact without what it says behind the name."""
    for value in (contact.phone, contact.mail):
        line = line.replace(f", {value}", "") if value else line
    return line


def _lines(lines: list[str], code: str) -> str:
    return "".join(f"<p {language(code)}>{mixed(line, code)}</p>" for line in lines if line)


def _translated(turn: Turn, answer: Answer, sentence: AnswerSentence, by_number: dict[int, Citation]) -> str:
    """Return a model's sentence in another language with the German quotes that it stands on beneath it."""
    quotes = "".join(
        f'<blockquote class="beside" lang="de" dir="ltr">„{text(by_number[n].quote)}“</blockquote>'
        for n in sentence.citations
        if n in by_number
    )
    said = _sentence(turn, answer, sentence, by_number)
    return f'<div class="pair"><p class="prose" {language(answer.language)}>{said}</p>{quotes}</div>'


def _sentence(turn: Turn, answer: Answer, sentence: AnswerSentence, by_number: dict[int, Citation]) -> str:
    cited = [by_number[n] for n in sentence.citations if n in by_number]
    # Quotes are German whatever the answer's own language is.
    quoted = (answer.written_by == "extract" or sentence.part in ("contact", "head")) or any(
        sentence.text.strip() in citation.quote for citation in cited
    )
    code = "de" if quoted else answer.language
    attributes = language(code)
    references = "".join(_reference(turn, answer, citation) for citation in cited)
    shown = linked(sentence.text) if sentence.part == "contact" else mixed(sentence.text, code)
    day = ""
    if sentence.part == "event":
        begun = opening(sentence.text)
        day = "" if begun else f'<b class="when">{text(dated(sentence.text))}</b> '
        shown = f'<b class="when">{text(sentence.text[:begun])}</b>{text(sentence.text[begun:])}' if begun else shown
    return f"{day}<span {attributes}>{shown}</span>{references}"


def _reference(turn: Turn, answer: Answer, citation: Citation) -> str:
    said = phrases(answer.language)
    page = said["page"].format(page=citation.page)
    name = said["show_source"].format(n=citation.n, title=citation.document.title, page=page)
    return (
        f'<sup><button type="button" class="reference" data-source="{key(turn, citation)}" '
        f'aria-label="{text(name)}">{citation.n}</button></sup>'
    )


def _cards(turn: Turn, answer: Answer, citations: tuple[Citation, ...], *, nearest: bool) -> str:
    if not citations:
        return ""
    before = [None, *(citation.document.id for citation in citations)]
    cards = "".join(
        f"<li>{_card(turn, answer, citation, nearest=nearest, titled=citation.document.id != last)}</li>"
        for last, citation in zip(before, citations, strict=False)
    )
    return f'<ol class="sources" {language(answer.language)}>{cards}</ol>'


def _card(turn: Turn, answer: Answer, citation: Citation, *, nearest: bool, titled: bool) -> str:
    """Return a source as a card: title and quote in German, page and Stand in the language of the answer.

    Cards of one paper that follow each other have its title once to the eye, each to a screen reader.
    """
    page = phrases(answer.language)["page"].format(page=citation.page)
    meta = f"{page} · {stand(citation.date, answer.language)}"
    if ended := citation.document.superseded:
        meta += " · " + phrases(answer.language)["superseded"].format(date=day(ended, answer.language))
    number = "" if nearest else f'<span class="number">{citation.n}</span>'
    german = language("de")
    return (
        f'<button type="button" class="card" data-source="{key(turn, citation, nearest=nearest)}">{number}'
        f'<span class="what"><span class="title{"" if titled else " hidden"}" {german}>{text(citation.document.title)}</span>'
        f'<span class="meta" {language(answer.language)}>{text(meta)}</span>'
        f'<span class="quote" {german}>„{text(citation.quote)}“</span></span></button>'
    )
