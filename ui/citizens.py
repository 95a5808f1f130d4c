"""The citizens' pages, one for each language: public papers, no login."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr
from starlette.datastructures import Headers
from starlette.types import Scope

from kb.config import Config
from ui.caution import caution
from ui.chat import Turn
from ui.frame import foot, head, lost, top
from ui.languages import GERMAN, code_of, preferred
from ui.limits import Buckets
from ui.page import Around
from ui.ports import Answers
from ui.verdicts import verdicts
from ui.web import Manner, chat, page

SCRIPTS = ("chat.js", "verdict.js", "lost.js")


def citizens_page(assistant: Answers, config: Config, asking: Buckets, code: str = GERMAN) -> gr.Blocks:
    """Return the page for everybody in that language; the papers of `assistant` are public ones alone."""
    # Relative, so that the house may put all of it under a path of its own.
    base = "" if code == GERMAN else "../"
    with page(config.title, config.limits) as blocks:
        chat(assistant, config, asking, Manner(code, base, beneath(config, code, base), SCRIPTS))
    return blocks


def around(config: Config, scope: Scope) -> Around:
    """Return what stands around the page that a visitor asks for."""
    code = code_of(scope["path"])
    wanted = preferred(Headers(scope=scope).get("accept-language", ""))
    above = top(config, code, "", skip="question", wanted=wanted)
    return Around(head(config.title, code, ""), above, foot(config, code) + lost(code), code)


def beneath(config: Config, code: str, base: str) -> Callable[[Turn], str]:
    """Return what gives, for under an answer: the hint to the office that decides, and how to say what one thinks of it."""

    def under(turn: Turn) -> str:
        if turn.state != "done" or turn.answer is None:
            return ""
        said = verdicts(turn, code, f"{base}feedback", keep_question=config.questions.keep)
        return caution(turn.question, turn.answer) + said

    return under
