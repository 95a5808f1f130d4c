"""A member of staff in a real browser: upload, check, publish, ask; filters, hits, an answer to take along."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import CHROMIUM, served

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt-get install chromium)"),
    # Gradio 6.31 uses what pandas 3 no longer wants; with that as an error, its queue stops.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Says something on the same twice.
CHOIR = (
    "Chorprobe\nDie Chorprobe Rotkehlchen leitet Hans Beispiel seit dem Jahr 2020.\n\n"
    "Wer die Chorprobe Rotkehlchen leitet, hat auch den Schlüssel zum Saal."
)
DONE = ".turn:last-child[data-state=done]"
# A run starts a process that loads the model; two such on a busy machine.
LONG = 90_000
SMALL = """() => [...document.querySelectorAll('button, select, nav a, input:not([type=hidden]), summary')]
  .filter((e) => e.offsetParent && !e.closest('.check, .checks, .sources') && e.getBoundingClientRect().height < 44
    && !e.matches('.reference')).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def house_of_staff(
    building: Any, tmp_path_factory: pytest.TempPathFactory, make_pdf: Callable[..., Path]
) -> Iterator[Any]:
    """A copy of the house that may be changed, and its address."""
    import app
    from assistant.answer import Assistant
    from ingest.publish import ingest as publish
    from kb.store import KnowledgeBase
    from ui.doors import StaffDoor

    folder = tmp_path_factory.mktemp("staff")
    shutil.copytree(building.config.index, folder / "index")
    shutil.copytree(building.config.index.parent / "papers", folder / "papers")
    ingest = replace(building.config.ingest, workers=1)
    config = replace(building.config, index=folder / "index", corpus=folder / "papers", ingest=ingest)
    make_pdf(folder / "papers" / "intern" / "chor.pdf", CHOIR)
    publish([config.corpus], config.index, building.embedder, ingest)
    with (
        KnowledgeBase.open(config.index, building.embedder, "public") as public,
        KnowledgeBase.open(config.index, building.embedder, "internal") as internal,
    ):
        outside = Assistant(public, config, building.embedder)
        inside = Assistant(internal, config, building.embedder)
        with served(lambda: app.build(outside, config, inside, StaffDoor(config))) as here:
            yield here


@pytest.fixture(params=[1280, 360])
def page(browser: Any, request: Any, house_of_staff: str, building: Any) -> Iterator[Any]:
    """A page of somebody who is logged in."""
    context = browser.new_context(viewport={"width": request.param, "height": 760})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.width = request.param
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{house_of_staff}/intern/login")
    page.fill("#name", building.user)
    page.fill("#password", building.password)
    page.click("button[type=submit]")
    page.wait_for_selector("#question textarea")
    page.wait_for_selector("#filters form", state="attached")
    yield page
    # Whoever leaves a page of Gradio while it loads breaks off what it is just fetching.
    assert [told for told in page.complaints if "AbortError" not in told and "errored out" not in told] == []
    context.close()


def go(page: Any, place: str) -> None:
    """Go to a place by the bar: on a phone its places are behind one button."""
    menu = page.locator(".staffbar .narrow summary")
    if menu.is_visible():
        menu.click()
    page.locator(f".staffbar nav a:visible >> text={place}").click()


def ask(page: Any, question: str) -> None:
    before = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_function("(n) => document.querySelectorAll('.turn').length > n", arg=before)
    page.wait_for_selector(DONE)


