"""Turns as HTML: the question, the answer's sentences, its numbered sources."""

from __future__ import annotations

from itertools import groupby

from assistant.phrases import phrases
from kb.config import ContactConfig
from kb.model import Answer, AnswerPart, AnswerSentence, Citation
from ui.chat import Turn, Turns, key
from ui.markup import contact_block, language, linked, stand, text
from ui.wording import Example, examples, words


def conversation(turns: Turns, contact: ContactConfig) -> str:
    """Return the log of a conversation, or the welcome with its example questions before one."""
    label = words("answer")
    # The log is there from the start: a live region that appears together with its text is not read out.
    turned = "".join(_turn(turn, contact) for turn in turns)
    log = f'<div class="log" role="log" aria-live="polite" aria-label="{label["conversation"]}">{turned}</div>'
    again = f'<button type="button" class="quiet" data-action="start_over">{label["new"]}</button>'
    after = f'<div class="after">{again}</div>' if turns and turns[-1].state in ("done", "failed") else ""
    return f"{log}{after}{'' if turns else _welcome()}"


def _welcome() -> str:
    label = words("welcome")
    german = "".join(_example(example) for example in examples() if example.topic)
    other = "".join(_example(example) for example in examples() if not example.topic)
    return (
        f'<section class="welcome"><h2>{label["title"]}</h2><p class="lead">{label["lead"]}</p>'
        f'<div class="examples">{german}</div><h3>{label["other_languages"]}</h3>'
        f'<div class="examples small">{other}</div></section>'
    )


def _example(example: Example) -> str:
    topic = f'<span class="topic">{text(example.topic)}</span>' if example.topic else ""
    question = text(example.text)
    return (
        f'<button type="button" class="example" {language(example.language)} data-question="{question}">'
        f"{topic}<span>{question}</span></button>"
    )


def _turn(turn: Turn, contact: ContactConfig) -> str:
    label = words("answer")
    # The language of a question is known once it is answered.
    attributes = language(turn.answer.language) if turn.answer else 'dir="auto"'
    asked = (
        f'<div class="asked"><span class="hidden">{label["you"]}</span> <p {attributes}>{text(turn.question)}</p></div>'
    )
    if turn.state == "failed":
        body = _failed(turn, contact)
    elif turn.answer is None:
        body = f'<p class="searching">{label["searching"]}</p>'
    else:
        body = _answer(turn, turn.answer, contact)
    busy = "true" if turn.state in ("searching", "growing") else "false"
    return (
        f'<article class="turn" data-turn="{turn.number}" data-state="{turn.state}" aria-busy="{busy}">'
        f'{asked}<div class="answer"><h2 class="hidden">{label["machine"]}</h2>{body}</div></article>'
    )


def _failed(turn: Turn, contact: ContactConfig) -> str:
    label = words("answer")
    whom = contact_block(contact)
    instead = f"<p>{label['failed_contact']}</p>{whom}" if whom else ""
    return (
        f'<div class="notice" role="alert"><p>{label["failed"]}</p>'
        f'<button type="button" class="strong" data-question="{text(turn.question)}">'
        f"{label['retry']}</button></div>{instead}"
    )


def _answer(turn: Turn, answer: Answer, contact: ContactConfig) -> str:
    notes = "".join(f'<p class="note" {language(answer.language)}>{text(note)}</p>' for note in answer.notes)
    if not answer.answered:
        return _nothing(turn, answer, contact) + notes
    label = words("answer")
    by_number = {citation.n: citation for citation in answer.citations}
    if not answer.sentences:
        said = _lines(answer.text.splitlines(), answer.language)
    elif answer.written_by == "llm":
        sentences = [_sentence(turn, answer, sentence, by_number) for sentence in answer.sentences]
        said = f'<p class="prose" {language(answer.language)}>{" ".join(sentences)}</p>'
    else:
        groups = groupby(answer.sentences, key=lambda sentence: sentence.part)
        said = "".join(
            _group(answer, part, [_sentence(turn, answer, sentence, by_number) for sentence in group])
            for part, group in groups
        )
    cards = _cards(turn, answer.citations, nearest=False)
    heading = f"<h3>{label['sources']}</h3>" if cards else ""
    return f"{_lead(answer)}{said}{notes}{heading}{cards}"


