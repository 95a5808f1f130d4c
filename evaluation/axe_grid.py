"""Looks at every view of the citizens' pages with axe-core: ``python -m evaluation.axe_grid http://127.0.0.1:7860``.

A running server is asked; questions are answered there, so its limits must allow some 300 (`[limits] questions = 0`). Every
view is looked at in every language, at the width of a phone and of a desk, by day and by night; what axe-core finds is
printed with the elements. Needs axe-playwright-python and Debian's chromium, and no network.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, Literal

from assistant.question import LANGUAGES

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS: dict[str, Any] = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 800}}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
BOX, DONE = "#question textarea", ".turn:last-child[data-state=done]"
# German in all languages: the papers are, and an answer with offers, quotes and notes has most to look at.
OFFERS, NOTHING, RIGHTS = (
    "Welche Angebote gibt es für Eltern?",
    "Wie hoch ist der Eiffelturm?",
    "Bekomme ich Kindergeld?",
)
LEGAL = ("impressum", "datenschutz", "barrierefreiheit")


def views(page: Any, start: str) -> Iterator[str]:
    """Bring the page from view to view and name each; `start` is the address of the language."""
    page.goto(start)
    page.wait_for_selector(".example")
    yield "start"
    page.locator(".choose > summary").first.click()
    yield "languages open"
    page.locator(".display > summary").click()
    yield "display open"
    page.keyboard.press("Escape")
    ask(page, OFFERS)
    yield "answer with offers"
    page.locator("[data-verdict=wrong]").last.click()
    yield "feedback"
    page.locator(f"{DONE} [data-source]").first.click()
    page.wait_for_selector(".source figure img", state="visible")
    yield "source"
    page.keyboard.press("Escape")
    for name, question in (("nothing found", NOTHING), ("rights", RIGHTS), ("greeting", "hallo")):
        ask(page, question)
        yield name
    page.evaluate("document.querySelector('#lost').hidden = false")
    yield "server lost"
    page.goto(f"{start}angebote")
    yield "offers"
    page.locator(".offer summary").first.click()
    if page.locator(".filters > summary").is_visible():
        page.locator(".filters > summary").click()
    yield "offers opened"
    page.locator(".offer details[open] > a.strong").click()
    page.wait_for_url("**/angebote/*")
    yield "one offer"
    for name, path in (
        ("no such offer", "angebote/xx"),
        ("nothing near", "angebote?q=Raumfahrt"),
        ("chosen", "angebote?past=1&q=Kind"),
    ):
        page.goto(start + path)
        yield name
    code = start.rstrip("/").rpartition("/")[2]
    root = start if len(code) != len("de") else start.removesuffix(f"{code}/")
    for path in LEGAL:
        page.goto(f"{root}{path}{'' if root == start else f'?{code}'}")
        yield path


def look(address: str, tell: Callable[[str], None], languages: Sequence[str] = LANGUAGES) -> tuple[Counter[str], int]:
    """Return how often each rule of axe-core was broken, and at how many views it looked."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - for this script

    found: Counter[str] = Counter()
    looked = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for code, (width, size), scheme in product(languages, WIDTHS.items(), SCHEMES):
            context = browser.new_context(viewport=size, color_scheme=scheme, locale="de-DE")
            page = context.new_page()
            start = f"{address}/" if code == "de" else f"{address}/{code}/"
            here = 0
            for name in views(page, start):
                looked += 1
                here += 1
                examine(page, f"{code} {width} {scheme} {name}", found, tell)
            tell(f"{code} {width} {scheme}: {here} views")
            context.close()
        browser.close()
    return found, looked


def examine(page: Any, where: str, found: Counter[str], tell: Callable[[str], None]) -> None:
    """Look at a page as it is with axe-core; count the rules that are broken and tell the first elements of each."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # noqa: PLC0415 - for this script

    for broken in Axe().run(page).response["violations"]:
        found[broken["id"]] += 1
        nodes = "; ".join(node["html"][:160] for node in broken["nodes"][:3])
        tell(f"{where}: {broken['id']}: {nodes}")


def ask(page: Any, question: str) -> None:
    before = page.locator(".turn").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    page.wait_for_function(f"document.querySelectorAll('.turn').length > {before}")
    page.wait_for_selector(DONE)


def main() -> int:
    """Look, and end with 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="of a running server, without a slash at its end")
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=LANGUAGES, help="all, unless given")
    options = parser.parse_args()
    found, looked = look(options.address.rstrip("/"), lambda line: print(line, flush=True), options.languages)
    print(f"{looked} views, {found.total()} violations {dict(found) or ''}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