def test_upload_check_publish_and_ask(
    page: Any, house_of_staff: str, make_pdf: Callable[..., Path], tmp_path: Path
) -> None:
    # Each width brings a paper of its own: the house is the same.
    bird, person = ("Amsel", "Berta Beispiel") if page.width == 1280 else ("Drossel", "Carla Muster")
    text = f"Lernhaus {bird}\nDas Lernhaus {bird} leitet {person} seit dem Jahr 2024."
    file = make_pdf(tmp_path / f"Lernhaus {bird}.pdf", text)
    go(page, "Veröffentlichen")
    page.set_input_files("#files", str(file))
    page.focus("#note")
    page.keyboard.type("vom Fachamt")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"ul.entries >> text=Lernhaus {bird}.pdf")
    assert page.evaluate(WIDER) <= 0
    page.click("text=Jetzt prüfen") if page.locator("text=Jetzt prüfen").count() else page.click(
        "text=Noch einmal prüfen"
    )
    page.wait_for_selector("#job .run")
    page.reload()  # the run goes on
    page.wait_for_selector("text=Neu (1)", timeout=LONG)
    page.click("text=Jetzt veröffentlichen")
    page.wait_for_selector("text=Veröffentlicht. Das ist Stand", timeout=LONG)
    assert page.evaluate(WIDER) <= 0
    go(page, "Fragen")
    page.wait_for_selector("#filters form", state="attached")
    ask(page, f"Wer leitet das Lernhaus {bird}?")
    assert person in page.inner_text(DONE)


def test_filters_narrow_say_so_and_are_left_with_one_press(page: Any) -> None:
    page.click("#filters summary")
    page.select_option("#filters [name=visibility]", "public")
    playwright.expect(page.locator("#filters .chosen")).to_have_text("öffentliche")
    assert page.evaluate(WIDER) <= 0
    ask(page, "Wer leitet die Dienstbesprechung Zitronenfalter?")
    assert "Erika Geheim" not in page.inner_text("#chat")
    assert "Gesucht wurde nur hier: öffentliche" in page.inner_text(DONE)
    page.click("text=Ohne Filter fragen")
    page.wait_for_selector(".turn[data-turn='2'][data-state=done]")
    assert "Erika Geheim" in page.inner_text(DONE)
    playwright.expect(page.locator("#filters .chosen")).to_have_text("in allen Unterlagen")


def test_an_answer_is_copied_with_its_sources(page: Any, house_of_staff: str) -> None:
    ask(page, "Wer leitet die Dienstbesprechung Zitronenfalter?")
    page.click("text=Antwort kopieren")
    page.wait_for_selector(".copied:not(:empty)")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Erika Geheim" in copied
    assert "dienstplan.pdf, intern" in copied
    rich = page.evaluate(
        "navigator.clipboard.read().then((all) => all[0].getType('text/html')).then((one) => one.text())"
    )
    assert f'href="{house_of_staff}/intern/files/' in rich
    link = next(line.strip() for line in copied.splitlines() if "/files/" in line)
    assert link.startswith(f"{house_of_staff}/intern/files/")
    assert page.request.get(link).status == 200
    page.evaluate(
        "window.print = () => { window.printed = getComputedStyle(document.querySelector('.printed')).display }"
    )
    page.emulate_media(media="print")
    page.click("text=Drucken", force=True) if page.is_visible("text=Drucken") else page.evaluate(
        "document.querySelector('[data-print]').click()"
    )
    assert page.evaluate("window.printed") == "block"


def test_the_plain_pages_fit_can_be_tapped_and_reached_with_the_keyboard(page: Any, house_of_staff: str) -> None:
    for path in ("unterlagen", "veroeffentlichen", "offen", "angebote", "sperren"):
        page.goto(f"{house_of_staff}/intern/{path}")
        assert page.evaluate(WIDER) <= 0, path
        assert page.evaluate(SMALL) == [], path
        page.set_viewport_size({"width": 768, "height": 760})
        assert page.evaluate(WIDER) <= 0, path
        page.set_viewport_size({"width": page.width, "height": 760})
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.id === 'main'")
    page.goto(f"{house_of_staff}/intern/unterlagen")
    page.click("tbody a >> nth=0")
    assert page.evaluate(WIDER) <= 0
    page.click("a.at >> nth=0")
    page.wait_for_selector("svg.paper rect", state="attached")
    assert page.evaluate(WIDER) <= 0


