"""The frame of the staff's plain pages: the bar with all places, a heading, and forms that change something."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from kb.config import Config
from ui.doors import LOGIN, STAFF, StaffDoor, Visitor
from ui.login import logout_form
from ui.markup import text
from ui.page import SIGN, legal_links
from ui.staff_words import said
from ui.wording import words

# Path behind the door -> its name in the wording.
PLACES: Mapping[str, str] = {
    "": "ask",
    "unterlagen": "papers",
    "veroeffentlichen": "publish",
    "offen": "open",
    "angebote": "offers",
    "sperren": "blocks",
}
MOST_FIELDS = 20


class Desk:
    """What every page of the staff needs: the settings, and who may be logged out."""

    def __init__(self, config: Config, door: StaffDoor) -> None:
        self.config = config
        self.door = door

    def page(
        self,
        request: Request,
        here: str,
        title: str,
        body: str,
        *,
        notice: str = "",
        problem: str = "",
        status: int = 200,
    ) -> HTMLResponse:
        """Return a page. `notice` says that something is done, `problem` (text) what went wrong; both are read out."""
        label, skip = said("nav"), words("page")["skip_main"]
        told = ""
        if problem:
            told = f'<p class="problem" role="alert">{text(problem)}</p>'
        elif notice:
            told = f'<p class="done" role="status">{text(notice)}</p>'
        window = f"{words('login')['problem_title']}: {title}" if problem else title
        page = (
            f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{text(window)} – '
            f'{text(self.config.title)}</title><meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/style.css">'
            f'<link rel="stylesheet" href="/sheet.css"><link rel="stylesheet" href="{STAFF}/staff.css">'
            f'<script src="{STAFF}/staff.js" defer></script></head><body id="kiz" class="sheet desk">'
            f'<a class="skip" href="#main">{skip}</a>{bar(request.scope.get("visitor"), self.door, here)}'
            f'<header><a class="home" href="{STAFF}/">{SIGN}<span>{text(self.config.title)}</span></a></header>'
            f'<main id="main" tabindex="-1"><h1>{text(title)}</h1>{told}{body}</main>'
            f'<footer aria-label="{label["label"]}">{legal_links()}</footer></body></html>'
        )
        return HTMLResponse(page, status)


def bar(visitor: Visitor | None, door: StaffDoor, here: str) -> str:
    """Return the links to all places of the staff, and who is logged in."""
    label = said("nav")
    links = "".join(
        f'<li><a href="{STAFF}/{path}"{" aria-current=page" if path == here else ""}>{label[name]}</a></li>'
        for path, name in PLACES.items()
    )
    who = logout_form(visitor, door) if visitor else ""
    at = label[PLACES.get(here, "ask")]
    name = f"<li>{words('login')['logged_in'].format(name=text(visitor.name))}</li>" if visitor else ""
    # The style shows one of both: on a phone all places in a row would fill a third of the page.
    return (
        f'<div class="staffbar" role="region" aria-label="{label["bar"]}"><nav class="wide" aria-label="{label["label"]}"><ul>{links}</ul></nav>'
        f'<nav class="narrow" aria-label="{label["label"]}"><details><summary><span><span class="place">{label["label"]}: </span>{at}</span></summary>'
        f"<ul>{links}{name}</ul></details></nav>{who}</div>{_again(visitor)}"
    )


def _again(visitor: Visitor | None) -> str:
    """Return the box in which one logs in once more where a session ended while a page stood open (`staff.js`)."""
    label = said("session")
    if visitor is None or visitor.way != "session":
        return ""
    return (
        f'<dialog id="session" aria-labelledby="session-title" data-name="{text(visitor.name)}">'
        f'<h2 id="session-title" tabindex="-1">{label["title"]}</h2><p>{label["lead"]}</p><div></div>'
        f'<p><a href="{LOGIN}">{label["page"]}</a></p></dialog>'
    )


def bar_with_style(visitor: Visitor, door: StaffDoor) -> str:
    """Return the bar for the chat's page, whose head is Gradio's."""
    style = f'<link rel="stylesheet" href="{STAFF}/staff.css"><script src="{STAFF}/staff.js" defer></script>'
    skip = f'<a class="skip" href="#question" data-action="skip">{words("page")["skip"]}</a>'
    return style + skip + bar(visitor, door, "")


def visitor_name(request: Request) -> str:
    """Return who sends a request."""
    visitor: Visitor | None = request.scope.get("visitor")
    return visitor.name if visitor else ""


async def fields(request: Request) -> Mapping[str, str]:
    """Return the fields of a form; `ui.guard` has bounded its length."""
    try:
        sent = (await request.body()).decode("utf-8")
        return dict(parse_qsl(sent, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def back_to(place: str, at: str = "", **told: str) -> RedirectResponse:
    """Return the way back to a page after something was done: loading it again does it no second time.

    `at` is the id of what the focus goes to there (`staff.js`).
    """
    query = "&".join(f"{name}={quote(value)}" for name, value in told.items())
    return RedirectResponse(f"{STAFF}/{place}{'?' if query else ''}{query}{'#' if at else ''}{at}", 303)


def hidden(**values: str) -> str:
    """Return hidden fields of a form."""
    return "".join(f'<input type="hidden" name="{name}" value="{text(value)}">' for name, value in values.items())


def table(caption: str, heads: list[str], rows: list[list[str]], *, marks: Mapping[int, str] | None = None) -> str:
    """Return a table (HTML in all parts) that is a list of cards on a phone; `marks` are attributes of heads.

    Its roles are said, as browsers forget them where a style makes blocks of rows.
    """
    marks = marks or {}
    head = "".join(
        f'<th scope="col" role="columnheader"{" " + marks[at] if at in marks else ""}>{one}</th>'
        for at, one in enumerate(heads)
    )
    labels = [_bare(one) for one in heads]
    body = "".join(
        '<tr role="row">'
        + "".join(f'<td role="cell" data-label="{label}">{cell}</td>' for label, cell in zip(labels, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f'<table role="table" class="rows"><caption class="hidden">{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _bare(html: str) -> str:
    inside, parts = 0, []
    for sign in html:
        inside += sign == "<"
        if not inside:
            parts.append(sign)
        inside -= sign == ">"
    return "".join(parts).strip(" ▲▼")
