"""The staff's chat: filters over it, an answer to take along under it, the hits of a paper in the source beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import gradio as gr

from kb.config import Config
from kb.model import Citation
from kb.narrowed import narrowed
from kb.store import KnowledgeBase
from ui.answer_export import as_html, as_markdown, as_text, quote_html, quote_text
from ui.chat import Turn, Turns, ask, find, is_nearest, keep_open
from ui.doors import caller
from ui.limits import Buckets
from ui.logs import under
from ui.markup import text
from ui.messages import conversation
from ui.ports import Answers
from ui.source import how_to, panel
from ui.staff_filters import LONGEST, form, read_extent, told
from ui.staff_hits import bar, hits
from ui.staff_words import said
from ui.verdicts import verdicts
from ui.web import composer, html, sizes, too_often
from ui.wording import words

# What the script puts the address of this server in place of.
HERE = "kiz:/"


def staff_chat(blocks: gr.Blocks, assistant: Answers, config: Config, asking: Buckets) -> None:
    """Put the staff's chat with its filters and sources on the page that is open."""
    papers = cast(KnowledgeBase, assistant.kb)  # the citizens' page needs less of it, hence `ui.ports.Papers`
    with gr.Row(elem_id="desk", equal_height=False):
        with gr.Column(elem_id="talk", min_width=0):
            log = html("chat", conversation((), config.contact), "chat.js", "verdict.js")
            filters = html("filters", form(()), "staff_chat.js")
            question, button = composer()
            plain = gr.Checkbox(
                label=words("ask")["plain"], visible=config.llm.enabled, elem_id="plain", container=False
            )
            # Travels with the question; filled by the script from the form, out of everybody's sight.
            chosen = gr.Textbox(elem_id="extent", max_length=LONGEST, show_label=False, container=False)
            html("hint", f"<p>{words('ask')['hint']}</p>")
        with gr.Column(elem_id="beside", min_width=0):
            source = html("source", how_to(), "source.js")
    turns = gr.State((), time_to_live=3600)
    events = _Events(assistant, papers, config, asking)
    common: dict[str, Any] = {
        "api_visibility": "private",
        "show_progress": "hidden",
        "concurrency_limit": config.limits.answers,
    }
    gr.on(
        [question.submit, button.click],
        events.answer,
        [question, turns, plain, chosen],
        [turns, log, question],
        trigger_mode="once",
        **common,
    )
    # With every visit: papers come and go while the server runs.
    blocks.load(lambda: form(papers.documents()), None, filters, **common)
    log.open_source(events.show, turns, source, trigger_mode="always_last", **common)
    filters.open_hit(events.show, turns, source, trigger_mode="always_last", **common)
    log.start_over(events.start_over, None, [turns, log, source], **common)


class _Events:
    """What happens on the page."""

    def __init__(self, assistant: Answers, papers: KnowledgeBase, config: Config, asking: Buckets) -> None:
        self.assistant = assistant
        self.papers = papers
        self.config = config
        self.asking = asking
        self.sizes = sizes(papers)

    def answer(
        self, asked: str, before: Turns, plain: bool, chosen: str, request: gr.Request
    ) -> Iterator[tuple[Turns, str, Any]]:
        """Yield the conversation as it grows."""
        scope = request.request.scope if request.request else {}
        wait = self.asking.take(caller(scope)) if (asked or "").strip() else 0
        if wait:
            yield before, self._log(before) + too_often(wait), gr.skip()
            return
        box: Any = ""
        now: Turns = ()
        turns = ask(self.assistant, asked or "", before, plain=bool(plain), within=read_extent(chosen))
        for now in under(scope.get("request_id", ""), turns):
            yield now, self._log(now), box
            box = gr.skip()  # the box is emptied once; what is typed meanwhile stays
        # What some of the papers do not answer is no question that all of them leave open.
        if now and self.config.questions.keep and not now[-1].within:
            keep_open(now[-1], self.config, self.papers.audience)

    def show(self, event: gr.EventData, turns: Turns) -> str:
        """Return the source that is asked for, or the hit of its paper with that number."""
        sent = event._data if isinstance(event._data, dict) else {}
        name, number = sent.get("key"), sent.get("hit")
        chosen = find(turns, name)
        turn = next((one for one in turns if isinstance(name, str) and name.startswith(f"{one.number}-")), None)
        if chosen is None or turn is None:
            return panel(None, self.papers, self.sizes)
        found, at = hits(self.papers, turn, chosen)
        if isinstance(number, int) and 0 <= number < len(found):
            at = number
        shown = chosen if found[at].n and found[at].n == chosen.n else found[at]
        above, beside = bar(str(name), found, at, chosen.document.id), _one_quote(shown)
        nearest = is_nearest(name) or not shown.n
        return panel(shown, self.papers, self.sizes, nearest=nearest, above=above, beside=beside)

    def start_over(self) -> tuple[Turns, str, str]:
        """Return an empty conversation."""
        return (), conversation((), self.config.contact), how_to()

    def _log(self, turns: Turns) -> str:
        return conversation(
            turns, self.config.contact, beneath(lambda: self.papers, keep_question=self.config.questions.keep)
        )


def beneath(papers: Callable[[], KnowledgeBase], *, keep_question: bool) -> Callable[[Turn], str]:
    """Return what gives, for under an answer: where was looked, the answer to take along, what one thinks of it."""

    def under(turn: Turn) -> str:
        answer = turn.answer
        if turn.state != "done" or answer is None:
            return ""
        label, export = said("filters"), said("export")
        where = ""
        if turn.within:
            # A refusal may be one only for the papers that were chosen.
            again = f' <button type="button" class="quiet" data-unfiltered="{text(turn.question)}">{label["without"]}</button>'
            count = len(narrowed(papers(), turn.within).documents())
            shown = told(turn.within, papers().documents())
            told_of = text(label["asked" if count else "nowhere"].format(filters=shown, count=count))
            where = f'<p class="within">{told_of}{"" if answer.answered else again}</p>'
        if not (answer.answered or answer.nearest):
            return where
        plain = as_text(turn.question, answer, HERE)
        marked = as_markdown(turn.question, answer, HERE)
        return (
            f'{where}<div class="take" role="group" aria-label="{export["group"]}">'
            f'<button type="button" class="quiet" data-copy="{_kept(plain)}" '
            f'data-html="{_kept(as_html(turn.question, answer, HERE))}">{export["text"]}</button>'
            f'<button type="button" class="quiet" data-copy="{_kept(marked)}">{export["markdown"]}</button>'
            f'<button type="button" class="quiet" data-print>{export["print"]}</button>'
            f'<span class="copied" role="status" data-yes="{export["copied"]}" data-no="{export["not_copied"]}"></span>'
            f'</div><pre class="printed" aria-hidden="true">{text(plain)}</pre>'
            f"{verdicts(turn, 'de', 'feedback', keep_question=keep_question)}"
        )

    return under


def _one_quote(shown: Citation) -> str:
    """Return the button that copies a quote with its source."""
    label = said("export")
    return (
        f'<span class="take one"><button type="button" class="quiet" data-copy="{_kept(quote_text(shown))}" '
        f'data-html="{_kept(quote_html(shown, HERE))}">{label["quote"]}</button>'
        f'<span class="copied" role="status" data-yes="{label["copied"]}" data-no="{label["not_copied"]}"></span></span>'
    )


def _kept(value: str) -> str:
    """Return text for an attribute in which the ends of lines last."""
    return text(value).replace("\n", "&#10;")
