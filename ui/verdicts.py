"""What a reader can say of an answer, below it: helpful, wrong, outdated, not found, and in their words why."""

from __future__ import annotations

import json

from kb.feedback import LONGEST_REMARK, MOST_SOURCES, VERDICTS
from kb.model import Answer
from ui.chat import Turn
from ui.markup import language, text
from ui.wording import LANGUAGES, words


def verdicts(turn: Turn, code: str, send_to: str, *, keep_question: bool) -> str:
    """Return the form under a finished answer, "" where there is nothing to judge.

    :param code: the language of the form where the answer's is none of ours.
    :param send_to: the address that takes it (`ui.feedback`), as seen from the page.
    :param keep_question: the operator keeps questions; else the page does not send it.
    """
    answer = turn.answer
    if turn.state != "done" or answer is None or not (answer.citations or answer.nearest):
        return ""
    code = answer.language if answer.language in LANGUAGES else code
    label = words("feedback", code)
    choices = "".join(
        f'<button type="button" data-verdict="{verdict}" aria-pressed="false">{label[verdict.replace("-", "_")]}</button>'
        for verdict in VERDICTS
    )
    name = f"remark-{turn.number}"
    asked = f' data-question-kept="{text(turn.question)}"' if keep_question else ""
    # Not part of what the log reads out: the answer is the news, not the form below it.
    return (
        f'<form class="verdict" data-turn="{turn.number}" data-send="{text(send_to)}" data-sources="{_sources(answer)}"'
        f' data-failed="{label["failed"]}" data-thanks="{label["thanks"]}"{asked} {language(code)} aria-live="off">'
        f"<fieldset><legend>{label['question']}</legend>"
        f'<div class="choices">{choices}</div></fieldset>'
        f'<div class="remark" hidden><label for="{name}">{label["remark"]}</label>'
        f'<textarea id="{name}" rows="2" maxlength="{LONGEST_REMARK}" dir="auto" aria-describedby="{name}-hint"></textarea>'
        f'<p class="small" id="{name}-hint">{label["remark_hint"]}</p>'
        f'<button type="submit" class="strong">{label["send"]}</button></div>'
        f'<p class="told" role="status"></p></form>'
    )


def _sources(answer: Answer) -> str:
    """Return the pages that the answer quotes, as the form sends them."""
    cited = answer.citations or answer.nearest
    places = list(dict.fromkeys((citation.document.id, citation.page) for citation in cited))[:MOST_SOURCES]
    return text(json.dumps([{"document": document, "page": page} for document, page in places]))
