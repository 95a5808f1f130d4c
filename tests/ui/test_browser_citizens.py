"""The citizens' pages in a real browser, over a real booklet: asked, looked through, in their language, by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app
from assistant.answer import Assistant
from ingest.publish import ingest
from kb.config import Config, ContactConfig, IngestConfig, LimitsConfig
from kb.embed import load_embedder
from kb.feedback import given
from kb.store import KnowledgeBase
from tests.ui.conftest import CHROMIUM, served

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt-get install chromium)")
BOOKLET = Path(__file__).parents[2] / "corpus" / "programmheft.pdf"
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
BOX = "#question textarea"
DONE = ".turn:last-child[data-state=done]"
QUESTION = "Welche Angebote gibt es für Eltern?"


class Town:
    """A server over the booklet, and the index it writes feedback to."""

    def __init__(self, address: str, config: Config) -> None:
        self.address = address
        self.config = config


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    index = tmp_path_factory.mktemp("town") / "index"
    embedder = load_embedder("builtin")
    ingest([BOOKLET], index, embedder, IngestConfig(workers=1, default_visibility="public"))
    contact = ContactConfig("KI Kreis Mettmann", "02104 992175", "a@b.de")
    config = Config(title="KIZ-Assistent", index=index, contact=contact, limits=LimitsConfig(questions=0))
    with (
        KnowledgeBase.open(index, embedder, "public") as base,
        served(lambda: app.build(Assistant(base, config, embedder), config)) as here,
    ):
        yield Town(here, config)


class Visit:
    """A page, with what it complained about and how far it jumped."""

    def __init__(self, browser: Any, town: Town, path: str, viewport: dict[str, int], **context: Any) -> None:
        self.context = browser.new_context(viewport=viewport, **{"locale": "de-DE"} | context)
        self.page = self.context.new_page()
        self.town = town
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.add_init_script(
            "window.jumped = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {"
            " if (!entry.hadRecentInput) window.jumped += entry.value }))"
            ".observe({ type: 'layout-shift', buffered: true })"
        )
        self.go(path)

    def go(self, path: str) -> None:
        self.page.goto(self.town.address + path)
        if "angebote" not in path:
            self.page.wait_for_selector(BOX)
            self.page.wait_for_selector(".example")

    def ask(self, question: str) -> None:
        before = self.page.locator(".turn").count()
        self.page.fill(BOX, question)
        self.page.press(BOX, "Enter")
        self.page.wait_for_function(f"document.querySelectorAll('.turn').length > {before}")
        self.page.wait_for_selector(DONE)


@pytest.fixture
def visit(browser: Any, town: Town) -> Iterator[Any]:
    visits: list[Visit] = []

    def open_page(path: str = "/", viewport: dict[str, int] = DESKTOP, **context: Any) -> Visit:
        visits.append(Visit(browser, town, path, viewport, **context))
        return visits[-1]

    yield open_page
    for each in visits:
        each.context.close()


def drawn(page: Any, image: str) -> None:
    page.wait_for_function(f"(i => i && i.complete && i.naturalWidth)(document.querySelector('{image}'))")


@pytest.mark.parametrize(("path", "base"), [("/", ""), ("/en/", "../")])
def test_an_answer_leads_to_its_words_on_the_page(visit: Any, path: str, base: str) -> None:
    there = visit(path, PHONE)
    there.ask("Was ist Griffbereit?")
    there.page.locator(f"{DONE} [data-source]").first.click()
    drawn(there.page, ".source figure img")
    assert there.page.locator(".source .mark").count()
    assert there.page.locator(".source blockquote").inner_text().strip(" „“") != ""
    href = there.page.locator(".source a.strong").get_attribute("href")
    assert re.fullmatch(re.escape(base) + r"files/[\w.-]+\.pdf#page=\d+", href)
    alt = there.page.locator(".source figure img").first.get_attribute("alt")
    assert there.page.locator(".source blockquote").inner_text().split("„")[-1][:20].rstrip("“") in alt
    assert there.complaints == []


def test_the_language_is_changed_by_links_and_arabic_runs_from_the_right(visit: Any) -> None:
    there = visit("/", PHONE)
    page = there.page
    page.click("summary:has-text('Deutsch')")
    assert page.locator(".languages a[aria-current]").inner_text().startswith("Deutsch")
    page.click(".languages a[hreflang=ar]")
    page.wait_for_selector(".example")
    page.wait_for_timeout(300)  # Gradio sets the browser's language once it runs
    page.wait_for_function("document.documentElement.lang === 'ar' && document.documentElement.dir === 'rtl'")
    assert page.locator(".welcome h2").inner_text() == "ماذا تريد أن تعرف؟"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    direction = "e => getComputedStyle(e).direction"
    page.locator(".example").first.click()
    page.wait_for_selector(DONE)
    assert page.locator(".asked p").evaluate(direction) == "rtl"
    assert page.locator(".verdict legend").inner_text() == "هل كانت هذه الإجابة مفيدة؟"
    assert there.complaints == []


def test_arabic_runs_from_the_right_in_every_block_and_german_quotes_from_the_left(visit: Any) -> None:
    there = visit("/ar/", PHONE)
    page = there.page
    direction = "e => getComputedStyle(e).direction"
    for part in (".welcome h2", "#hint p", "#question label > span", BOX):
        assert page.locator(part).first.evaluate(direction) == "rtl", part
    title, area = (page.locator(part).bounding_box() for part in (".welcome h2", "#chat"))
    right = "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().right }"
    assert page.locator(".welcome h2").evaluate(right) == pytest.approx(area["x"] + area["width"], abs=2), title
    there.ask("Was ist Griffbereit?")
    assert page.locator(f"{DONE} .said").first.evaluate(direction) == "ltr"


@pytest.mark.parametrize(("question", "path"), [("?", "/ar/"), ("hallo", "/tr/"), ("Kita", "/uk/")])
def test_an_unclear_question_is_answered_in_the_language_of_the_page(visit: Any, question: str, path: str) -> None:
    there = visit(path, PHONE)
    there.ask(question)
    assert there.page.locator(f"{DONE} .answer > p").first.get_attribute("lang") == path.strip("/")


def test_nothing_to_ask_changes_nothing(visit: Any) -> None:
    page = visit("/", PHONE).page
    page.press(BOX, "Enter")
    page.click("#ask")
    page.wait_for_timeout(500)
    assert page.locator(".welcome").count() == 1 and page.locator(".turn").count() == 0
    page.wait_for_function(f"document.activeElement.matches('{BOX}')")


def test_on_a_phone_the_keyboard_makes_room_for_the_answer(visit: Any) -> None:
    there = visit("/", PHONE, has_touch=True, is_mobile=True)
    there.ask("Was ist Griffbereit?")
    there.page.wait_for_function(f"!document.activeElement.matches('{BOX}')")
    # The marked words are as large as the panel has room for.
    there.page.locator(f"{DONE} [data-source]").first.click()
    drawn(there.page, ".source figure img")
    image, panel = (there.page.locator(f".source {part}").bounding_box() for part in ("figure", ".pages"))
    assert image["width"] > 1.4 * panel["width"]


def test_a_server_that_is_gone_is_told_in_the_language_of_the_page_and_the_question_stays(visit: Any) -> None:
    there = visit("/tr/", PHONE)
    page = there.page
    page.route("**/gradio_api/queue/**", lambda route: route.abort())
    page.route("**/display.js", lambda route: route.abort())
    page.fill(BOX, "Kita?")
    page.press(BOX, "Enter")
    page.wait_for_selector("#lost:not([hidden])")
    assert "Sunucuya" in page.inner_text("#lost")
    assert page.locator(".toast-wrap:visible").count() == 0
    page.unroute("**/gradio_api/queue/**")
    page.unroute("**/display.js")
    page.click("#lost button")
    page.wait_for_selector(".example")
    page.wait_for_function(f"document.querySelector('{BOX}').value === 'Kita?'")
    page.wait_for_function("!location.hash")


def test_beside_an_answer_stands_its_own_source_or_none(visit: Any) -> None:
    there = visit("/", DESKTOP)
    there.ask("Was ist Griffbereit?")
    there.page.wait_for_selector(".source", state="visible")
    there.ask("hallo")
    there.page.wait_for_selector(".source", state="hidden")


def test_motion_and_colours_of_the_device_are_respected(visit: Any) -> None:
    page = visit("/", PHONE, reduced_motion="reduce", forced_colors="active").page
    style = (
        "([of, before, name]) => { const p = document.querySelector('#chat').appendChild(document.createElement('p'));"
    )
    style += " p.className = of; return getComputedStyle(p, before)[name] }"
    assert page.evaluate(style, ["searching", "::before", "animationName"]) == "none"
    assert page.evaluate(style, ["mark", None, "outlineStyle"]) == "solid"
    assert page.locator("#ask").evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


def test_the_legal_pages_keep_the_readers_size_and_lead_back_to_their_language(visit: Any) -> None:
    there = visit("/tr/", PHONE)
    page = there.page
    page.click(".display summary")
    page.click("[data-size='1']")
    page.click("[data-colours=dark]")
    page.keyboard.press("Escape")
    page.click(".legal a >> nth=1")
    page.wait_for_url("**/datenschutz?tr")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18.4px"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 28)"
    assert page.locator("main .note[lang=tr]").inner_text() == "Bu sayfa yalnızca Almancadır."
    assert page.locator(".home").get_attribute("href") == "/tr/"
    assert there.complaints == []


def test_the_language_of_the_question_is_that_of_the_answer(visit: Any) -> None:
    there = visit("/tr/")
    there.ask("What is there for parents with small children?")
    assert there.page.locator(f"{DONE} .verdict").get_attribute("lang") == "en"


def test_a_browser_of_another_language_is_pointed_to_its_page_until_one_is_chosen(visit: Any) -> None:
    there = visit("/", PHONE, locale="tr-TR")
    page = there.page
    assert page.evaluate("document.documentElement.lang") == "de"
    page.click(".suggest a")
    page.wait_for_url("**/tr/")
    assert page.locator(".suggest").count() == 0
    page.click("summary:has-text('Türkçe')")
    page.click(".languages a[hreflang=de]")
    page.wait_for_selector(".example")
    playwright.expect(page.locator(".suggest")).to_be_hidden()


def test_facets_narrow_the_list_and_stay_in_the_address(visit: Any) -> None:
    there = visit("/angebote")
    page = there.page
    every = int(re.findall(r"\d+", page.inner_text("#total"))[-1])
    tick = page.locator(".tick:has(input[name=audience])").first
    counted = int(tick.locator(".n").inner_text())
    tick.locator("input").check()
    page.click(".apply")
    page.wait_for_url("**audience=*")
    assert int(re.findall(r"\d+", page.inner_text("#total"))[-1]) == counted < every
    page.click(".chosen a >> nth=0")
    page.wait_for_url("**/angebote")
    assert int(re.findall(r"\d+", page.inner_text("#total"))[-1]) == every
    assert there.complaints == []


def test_an_offer_has_a_page_of_its_own_with_its_words_marked(visit: Any) -> None:
    there = visit("/en/angebote", PHONE)
    page = there.page
    page.locator(".offer summary").first.click()
    page.locator(".offer details[open] > a.strong").click()
    page.wait_for_url("**/en/angebote/*")
    drawn(page, "figure img")
    image, mark = (page.locator(f"figure {part}").first.bounding_box() for part in ("img", "rect"))
    assert image["y"] < mark["y"] and mark["y"] + mark["height"] < image["y"] + image["height"]
    assert page.locator("h1").inner_text() in page.locator("figure img").first.get_attribute("alt")
    page.click("a.strong[href*='#frage']")
    page.wait_for_selector(".example")
    page.wait_for_function(f"document.querySelector('{BOX}').value.includes('What do you know')")
    page.wait_for_function("!location.hash")
    assert there.complaints == []


def test_the_offers_need_no_script(browser: Any, town: Town) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(town.address + "/angebote?q=Eltern")
    assert page.locator(".offer").count()
    page.click(".filters > summary")
    assert page.locator(".apply").is_visible()
    with page.expect_download() as taken:
        page.locator(".take a").first.click()
    assert taken.value.suggested_filename == "angebote.csv"
    context.close()


def test_an_answer_is_judged_and_the_word_arrives(visit: Any, town: Town) -> None:
    there = visit("/", PHONE)
    there.ask(QUESTION)
    page = there.page
    page.click("[data-verdict=outdated]")
    page.wait_for_selector("[data-verdict=outdated][aria-pressed=true]")
    page.fill(".remark textarea", "Gibt es nicht mehr")
    page.click(".remark button")
    page.wait_for_selector(".verdict.sent")
    assert page.inner_text(".verdict .told") == "Danke für Ihre Rückmeldung."
    there.ask("Was ist Griffbereit?")
    # The page is patched with every answer; what was said before stays said.
    playwright.expect(page.locator(".verdict.sent")).to_have_count(1)
    page.locator(f"{DONE} [data-verdict=helpful]").click()
    page.wait_for_function("document.querySelectorAll('.verdict.sent').length === 2")
    import datetime

    kept = given(town.config.index, datetime.datetime.now(datetime.UTC).date(), 90)
    assert {(one.verdict, one.remark, one.question) for one in kept} >= {
        ("outdated", "Gibt es nicht mehr", None),
        ("helpful", "", None),
    }


def test_what_cannot_be_sent_can_be_sent_again(visit: Any) -> None:
    there = visit()
    there.ask(QUESTION)
    there.page.route("**/feedback", lambda route: route.abort())
    there.page.click("[data-verdict=helpful]")
    there.page.wait_for_function("document.querySelector('.verdict .told').textContent.includes('nicht angekommen')")
    there.page.unroute("**/feedback")
    there.page.click("[data-verdict=helpful]")
    there.page.wait_for_selector(".verdict.sent")


def test_a_question_about_rights_names_who_decides(visit: Any) -> None:
    there = visit("/uk/", PHONE)
    there.ask("Як отримати посвідку на проживання?")
    assert "Ausländerbehörde" in there.page.inner_text(f"{DONE} .answer")
    assert there.page.locator(f"{DONE} .said, {DONE} .offer").count() == 0
    there.ask("Wer berät mich zum Asylverfahren?")
    assert "Ausländerbehörde" in there.page.inner_text(f"{DONE} .caution")


def test_size_and_colours_are_kept_on_the_device_and_nowhere_else(visit: Any) -> None:
    there = visit("/", color_scheme="light")
    page = there.page
    size = "parseFloat(getComputedStyle(document.querySelector('.welcome h2')).fontSize)"
    before = page.evaluate(size)
    page.click(".display summary")
    page.click("[data-size='1']")
    page.click("[data-size='1']")
    page.click("[data-colours=dark]")
    assert page.evaluate(size) == pytest.approx(before * 1.3, rel=0.01)
    playwright.expect(page.locator(".percent")).to_have_text("130 %")
    there.go("/angebote")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 28)"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20.8px"
    there.go("/en/")
    assert page.evaluate("document.body.classList.contains('dark')")
    assert there.context.cookies() == []
    page.click(".display summary")
    page.click("[data-size='0']")
    page.click("[data-colours=system]")
    assert page.evaluate("[localStorage.length, document.body.classList.contains('dark')]") == [0, False]


def test_the_keyboard_alone_is_enough(visit: Any) -> None:
    page = visit("/angebote").page

    def tab_to(what: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches(`{what}`)"):
                return
        pytest.fail(f"the keyboard does not reach {what}")

    tab_to(".skip")
    tab_to(".choose > summary")
    page.keyboard.press("Enter")
    tab_to(".languages a[hreflang=de]")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('.choose > summary')")
    tab_to("#q")
    page.keyboard.type("Eltern")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Eltern*")
    tab_to(".offer summary")
    page.keyboard.press("Enter")
    tab_to(".offer details[open] > a.strong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/angebote/*")
    page.goto(page.url.split("/angebote")[0] + "/")
    page.wait_for_selector(".example")
    tab_to(".example")
    page.keyboard.press("Enter")
    page.wait_for_selector(DONE)
    page.wait_for_selector(".verdict")
    page.locator(".verdict [data-verdict=wrong]").focus()
    page.keyboard.press("Enter")
    tab_to(".remark textarea")
    page.keyboard.type("Nein")
    tab_to(".remark button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdict.sent")
    page.wait_for_function("document.activeElement.className === 'told'")


@pytest.mark.parametrize("path", ["/", "/ar/", "/angebote", "/uk/angebote"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_runs_out_sideways_even_with_the_largest_text(visit: Any, path: str, width: int) -> None:
    page = visit(path, {"width": width, "height": 740}).page
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0
    page.evaluate("document.documentElement.dataset.size = '150'")
    assert page.evaluate(wider) <= 0


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_nothing_jumps_while_a_page_comes_up(visit: Any, viewport: dict[str, int]) -> None:
    there = visit("/", viewport)
    there.page.wait_for_timeout(500)
    # "Good" by Core Web Vitals ends at .1.
    assert there.page.evaluate("window.jumped") < 0.1


# Each language once, each view in one of them; all of it together: evaluation.axe_grid.
VIEWS = ["/", "/ar/", "/angebote", "/en/angebote?q=parents"]
SEEN = [
    "/datenschutz?tr", "/impressum", "/barrierefreiheit?fa", "/fr/angebote/xx", "/pl/angebote?q=Raumfahrt", "/ro/", "/fa/angebote",
    "/uk/angebote?past=1&q=Kind", "/ru/",
]  # fmt: skip


@pytest.mark.parametrize("path", SEEN)
def test_axe_finds_nothing_on_the_other_views(visit: Any, path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    there = visit("/angebote", PHONE, color_scheme="dark")
    there.page.goto(there.town.address + path)
    if path.endswith("/"):
        there.page.wait_for_selector(".example")
        there.ask("Bekomme ich Kindergeld?")
        there.ask("hallo")
        there.page.evaluate("document.querySelector('#lost').hidden = false")
    found = axe.Axe().run(there.page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found] == []


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Any, path: str, viewport: dict[str, int], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    there = visit(path, viewport, color_scheme=scheme, locale="tr-TR")

    def complaints() -> list[str]:
        found = axe.Axe().run(there.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]

    assert complaints() == []
    if "angebote" in path:
        there.page.locator(".offer summary").first.click()
        there.page.locator(".choose > summary").first.click()
        assert complaints() == []
        there.page.keyboard.press("Escape")
        there.page.locator(".offer details[open] > a.strong").click()
        there.page.wait_for_url("**/angebote/*")
    else:
        there.page.locator(".display summary").click()
        assert complaints() == []
        there.page.keyboard.press("Escape")
        there.ask(QUESTION)
        there.page.locator("[data-verdict=wrong]").click()
        assert complaints() == []
        there.page.locator(f"{DONE} [data-source]").first.click()
        there.page.wait_for_selector(".source figure img", state="visible")
    assert complaints() == []
