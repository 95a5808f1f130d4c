"""Looks at every view of the staff's pages with axe-core: ``python -m evaluation.axe_staff http://127.0.0.1:7860 NAME``.

A running server is asked, with an account whose password is in `KIZ_PASSWORD`. On the way a paper is uploaded, checked,
published and taken back, an offer corrected and a contact blocked, so it should be a copy of the house; at the end all is as it
was but for the publications' numbers. Every view is looked at at the width of a phone, a tablet and a desk, by day and by
night; what axe-core finds is printed with the elements. Needs axe-playwright-python and Debian's chromium, and no network.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from evaluation.axe_grid import CHROMIUM, DONE, FLAGS, NOTHING, OFFERS, SCHEMES, ask, examine

WIDTHS: dict[str, Any] = {
    "desk": {"width": 1280, "height": 800},
    "tablet": {"width": 768, "height": 1024},
    "phone": {"width": 360, "height": 740},
}
# Who leads something is said in most papers; the answer has quotes and hits to step through.
ANSWERED = "Wer leitet das Integrationszentrum?"
BLOCKED = "Erna Niemand-Beispiel"
PARTS = ("login", "chat", "papers", "publishing", "lists")
# A run reads in a process of its own, which loads the model.
LONG = 120_000


def views(
    page: Any, address: str, name: str, password: str, paper: Path, parts: Sequence[str] = PARTS
) -> Iterator[str]:
    """Bring the page from view to view and name each; the lists have what somebody missed and found wrong in the chat."""
    staff = f"{address}/intern"
    page.goto(f"{staff}/login")
    if "login" in parts:
        yield "login"
        _log_in(page, name, "nicht das Kennwort")
        page.wait_for_selector(".problem")
        yield "login refused"
        page.goto(f"{staff}/gibtesnicht")
        yield "no such page"
        page.goto(f"{staff}/login")
    _log_in(page, name, password)
    page.wait_for_selector("#filters form", state="attached")
    if "chat" in parts:
        yield from _chat(page, name, password)
    if "papers" in parts:
        yield from _papers(page, staff)
    if "publishing" in parts:
        yield from _publishing(page, staff, paper)
    if "lists" in parts:
        yield from _lists(page, staff)
    page.goto(f"{staff}/logout")
    yield "log out"


def _log_in(page: Any, name: str, password: str) -> None:
    page.fill("#name", name)
    page.fill("#password", password)
    page.keyboard.press("Enter")


def _chat(page: Any, name: str, password: str) -> Iterator[str]:
    yield "chat"
    page.click("#filters summary")
    yield "filters"
    page.click("#filters summary")
    ask(page, OFFERS)
    yield "answer with offers"
    ask(page, ANSWERED)
    yield "answer"
    page.locator(f"{DONE} [data-source]").first.click()
    page.wait_for_selector(".source figure img", state="visible")
    yield "source"
    forward = page.locator("[data-hit]:not([disabled])")
    if forward.count():
        forward.first.click()
        page.wait_for_function("!document.querySelector('#source').classList.contains('waiting')")
        yield "next hit"
    page.keyboard.press("Escape")
    ask(page, NOTHING)
    yield "nothing found"
    page.locator("[data-verdict=wrong]").last.click()
    page.locator(".remark:not([hidden]) textarea").last.fill("Das gehört nicht hierher.")
    yield "feedback"
    page.locator(".remark:not([hidden]) button").last.click()
    page.wait_for_selector(".told:not(:empty)")
    page.context.clear_cookies()
    page.fill("#question textarea", ANSWERED)
    page.keyboard.press("Enter")
    page.wait_for_selector("#session[open] form.login")
    yield "session ended"
    page.fill("#session [name=name]", name)
    page.fill("#session [name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_selector("#session:not([open])", state="attached")
    page.wait_for_function("document.querySelector('#question textarea').value === ''")
    page.wait_for_selector(DONE)


def _papers(page: Any, staff: str) -> Iterator[str]:
    page.goto(f"{staff}/unterlagen")
    yield "papers"
    page.set_viewport_size(WIDTHS["phone"])
    page.click(".staffbar .narrow summary")
    yield "menu"
    page.goto(f"{staff}/unterlagen?q=gibtesnicht")
    yield "no paper fits"
    page.goto(f"{staff}/unterlagen")
    page.locator("tbody a").first.click()
    page.wait_for_load_state()
    yield "paper with its quotes"
    page.locator("a.at").first.click()
    page.wait_for_selector("svg.paper rect", state="attached")
    yield "page with marks"
    page.goto(f"{staff}/unterlagen/gibtesnicht")
    yield "no such paper"


def _publishing(page: Any, staff: str, paper: Path) -> Iterator[str]:
    page.goto(f"{staff}/veroeffentlichen")
    before = int(page.locator(".rows tbody tr td .short").first.inner_text().split()[-1])
    yield "publishing"
    page.set_input_files("#files", {"name": "Notiz.pdf", "mimeType": "application/pdf", "buffer": b"kein PDF"})
    page.click("form.upload [type=submit]")
    page.wait_for_selector(".problem[role=alert]")
    yield "upload refused"
    page.goto(f"{staff}/veroeffentlichen")
    page.set_input_files("#files", str(paper))
    page.click("form.upload [type=submit]")
    page.wait_for_selector(f"ul.entries >> text={paper.name}")
    yield "uploaded"
    state, first = "**/veroeffentlichen/stand", iter([True])
    # Before a form is sent the page asks whether one is still logged in; what it asks later waits: it goes on saying that it runs.
    page.route(state, lambda asked: asked.continue_() if next(first, False) else None)
    page.click("#pruefung button")
    page.wait_for_selector("#job .run")
    yield "checking"
    page.unroute(state)
    page.reload()
    page.wait_for_selector("#pruefung .report", timeout=LONG)
    yield "checked"
    page.click("form[action$='/start'] button")
    page.wait_for_selector("#job .done", timeout=LONG)
    yield "published"
    page.click("#job .done a")
    yield "report"
    page.goto(f"{staff}/veroeffentlichen/zurueck/{before}")
    yield "going back"
    page.click("main form button.strong")
    page.wait_for_selector("#job .done:has-text('wiederhergestellt')", timeout=LONG)
    yield "gone back"
    page.click(f"li:has-text('{paper.name}') form[action$='/verwerfen'] button")
    page.wait_for_selector(f"li:has-text('{paper.name}')", state="detached")


def _lists(page: Any, staff: str) -> Iterator[str]:
    page.goto(f"{staff}/offen")
    yield "open questions and feedback"
    for list_of in ("#fragen", "#rueckmeldungen"):
        page.locator(f"{list_of} form button").first.click()
        page.wait_for_load_state()
    yield "done with"
    page.goto(f"{staff}/angebote?q=gibtesnicht")
    yield "no offer fits"
    page.goto(f"{staff}/angebote")
    yield "offers"
    page.locator("ul.entries a.quiet").first.click()
    page.wait_for_selector("form.fields")
    yield "correcting"
    page.click("form.fields button")
    page.wait_for_selector(".problem[role=alert]")
    yield "nothing corrected"
    page.fill("form.fields [name=cost]", "kostenlos, nach Anmeldung")
    page.click("form.fields button")
    page.wait_for_selector("main > .done")
    yield "corrected"
    page.goto(f"{staff}/angebote")
    yield "corrections in force"
    page.locator("form[action='/intern/angebote'] button").last.click()
    page.wait_for_selector("main > .done")
    page.goto(f"{staff}/sperren")
    yield "blocks"
    page.fill("[name=value]", BLOCKED)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"td:has-text('{BLOCKED}')")
    yield "blocked"
    page.click(f"tr:has-text('{BLOCKED}') button")
    page.wait_for_selector("main > .done")


def look(
    address: str,
    name: str,
    password: str,
    tell: Callable[[str], None],
    shots: Path | None = None,
    parts: Sequence[str] = PARTS,
) -> tuple[Counter[str], int]:
    """Return how often each rule of axe-core was broken, and at how many views it looked; `shots`: a folder for pictures."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - for this script

    found: Counter[str] = Counter()
    looked = 0
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        paper = _paper(Path(folder, "Lernhaus Kranich.pdf"))
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(viewport=WIDTHS["desk"], locale="de-DE").new_page()
        page.set_default_timeout(60_000)
        for view in views(page, address, name, password, paper, parts):
            for (width, size), scheme in product(WIDTHS.items(), SCHEMES):
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                page.wait_for_timeout(400)  # what fades in is dark enough once it is there
                looked += 1
                if shots and scheme == "light":
                    page.screenshot(path=shots / f"{view.replace(' ', '-')}-{size['width']}.png")
                examine(page, f"{view} {width} {scheme}", found, tell)
            tell(f"{view}: {len(WIDTHS) * len(SCHEMES)} times")
            page.set_viewport_size(WIDTHS["desk"])
        browser.close()
    return found, looked


def _paper(file: Path) -> Path:
    canvas = Canvas(str(file))
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(70, 760, "Lernhaus Kranich")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(70, 720, "Das Lernhaus Kranich leitet Berta Beispiel seit dem Jahr 2024.")
    canvas.save()
    return file


def main() -> int:
    """Look, and end with 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="of a running server, without a slash at its end")
    parser.add_argument("name", help="of the account")
    parser.add_argument("--shots", type=Path, help="a folder for a picture of every view at every width")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="all, unless given")
    options = parser.parse_args()
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    found, looked = look(
        options.address.rstrip("/"),
        options.name,
        os.environ.get("KIZ_PASSWORD", ""),
        lambda line: print(line, flush=True),
        options.shots,
        options.parts,
    )
    print(f"{looked} views, {found.total()} violations {dict(found) or ''}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