def test_a_link_brings_a_paper_or_a_question_into_the_chat(page: Any, house_of_staff: str) -> None:
    page.goto(f"{house_of_staff}/intern/unterlagen")
    page.click("tbody a >> nth=0")
    title = page.inner_text("h1")
    page.click("text=In dieser Unterlage fragen")
    page.wait_for_function("document.querySelector('#filters .narrowed, #filters.narrowed')")
    playwright.expect(page.locator("#filters .chosen")).to_contain_text(title)
    page.goto(f"{house_of_staff}/intern/unterlagen")
    page.goto(f"{house_of_staff}/intern/#frage=Wo%20ist%20%3Cb%3E%3F")
    page.wait_for_function("document.querySelector('#question textarea')?.value === 'Wo ist <b>?'")
    page.wait_for_function("!location.hash")


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def test_axe_finds_nothing_in_the_chat(page: Any) -> None:
    assert violations(page) == []
    page.click("#filters summary")
    assert violations(page) == []
    ask(page, "Wer leitet die Dienstbesprechung Zitronenfalter?")
    page.click(f"{DONE} .card")
    page.wait_for_selector(".source figure img", state="visible")
    page.wait_for_timeout(400)  # what fades in is dark enough once it is there
    assert violations(page) == []


def test_axe_finds_nothing_on_the_plain_pages(page: Any, house_of_staff: str) -> None:
    for path in ("unterlagen", "veroeffentlichen", "veroeffentlichen/zurueck/1", "offen", "angebote", "sperren"):
        page.goto(f"{house_of_staff}/intern/{path}")
        assert violations(page) == [], path
    page.goto(f"{house_of_staff}/intern/unterlagen")
    for link in ("tbody a >> nth=0", "a.at >> nth=0"):
        page.click(link)
        page.wait_for_load_state()
        assert violations(page) == [], link


def test_whose_session_has_ended_logs_in_on_the_spot_and_loses_nothing(page: Any, building: Any) -> None:
    page.context.clear_cookies()
    page.fill("#question textarea", "Wer leitet die Dienstbesprechung Zitronenfalter?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#session[open] form.login")
    assert violations(page) == []
    assert page.input_value("#question textarea").startswith("Wer leitet")
    assert page.input_value("#session [name=name]") == building.user
    page.wait_for_function("document.activeElement.name === 'password'")
    page.keyboard.type(building.password)
    page.keyboard.press("Enter")
    page.wait_for_selector(DONE)
    assert "Erika Geheim" in page.inner_text(DONE)
    playwright.expect(page.locator("#session[open]")).to_have_count(0)
    go(page, "Gesperrte Kontakte")
    page.wait_for_load_state()  # its script listens from then on
    page.fill("[name=value]", "Erna Niemand")
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    page.wait_for_selector("#session[open] form.login")
    page.wait_for_function("document.activeElement.name === 'password'")
    page.keyboard.type(building.password)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Gesperrt: Erna Niemand.")
    page.click("button:has-text('Sperre aufheben')")
    page.wait_for_selector("text=Die Sperre ist aufgehoben.")
    page.complaints[:] = [told for told in page.complaints if "401" not in told]


def test_the_next_hit_is_shown_as_clearly_as_the_first(page: Any) -> None:
    ask(page, "Wer leitet die Chorprobe Rotkehlchen?")
    page.click(f"{DONE} .card")
    page.wait_for_selector(".source figure img", state="visible")
    first = page.inner_text(".source blockquote")
    page.locator("[data-hit]:not([disabled])").first.click()
    page.wait_for_function("(was) => document.querySelector('.source blockquote').innerText !== was", arg=first)
    page.wait_for_function("!document.querySelector('#source').classList.contains('waiting')")
    page.wait_for_function("'hit' in document.activeElement.dataset")


FOCUS = "document.activeElement.ariaLabel || document.activeElement.innerText || document.activeElement.name || ''"
# A stop of the tabulator key that nobody sees: without a ring, out of the window, or with something else over it.
UNSEEN = """() => {
  const stop = document.activeElement, box = stop.getBoundingClientRect(), ring = getComputedStyle(stop);
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 40));
  const seen = top && (stop.contains(top) || top.contains(stop) || top.closest('label')?.contains(stop));
  return seen && ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2 ? '' : stop.outerHTML.slice(0, 120);
}"""


