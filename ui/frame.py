"""What stands around every page for citizens: its head, areas, languages, display, and the word on the machine."""

from __future__ import annotations

from kb.config import Config
from ui.languages import address, direction
from ui.markup import text
from ui.page import FONTS, SIGN, footer
from ui.wording import LANGUAGES, words

# Pages of the citizens' side in each language: the path within it -> its name in the wording.
AREAS = {"": "ask", "angebote": "offers"}
# A globe, an eye: beside words, never instead of them.
_GLOBE = (
    '<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="9"/>'
    '<path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"/></svg>'
)
_EYE = (
    '<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">'
    '<path d="M2 12c4-8 16-8 20 0-4 8-16 8-20 0z"/><circle cx="12" cy="12" r="3"/></svg>'
)


def head(title: str, code: str, within: str, *, alternates: bool = True) -> str:
    """Return title, description, stylesheet and script; with `alternates` where the page is in the other languages."""
    others = "".join(
        f'<link rel="alternate" hreflang="{other}" href="{address(other, within)}">' for other in LANGUAGES
    )
    others += f'<link rel="alternate" hreflang="x-default" href="{address("de", within)}">'
    return (
        f'<title>{text(title)}</title><meta name="description" content="{text(words("page", code)["description"])}">'
        f'<meta name="color-scheme" content="light dark">{others if alternates else ""}'
        # Not deferred: colours and size of text are right before anything is painted.
        f'<script src="/display.js"></script>{FONTS}<link rel="stylesheet" href="/style.css">'
    )


def top(config: Config, code: str, within: str, *, skip: str, wanted: str | None = None, query: str = "") -> str:
    """Return the head of a page.

    :param within: the path of the page in its language; the same page in the others is one press away.
    :param skip: the id of what the first link jumps to.
    :param wanted: the language that the visitor's browser asks for; another one than the page's is pointed to.
    :param query: goes along to the other languages ("?q=...").
    """
    label = words("page", code)
    asking = within == ""
    jump = f'<a class="skip" href="#{skip}"{" data-action=skip" if asking else ""}>{label["skip" if asking else "skip_main"]}</a>'
    name = "h1" if asking else "p"
    model = label["machine_with_llm" if config.llm.enabled else "machine_without_llm"]
    # Offers are listed, not answered: there the name is the way to the questions.
    called, said, tagline = f'<a href="{address(code)}">{text(config.title)}</a>', "", ""
    if asking:
        called, tagline = text(config.title), f"<p>{label['tagline']}</p>"
        said = f'<p class="machine"><strong>{label["machine_title"]}</strong> {label["machine_public"]} {model}</p>'
    return (
        f'{jump}<header id="top">{_suggested(code, within, wanted)}<div class="bar">{_areas(code, within)}'
        f'<div class="settings">{_languages(code, within, query)}{_display(code)}</div></div>'
        f'<div class="top"><div class="brand">{SIGN}<div><{name} class="name">{called}</{name}>'
        f"{tagline}</div></div>{said}</div></header>"
    )


def foot(config: Config, code: str) -> str:
    """Return what the service is not, what happens to questions, and whom to ask."""
    return f'<footer id="foot">{footer(config, code)}</footer>'


def lost(code: str) -> str:
    """Return the place for the word that the server does not answer; `lost.js` fills it and shows it."""
    label = words("answer", code)
    return (
        f'<div id="lost" class="notice" role="alert" hidden data-probe="/display.js" data-offline="{text(label["offline"])}" '
        f'data-failed="{text(label["failed"])}"><p></p><button type="button" class="strong">{label["retry"]}</button></div>'
    )


def _suggested(code: str, within: str, wanted: str | None) -> str:
    if wanted is None or wanted == code:
        return ""
    return (
        f'<p class="suggest" lang="{wanted}" dir="{direction(wanted)}">'
        f'<a href="{address(wanted, within)}" hreflang="{wanted}" data-language="{wanted}">'
        f"{_GLOBE}<span>{words('page', wanted)['also']}</span></a></p>"
    )


def _areas(code: str, within: str) -> str:
    label = words("page", code)
    # A page within an area belongs to it: /angebote/vaetertreff.
    here = within.partition("/")[0]
    items = "".join(
        f'<li><a href="{address(code, path)}"{_current(path == here, whole=path == within)}>{label[name]}</a></li>'
        for path, name in AREAS.items()
    )
    return f'<nav aria-label="{label["areas"]}"><ul class="areas">{items}</ul></nav>'


def _current(here: bool, *, whole: bool) -> str:
    return f' aria-current="{"page" if whole else "true"}"' if here else ""


def _languages(code: str, within: str, query: str) -> str:
    items = "".join(
        f'<li><a href="{text(address(other, within) + query)}" lang="{other}" hreflang="{other}" dir="{direction(other)}" '
        f'data-language="{other}"{_current(other == code, whole=True)}>{name}</a></li>'
        for other, name in LANGUAGES.items()
    )
    # "Language" beside the page's own word: whoever landed on a page that they cannot read finds out.
    word = words("page", code)["language"]
    named = f"{word}{'' if code == 'en' else ' / <span lang=en dir=ltr>Language</span>'}"
    return (
        f'<details class="choose" name="settings"><summary>{_GLOBE}<span><span class="hidden">{named}: </span>'
        f"{LANGUAGES[code]}</span></summary>"
        f'<nav aria-label="{word}"><ul class="languages">{items}</ul></nav></details>'
    )


def _display(code: str) -> str:
    label = words("page", code)
    steps = "".join(
        f'<button type="button" data-size="{step}" aria-label="{label[name]}">{sign}</button>'
        for step, name, sign in ((-1, "smaller", "A−"), (0, "normal", "A"), (1, "larger", "A+"))
    )
    colours = "".join(
        f'<button type="button" data-colours="{name}" aria-pressed="false">{label[f"colours_{name}"]}</button>'
        for name in ("system", "light", "dark")
    )
    return (
        f'<details class="choose display" name="settings"><summary>{_EYE}<span>{label["display"]}</span></summary><div>'
        f'<div role="group" aria-label="{label["size"]}"><p>{label["size"]} <output class="percent" aria-live="polite">'
        f'100 %</output></p><div class="steps" dir="ltr">{steps}</div></div>'
        f'<div role="group" aria-label="{label["colours"]}"><p>{label["colours"]}</p>'
        f'<div class="steps">{colours}</div></div></div></details>'
    )
