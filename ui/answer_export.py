"""An answer to take along: with its citations as plain text, HTML (for a word processor) or Markdown; or one quote alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.offer_lines import stated
from assistant.phrases import day, offer_phrases, phrases
from kb.model import Answer, Citation
from ui.markup import stand, text
from ui.staff_words import said


def as_text(question: str, answer: Answer, base: str = "") -> str:
    """Return question, answer and sources as plain text.

    :param base: what the addresses of PDFs begin with ("https://kiz.example/intern"); without it there are none.
    """
    label = said("export")
    lines = [label["question"].format(question=question), "", *_lines(answer), *answer.notes, ""]
    cited = _cited(answer)
    if cited:
        lines.append(label["sources" if answer.answered else "nearest"])
        for citation in cited:
            lines += [f"[{citation.n}] {_where(citation)}", f"    „{_one_line(citation.quote)}“"]
            lines += [f"    {link(citation, base)}"] if base else []
    return "\n".join(lines).rstrip() + "\n"


def as_html(question: str, answer: Answer, base: str) -> str:
    """Return the same as HTML, plain enough for what a word processor takes from the clipboard."""
    label = said("export")
    lines = [f"<p>{text(line.strip())}</p>" for line in (*_lines(answer), *answer.notes)]
    cited = _cited(answer)
    if cited:
        lines.append(f"<p><b>{text(label['sources' if answer.answered else 'nearest'])}</b></p>")
        lines += [f"<p>[{citation.n}] {quote_html(citation, base)}</p>" for citation in cited]
    return f"<p><b>{text(label['question'].format(question=question))}</b></p>{''.join(lines)}"


def quote_text(citation: Citation) -> str:
    """Return a quote with what says where it stands, as one puts it into a text of one's own."""
    return f"„{_one_line(citation.quote)}“ ({_where(citation)})"


def quote_html(citation: Citation, base: str) -> str:
    """Return the same as HTML, with a link to the page."""
    where = f'<a href="{text(link(citation, base))}">{text(_where(citation))}</a>'
    return f"„{text(_one_line(citation.quote))}“ ({where})"


def as_markdown(question: str, answer: Answer, base: str = "") -> str:
    """Return question, answer and sources as Markdown, the quotes as such."""
    label = said("export")
    lines = [f"## {_plain(question)}", ""]
    for line in _lines(answer):
        sign = "- " if line.startswith("• ") else "  - " if line.startswith("  ") else ""
        lines += [sign + _plain(line.removeprefix("• ").strip(), keep="[]"), *([] if sign else [""])]
    lines += [""]
    lines += [f"*{_plain(note)}*\n" for note in answer.notes]
    cited = _cited(answer)
    if cited:
        lines += [f"### {label['sources' if answer.answered else 'nearest'].rstrip(':')}", ""]
        for citation in cited:
            target = f" – [{label['pdf']}]({link(citation, base)})" if base else ""
            lines += [f"{citation.n}. {_plain(_where(citation))}{target}", ""]
            lines += [f"   > {_plain(_one_line(citation.quote))}", ""]
    return "\n".join(lines).rstrip() + "\n"


def link(citation: Citation, base: str) -> str:
    """Return the address of the PDF, opened at the page."""
    return f"{base}/files/{citation.document.id}.pdf#page={citation.page}"


def _where(citation: Citation) -> str:
    document = citation.document
    label = said("export")
    parts = [document.title]
    parts += [label["reference"].format(number=document.reference)] if document.reference else []
    parts += [label["stand"].format(date=stand(citation.date)) if citation.date else said("papers")["undated"]]
    parts += [label["superseded"].format(date=day(document.superseded, "de"))] if document.superseded else []
    parts += [label["page"].format(page=citation.page), Path(document.file).name]
    parts += [label["internal"]] if document.visibility == "internal" else []
    return ", ".join(parts)


def _lines(answer: Answer) -> list[str]:
    """Return the lines of an answer, offers with what is stated of them."""
    if not answer.offers:
        if not answer.sentences:
            return [line for line in answer.text.splitlines() if line.strip()]
        marks = ((entry, "".join(f" [{n}]" for n in entry.citations)) for entry in answer.sentences)
        bullet = "• " if len(answer.sentences) > 1 and answer.written_by == "extract" else ""
        lines = [f"{bullet}{_one_line(entry.text)}{mark}" for entry, mark in marks]
        also = next((at for at, entry in enumerate(answer.sentences) if entry.part == "also"), len(lines))
        return [*lines[:also], *([phrases(answer.language)["also"]] if also < len(lines) else []), *lines[also:]]
    lines = [answer.text.splitlines()[0]] if answer.text else []
    lines += [
        f"{_one_line(entry.text)}{''.join(f' [{n}]' for n in entry.citations)}"
        for entry in answer.sentences
        if entry.part != "offer"
    ]
    for card in answer.offers:
        over = f" ({offer_phrases('de')['past']})" if card.past else ""
        lines.append(f"• {_one_line(card.name.text)}{_marks(card.name.citations)}{over}")
        for value in stated(card):
            name = "" if value.field == "description" else f"{offer_phrases('de')[value.field]}: "
            mark = f" ({offer_phrases('de')['corrected']})" if value.corrected else _marks(value.citations)
            lines.append(f"  {name}{_one_line(value.text)}{mark}")
    return lines


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f" [{n}]" for n in numbers)


def _cited(answer: Answer) -> tuple[Citation, ...]:
    return answer.citations if answer.answered or answer.offers else answer.nearest


def _one_line(value: str) -> str:
    return " ".join(value.replace("\t", " · ").split())


def _plain(value: str, keep: str = "") -> str:
    """Return text in which no sign means anything in Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" and sign not in keep else sign for sign in value)
