"""The chat page as Gradio Blocks, and its place in the web app."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from fastapi import FastAPI, Response

from ingest.render import page_size
from kb.config import Config
from kb.errors import KnowledgeBaseError
from ui.chat import MAX_QUESTION, Turns, ask, find, is_nearest, keep_open
from ui.files import visible
from ui.markup import asset
from ui.messages import conversation
from ui.page import footer, header
from ui.ports import Answers, Papers
from ui.source import PageSize, how_to, panel
from ui.wording import words

# Answers under way at once and waiting; more get a friendly refusal. One machine with few cores.
CONCURRENT = 4
QUEUE = 64


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the events of the page work on."""

    turns: gr.State
    chat: gr.HTML
    question: gr.Textbox
    button: gr.Button
    source: gr.HTML
    plain: gr.Checkbox


def chat_page(assistant: Answers, config: Config) -> gr.Blocks:
    """Return the page; `mount` puts it into a web app."""
    page = gr.Blocks(title=config.title, analytics_enabled=False, fill_width=True)
    with page:
        _html("top", header(config, assistant.kb.audience))
        with gr.Row(elem_id="desk", equal_height=False):
            with gr.Column(elem_id="talk", min_width=0):
                chat = _html("chat", conversation((), config.contact), script="chat.js")
                question, button = _composer()
                # Without a language model nobody could put the papers into simpler words.
                plain = gr.Checkbox(
                    label=words("ask")["plain"], visible=config.llm.enabled, elem_id="plain", container=False
                )
                _html("hint", f"<p>{words('ask')['hint']}</p>")
            with gr.Column(elem_id="beside", min_width=0):
                source = _html("source", how_to(), script="source.js")
        _html("foot", footer(config))
        _wire(_Parts(gr.State((), time_to_live=3600), chat, question, button, source, plain), assistant, config)
    page.queue(max_size=QUEUE, api_open=False)
    return page


def _html(name: str, value: str, script: str | None = None) -> gr.HTML:
    load = asset(script) if script else None
    return gr.HTML(value, elem_id=name, js_on_load=load, apply_default_css=False)


def _composer() -> tuple[gr.Textbox, gr.Button]:
    label = words("ask")
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


def _wire(parts: _Parts, assistant: Answers, config: Config) -> None:
    papers = assistant.kb
    sizes = _sizes(papers)

    def answer(asked: str, before: Turns, plain: bool) -> Iterator[tuple[Turns, str, Any]]:
        box: Any = ""
        now: Turns = ()
        for now in ask(assistant, asked or "", before, plain=bool(plain)):
            yield now, conversation(now, config.contact), box
            box = gr.skip()  # the box is emptied once; what is typed meanwhile stays
        if now and config.questions.keep:
            keep_open(now[-1], config, papers.audience)

    def show(event: gr.EventData, turns: Turns) -> str:
        name = event._data.get("key") if isinstance(event._data, dict) else None
        return panel(find(turns, name), papers, sizes, nearest=is_nearest(name))

    def start_over() -> tuple[Turns, str, str]:
        return (), conversation((), config.contact), how_to()

    common: dict[str, Any] = {
        "api_visibility": "private",
        "show_progress": "hidden",
        "concurrency_limit": CONCURRENT,
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


def _sizes(papers: Papers) -> PageSize:
    def size(document: str, page: int) -> tuple[float, float]:
        found = visible(papers, document)
        if found is None:
            raise KnowledgeBaseError("no-such-file", file=document)
        return page_size(found[1], page)

    return size


def mount(app: FastAPI, assistant: Answers, config: Config) -> None:
    """Put the page at the root of `app`, without what Gradio would add: history, monitoring, links, docs."""

    @app.get("/style.css")
    def style() -> Response:
        # Linked by `ui.page.dress`: Gradio would put its own class before every selector.
        return Response(asset("style.css"), media_type="text/css", headers={"cache-control": "no-cache"})

    gr.mount_gradio_app(
        app,
        chat_page(assistant, config),
        "/",
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