def focused(page: Any, words: str) -> None:
    """Wait until the focus is on something that says `words`: scripts of the page move it a moment later."""
    page.wait_for_function(f"(words) => ({FOCUS}).includes(words)", arg=words)


def tab_to(page: Any, words: str, stops: int = 40) -> None:
    for _ in range(stops):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUS):
            return
    raise AssertionError(f"{words} is not reached with the tabulator key")


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_from_the_upload_to_taking_it_back_there_is_no_need_of_a_mouse(
    page: Any, house_of_staff: str, make_pdf: Callable[..., Path], tmp_path: Path
) -> None:
    file = make_pdf(tmp_path / "Tastatur.pdf", "Tastatur\nAllein mit Tasten geht es auch.")
    page.goto(f"{house_of_staff}/intern/veroeffentlichen")
    tab_to(page, "files")
    page.set_input_files("#files", str(file))  # the system's dialogue, which a headless browser does not always open
    tab_to(page, "visibility")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.activeElement.value === 'public'")
    tab_to(page, "Hochladen")
    page.keyboard.press("Enter")
    page.wait_for_selector("ul.entries >> text=Tastatur.pdf")
    focused(page, "Die Datei ist vorgemerkt")
    tab_to(page, "prüfen")
    page.keyboard.press("Enter")
    page.wait_for_selector("#job .run")
    page.wait_for_function("document.activeElement.id === 'job'")
    page.wait_for_selector("text=Neu (1)", timeout=LONG)
    page.wait_for_function("document.activeElement.id === 'pruefung'")
    page.wait_for_function("document.activeElement.getBoundingClientRect().top < innerHeight / 2")
    tab_to(page, "Jetzt veröffentlichen")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Veröffentlicht. Das ist Stand", timeout=LONG)
    page.wait_for_function("document.activeElement.id === 'job'")
    before = page.evaluate("document.querySelector('a[href*=\"/zurueck/\"]').ariaLabel")
    tab_to(page, before)
    page.keyboard.press("Enter")
    page.wait_for_url("**/zurueck/*")
    tab_to(page, "Ja, wiederherstellen")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=ist wiederhergestellt", timeout=LONG)
    page.wait_for_function("document.activeElement.id === 'job'")
    tab_to(page, "Tastatur.pdf nicht mehr vormerken")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Noch ist nichts vorgemerkt")
    page.wait_for_function("document.activeElement.id === 'vorgemerkt'")


def test_every_stop_of_the_tabulator_key_is_seen(page: Any, house_of_staff: str) -> None:
    page.wait_for_selector(".example")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.className === 'skip'")
    for path in ("", "unterlagen", "veroeffentlichen", "offen", "angebote", "sperren"):
        if path:
            page.goto(f"{house_of_staff}/intern/{path}")
        for stop in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            assert page.evaluate(UNSEEN) == "", (path, stop)


def test_a_correction_is_made_and_taken_back_with_keys(page: Any, house_of_staff: str) -> None:
    page.goto(f"{house_of_staff}/intern/sperren")
    tab_to(page, "value")
    page.keyboard.type("Erna Niemand")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Gesperrt: Erna Niemand.")
    focused(page, "Gesperrt: Erna Niemand.")
    tab_to(page, "Sperre aufheben")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Die Sperre ist aufgehoben.")
    focused(page, "aufgehoben")


def test_a_paper_is_gone_through_page_by_page_with_keys(page: Any, house_of_staff: str) -> None:
    page.goto(f"{house_of_staff}/intern/unterlagen")
    page.focus("tbody a >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector("a.at")
    tab_to(page, "Seite 1 zeigen")
    page.keyboard.press("Enter")
    page.wait_for_selector("svg.paper rect", state="attached")
    page.wait_for_load_state()
    mark = page.locator("svg.paper rect").first.bounding_box()
    assert 0 <= mark["x"] < page.width
    tab_to(page, "Zu den Angaben")
    page.keyboard.press("Enter")
    page.wait_for_selector("a.at")
