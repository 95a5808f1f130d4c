"""Imprint, privacy and accessibility: Markdown of the operator, or the templates beside this module."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt

from kb.config import Config
from kb.errors import ConfigError
from ui.languages import GERMAN, direction, preferred
from ui.page import LEGAL, kept_days
from ui.sheet import sheet
from ui.wording import LANGUAGES, words

_BLANK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)
_HEADING = re.compile(r"\A\s*# (.+)\n")


def routes(config: Config) -> APIRouter:
    """Return `/impressum`, `/datenschutz`, `/barrierefreiheit`.

    :raises ConfigError: a file that the settings name cannot be read.
    """
    router = APIRouter()
    for path, name in LEGAL.items():
        own: Path | None = getattr(config.pages, name)
        _source(path, own)  # a mistake in the settings is told at the start, not to the first reader
        router.add_api_route(f"/{path}", _view(path, name, own, config), methods=["GET", "HEAD"])
    return router


def _view(path: str, name: str, own: Path | None, config: Config) -> Callable[[Request], HTMLResponse]:
    def view(request: Request) -> HTMLResponse:
        title, body = page(_source(path, own), config)
        asked = request.url.query
        come_from = asked if asked in LANGUAGES else GERMAN
        # Who came from a German page may still have a browser that speaks another language.
        reads = asked if asked in LANGUAGES else preferred(request.headers.get("accept-language", "")) or GERMAN
        answer = sheet(title or words("page")[name], _only_german(reads) + body, config, code=come_from, display=True)
        answer.headers["vary"] = "accept-language"
        return answer

    return view


def _only_german(code: str) -> str:
    """Return, for readers of another of our languages, the word that the page is in German."""
    if code == GERMAN:
        return ""
    return f'<p class="note" lang="{code}" dir="{direction(code)}">{words("page", code)["only_german"]}</p>'


def page(markdown: str, config: Config) -> tuple[str, str]:
    """Return the title and the HTML of a legal page, with a hint to the operator while it has blanks.

    Tags in the text stay text, pictures are not shown, links go to http, https, mail and telephone alone.
    """
    heading = _HEADING.match(markdown)
    html = _markdown().render(_filled(markdown[heading.end() :] if heading else markdown, config))
    filled, blanks = _BLANK.subn(r"<mark>[\1]</mark>", html)
    hint = f'<p class="problem" role="note">{words("legal")["hint"]}</p>' if blanks else ""
    return (heading[1].strip() if heading else ""), hint + filled


def _source(path: str, own: Path | None) -> str:
    if own is None:
        return (files(__package__) / f"{path}.de.md").read_text(encoding="utf-8")
    try:
        return own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("bad-page-file", file=own, why=error) from error


def _filled(markdown: str, config: Config) -> str:
    """Put in what the program knows of itself: `{{name}}`."""
    label = words("legal")
    known = {
        "title": config.title,
        "feedback_days": str(config.feedback.keep_days),
        "questions": label["questions_kept" if config.questions.keep else "questions_not_kept"],
        "question_days": str(kept_days(config)),
        "model": label["with_llm" if config.llm.enabled else "without_llm"],
    }
    for _ in range(2):  # the sentences have blanks, too
        markdown = re.sub(r"\{\{(\w+)\}\}", lambda found: known.get(found[1], found[0]), markdown)
    return markdown


@cache
def _markdown() -> MarkdownIt:
    # Raw HTML off; of addresses markdown-it itself refuses javascript:, vbscript:, file: and data:.
    # Lines stay lines: addresses are written that way.
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
