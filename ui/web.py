"""The chat as Gradio components with their events, and the place of a page in the web app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Any

import gradio as gr
from fastapi import FastAPI

from ingest.render import page_size
from kb.config import Config, LimitsConfig
from kb.errors import KnowledgeBaseError
from ui.chat import MAX_QUESTION, Turn, Turns, ask, find, is_nearest, keep_open
from ui.doors import caller
from ui.files import visible
from ui.limits import Buckets
from ui.logs import under
from ui.markup import asset, text
from ui.messages import conversation
from ui.ports import Answers, Papers
from ui.source import PageSize, how_to, panel
from ui.wording import words


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the events of the page work on."""

    turns: gr.State
    chat: gr.HTML
    question: gr.Textbox
    button: gr.Button
    source: gr.HTML
    plain: gr.Checkbox


@contextmanager
def page(title: str, limits: LimitsConfig) -> Iterator[gr.Blocks]:
    """Open an empty page to be filled; `mount` puts it into a web app.

    Of visits, some 80 kB each (evaluation.bench_asking), Gradio would keep 10,000, for as long as the server runs.
    """
    blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with blocks:
        yield blocks
    blocks.queue(max_size=limits.waiting, api_open=False)
    blocks.state_session_capacity = limits.visits


@dataclass(frozen=True, slots=True)
class Manner:
    """How a chat is shown: the language of its page, what stands beneath an answer, and which scripts run with it.

    `base` leads from the page's address to papers and their images.
    """

    code: str = "de"
    base: str = ""
    beneath: Callable[[Turn], str] = lambda turn: ""
    scripts: tuple[str, ...] = ("chat.js",)


def chat(assistant: Answers, config: Config, asking: Buckets, manner: Manner) -> None:
    """Put the chat with its sources on the page that is open. `asking` says how often one may ask."""
    code = manner.code
    with gr.Row(elem_id="desk", equal_height=False):
        with gr.Column(elem_id="talk", min_width=0):
            log = html("chat", conversation((), config.contact, code=code), *manner.scripts)
            question, button = composer(code)
            # Without a language model nobody could put the papers into simpler words.
            plain = gr.Checkbox(
                label=words("ask", code)["plain"], visible=config.llm.enabled, elem_id="plain", container=False
            )
            searching = text(words("answer", code)["searching"])
            status = f'<p class="hidden" role="status" data-searching="{searching}"></p>'
            html("hint", f"<p>{words('ask', code)['hint']}</p>{status}")
        with gr.Column(elem_id="beside", min_width=0):
            source = html("source", how_to(code), "source.js")
    parts = _Parts(gr.State((), time_to_live=3600), log, question, button, source, plain)
    _wire(parts, assistant, config, asking, manner)


def html(name: str, value: str, *scripts: str, script: str | None = None) -> gr.HTML:
    """Put HTML with that id on the page that is open; `scripts`: files beside this module that run with it."""
    run = (*scripts, script) if script else scripts
    load = "\n".join(f"{{{asset(one)}}}" for one in run) or None
    return gr.HTML(value, elem_id=name, js_on_load=load, apply_default_css=False)


def composer(code: str = "de") -> tuple[gr.Textbox, gr.Button]:
    """Put the box for the question and its button on the page that is open."""
    label = words("ask", code)
    with gr.Row(elem_id="composer"):
        question = gr.Textbox(
            label=label["label"],
            placeholder=label["placeholder"],
            lines=1,  # one line to begin with is what makes Enter ask
            max_lines=5,
            max_length=MAX_QUESTION,
            elem_id="question",
            scale=1,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
        )
        button = gr.Button(label["button"], variant="primary", elem_id="ask", scale=0, min_width=0)
    return question, button


def _wire(parts: _Parts, assistant: Answers, config: Config, asking: Buckets, manner: Manner) -> None:
    papers = assistant.kb
    page_sizes = sizes(papers)
    code, base = manner.code, manner.base

    def log(turns: Turns) -> str:
        return conversation(turns, config.contact, manner.beneath, code)

    def answer(asked: str, before: Turns, plain: bool, request: gr.Request) -> Iterator[tuple[Any, Any, Any]]:
        scope = request.request.scope if request.request else {}
        if not (asked or "").strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        wait = asking.take(caller(scope))
        if wait:
            yield before, log(before) + too_often(wait, code), gr.skip()
            return
        box: Any = ""
        now: Turns = ()
        turns = ask(assistant, asked or "", before, plain=bool(plain), code=code)
        for now in under(scope.get("request_id", ""), turns):
            yield now, log(now), box
            box = gr.skip()  # the box is emptied once; what is typed meanwhile stays
        if now and config.questions.keep:
            keep_open(now[-1], config, papers.audience)

    def show(event: gr.EventData, turns: Turns) -> str:
        name = event._data.get("key") if isinstance(event._data, dict) else None
        return panel(find(turns, name), papers, page_sizes, nearest=is_nearest(name), code=code, base=base)

    def start_over() -> tuple[Turns, str, str]:
        return (), log(()), how_to(code)

    common: dict[str, Any] = {
        "api_visibility": "private",
        "show_progress": "hidden",
        "concurrency_limit": config.limits.answers,
    }
    gr.on(
        [parts.question.submit, parts.button.click],
        answer,
        [parts.question, parts.turns, parts.plain],
        [parts.turns, parts.chat, parts.question],
        trigger_mode="once",
        **common,
    )
    parts.chat.open_source(show, parts.turns, parts.source, trigger_mode="always_last", **common)
    parts.chat.start_over(start_over, None, [parts.turns, parts.chat, parts.source], **common)


def too_often(wait: float, code: str = "de") -> str:
    """Return the word to somebody who has asked very often, with the seconds to wait."""
    return f'<p class="notice often" role="alert">{words("limits", code)["asked"].format(seconds=ceil(wait))}</p>'


def sizes(papers: Papers) -> PageSize:
    """Return what tells the size of a page that these papers show."""

    def size(document: str, page: int) -> tuple[float, float]:
        found = visible(papers, document)
        if found is None:
            raise KnowledgeBaseError("no-such-file", file=document)
        return page_size(found[1], page)

    return size


def mount(app: FastAPI, blocks: gr.Blocks, path: str) -> None:
    """Put a page into `app`, without what Gradio would add: history, monitoring, links, docs.

    What is mounted at "/" comes last, as it answers to everything that nobody did before.
    """
    gr.mount_gradio_app(
        app,
        blocks,
        path,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        pwa=False,
        ssr_mode=False,
        mcp_server=False,
        theme=_theme(),
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def _theme() -> gr.themes.Base:
    # A font that comes with Gradio and has Latin and Cyrillic; Arabic comes from the reader's system.
    # Its weight 600 lacks nearly all letters in Gradio 6.31, hence 700.
    plex = gr.themes.utils.fonts.LocalFont("IBM Plex Sans", weights=(400, 700))
    font: list[gr.themes.Font | str] = [plex, "system-ui", "sans-serif"]
    return gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=font, font_mono=["monospace"])