def _group(answer: Answer, part: AnswerPart, sentences: list[str]) -> str:
    """Return sentences that are shown alike: paragraphs, a list, a chronology, or the contact at the end."""
    if part == "text" or (part == "item" and len(sentences) == 1):
        return "".join(f'<p class="said">{sentence}</p>' for sentence in sentences)
    rows = "".join(f"<li>{sentence}</li>" for sentence in sentences)
    if part == "contact":
        title = f"<h3 {language(answer.language)}>{text(phrases(answer.language)['reach'])}</h3>"
        return f'<div class="person">{title}<ul class="reach">{rows}</ul></div>'
    tag = "ol" if part == "event" else "ul"
    return f'<{tag} class="said {part}s">{rows}</{tag}>'


def _lead(answer: Answer) -> str:
    """Return what stands before the sentences: the answer's own first line, or what kind of text it is."""
    first = answer.text.splitlines()[0].removeprefix("• ") if answer.text else ""
    # The heading of a contact stands in its block.
    own = (answer.sentences[0].text[:20], phrases(answer.language)["reach"]) if answer.sentences else ()
    if answer.written_by == "extract" and own and not first.startswith(own):
        return f'<p class="kind" {language(answer.language)}>{text(first)}</p>'
    return f'<p class="kind">{words("answer")[answer.written_by]}</p>' if answer.citations else ""


def _nothing(turn: Turn, answer: Answer, contact: ContactConfig) -> str:
    """Return the word that nothing was found, whom to ask, and the nearest pages."""
    known = [value for value in (contact.name, contact.phone, contact.mail) if value]
    lines = answer.text.splitlines()
    whom = [line for line in lines if any(value in line for value in known)]
    rest = _lines([line for line in lines if line not in whom], answer.language)
    person = ""
    # A greeting or an empty question is no refusal: it names nobody and has no pages.
    if known and (whom or answer.nearest):
        # The name stands in the answer's own line, in the language of the question.
        links = contact_block(ContactConfig("" if whom else contact.name, contact.phone, contact.mail))
        person = f'<div class="person">{_lines(whom, answer.language)}{links}</div>'
    cards = _cards(turn, answer.nearest, nearest=True)
    heading = f"<h3 {language(answer.language)}>{text(phrases(answer.language)['nearest'])}</h3>" if cards else ""
    return f"{rest}{person}{heading}{cards}"


def _lines(lines: list[str], code: str) -> str:
    return "".join(f"<p {language(code)}>{text(line)}</p>" for line in lines if line)


def _sentence(turn: Turn, answer: Answer, sentence: AnswerSentence, by_number: dict[int, Citation]) -> str:
    cited = [by_number[n] for n in sentence.citations if n in by_number]
    # Quotes are German whatever the answer's own language is.
    quoted = answer.written_by == "extract" or any(sentence.text.strip() in citation.quote for citation in cited)
    attributes = language("de" if quoted else answer.language)
    references = "".join(_reference(turn, citation) for citation in cited)
    shown = linked(sentence.text) if sentence.part == "contact" else text(sentence.text)
    return f"<span {attributes}>{shown}</span>{references}"


def _reference(turn: Turn, citation: Citation) -> str:
    name = words("answer")["source_label"].format(n=citation.n, title=citation.document.title, page=citation.page)
    return (
        f'<sup><button type="button" class="reference" data-source="{key(turn, citation)}" '
        f'aria-label="{text(name)}">{citation.n}</button></sup>'
    )


def _cards(turn: Turn, citations: tuple[Citation, ...], *, nearest: bool) -> str:
    if not citations:
        return ""
    cards = "".join(f"<li>{_card(turn, citation, nearest=nearest)}</li>" for citation in citations)
    return f'<ol class="sources" lang="de" dir="ltr">{cards}</ol>'


def _card(turn: Turn, citation: Citation, *, nearest: bool) -> str:
    label = words("answer")
    meta = label["card_meta"].format(page=citation.page, date=stand(citation.date))
    number = "" if nearest else f'<span class="number">{citation.n}</span>'
    return (
        f'<button type="button" class="card" data-source="{key(turn, citation, nearest=nearest)}">{number}'
        f'<span class="what"><span class="title">{text(citation.document.title)}</span>'
        f'<span class="meta">{meta}</span><span class="quote">„{text(citation.quote)}“</span></span></button>'
    )
