"""The page in a real browser: asked, answered, checked against the page of the paper."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

import app
from kb.config import Config, ContactConfig
from kb.model import Answer, AnswerSentence, OfferCard, OfferValue
from tests.ui.conftest import CHROMIUM, served

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt-get install chromium)")
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
BOX = "#question textarea"
DONE = ".turn:last-child[data-state=done]"


def offers(citation: Any, language: str) -> Answer:
    """Twenty offers, two of them over."""
    values = {
        "description": "Ein Angebot für alle, die mehr über die Sprachbildungsprogramme im Kreis wissen möchten.",
        "time": "dienstags, 16 bis 18 Uhr",
        "place": "Kreishaus, Düsseldorfer Straße 26",
        "contact": "Frau Muster, 01234 55510, sprachbildungsprogramme@kreis-musterland.example",
    }
    cards = tuple(
        OfferCard(
            f"a{n}",
            OfferValue("name", f"Sprachbildungsprogramm {n} für Migrantenselbstorganisationen", (1,)),
            tuple(OfferValue(field, text, (1,)) for field, text in values.items()),
            n >= 18,
            "Sprache" if n < 12 else "Schule",
        )
        for n in range(20)
    )
    sentences = tuple(AnswerSentence(card.name.text, (1,), "offer") for card in cards)
    return Answer(True, language, "offer", "20 Angebote passen", sentences, (citation,), offers=cards)


@pytest.fixture(scope="module")
def assistant(house: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("papers") / "konzept.pdf"
    boxes = house.paper(path)
    document = house.document()
    citation = house.citation(boxes=tuple((3, box) for box in boxes))
    attempts = {"kaputt": 0}

    def answers(question: str) -> list[Any]:
        if "nichts" in question:
            return [Answer(False, "de", "other", "Dazu finde ich nichts.", nearest=(citation,))]
        if "kaputt" in question:
            attempts["kaputt"] += 1
            return [RuntimeError(question)] if attempts["kaputt"] == 1 else [house.answer(citation)]
        if "مرحبا" in question:
            return [house.answer(citation, language="ar", text="هكذا تقول الوثائق:\n" + house.quote)]
        if "ngebot" in question or "عروض" in question:
            return [offers(citation, "ar" if "عروض" in question else "de")]
        if "<" in question:
            hostile = house.citation(document=document, quote="<img src=x onerror=window.hacked=1>")
            return [house.answer(hostile)]
        growing = house.answer(citation, sentences=(AnswerSentence("Das Zentrum", ()),), citations=())
        return [growing, house.answer(citation)]

    return house.Assistant(house.Papers({document.id: (document, path)}), answers)


@pytest.fixture(scope="module")
def address(assistant: Any) -> Iterator[str]:
    config = Config(title="KIZ-Assistent", contact=ContactConfig("KI Kreis Mettmann", "02104 992175", "a@b.de"))
    with served(lambda: app.build(assistant, config)) as here:
        yield f"{here}/"


class Visit:
    """A page, with everything it asked for and complained about."""

    def __init__(self, browser: Any, address: str, viewport: dict[str, int], **context: Any) -> None:
        self.context = browser.new_context(viewport=viewport, **context)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)
        self.page.goto(address)
        self.page.wait_for_selector(BOX)
        self.page.wait_for_selector(".example")

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def ask(self, question: str, state: str = "done") -> None:
        self.page.fill(BOX, question)
        self.page.press(BOX, "Enter")
        self.page.wait_for_selector(f".turn:last-child[data-state={state}]")


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    visits: list[Visit] = []

    def open_page(viewport: dict[str, int], **context: Any) -> Visit:
        visits.append(Visit(browser, address, viewport, **context))
        return visits[-1]

    yield open_page
    for each in visits:
        each.context.close()


def marks_and_red(page: Any) -> tuple[list[list[float]], list[list[float]]]:
    """Return the marks and the red lines of the page image, both as shares of its width and height."""
    page.wait_for_function(
        "() => { const i = document.querySelector('figure img'); return i && i.complete && i.naturalWidth }"
    )
    marks = page.evaluate(
        """() => { const f = document.querySelector('figure img').getBoundingClientRect();
        return [...document.querySelectorAll('.mark')].map(m => { const r = m.getBoundingClientRect();
        return [(r.left-f.left)/f.width, (r.top-f.top)/f.height,
        (r.right-f.left)/f.width, (r.bottom-f.top)/f.height] }) }"""
    )
    source = page.evaluate("document.querySelector('figure img').src")
    image = Image.open(io.BytesIO(page.request.get(source).body())).convert("RGB")
    red = image.point([255 * (v > 200) for v in range(256)] + [255 * (v < 120) for v in range(256)] * 2)
    mask = Image.eval(red.convert("L"), lambda v: 255 * (v > 250))
    lines = []
    for top, bottom in ((280, 306), (306, 330)):  # the two printed lines, in points
        scale = image.height / 842
        found = mask.crop((0, int(top * scale), image.width, int(bottom * scale))).getbbox()
        assert found
        y = int(top * scale)
        lines.append(
            [
                found[0] / image.width,
                (found[1] + y) / image.height,
                found[2] / image.width,
                (found[3] + y) / image.height,
            ]
        )
    return marks, lines


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_an_opened_source_marks_exactly_the_quoted_words(visit: Any, viewport: dict[str, int]) -> None:
    page = visit(viewport).page
    page.fill(BOX, "Wer berät Eltern?")
    page.click("#ask")
    page.wait_for_selector(DONE)
    page.click(f"{DONE} .card")
    page.wait_for_selector(".source figure img", state="visible")
    marks, red = marks_and_red(page)
    assert len(marks) == 2
    for mark, line in zip(marks, red, strict=True):
        # Ink ends within the mark, and the mark ends within two points of the ink.
        assert mark[0] <= line[0] + 0.002 and mark[1] <= line[1] + 0.002
        assert mark[2] >= line[2] - 0.002 and mark[3] >= line[3] - 0.002
        assert all(abs(a - b) < 0.005 for a, b in zip(mark, line, strict=True))
    where = page.locator(".mark").first.bounding_box()
    assert 0 <= where["x"] < viewport["width"] and 0 <= where["y"] < viewport["height"]
    link = page.locator(".source a.strong")
    assert link.get_attribute("href") == "files/d1a2b3.pdf#page=3"
    assert link.get_attribute("target") == "_blank"


def test_marks_stay_on_the_words_when_the_page_is_enlarged(visit: Any) -> None:
    there = visit(DESKTOP)
    there.ask("Wer berät Eltern?")
    page = there.page
    page.wait_for_selector("figure img")  # beside the answer the first source opens by itself
    before = page.locator("figure").bounding_box()["width"]
    page.click("[data-zoom='1']")
    page.wait_for_function("(least) => document.querySelector('figure').offsetWidth > least", arg=1.4 * before)
    assert page.locator("figure").bounding_box()["width"] == pytest.approx(1.5 * before, rel=0.02)
    marks, red = marks_and_red(page)
    assert all(
        abs(a - b) < 0.005 for mark, line in zip(marks, red, strict=True) for a, b in zip(mark, line, strict=True)
    )


def test_nothing_is_fetched_from_elsewhere_and_nothing_complains(visit: Any, address: str) -> None:
    there = visit(DESKTOP)
    there.ask("Wer berät Eltern?")
    there.page.wait_for_selector("figure img")
    assert there.requests
    assert [url for url in there.requests if not url.startswith((address, "data:"))] == []
    assert there.complaints == []


def test_question_text_is_in_no_address(visit: Any) -> None:
    there = visit(DESKTOP)
    there.ask("Musterfrau")
    assert not [url for url in there.requests if "Musterfrau" in url]


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_out_of_the_page_sideways(visit: Any, width: int, scheme: str) -> None:
    page = visit({"width": width, "height": 740}, color_scheme=scheme).page
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0
    page.click(".example >> nth=1")  # the first is answered by offers
    page.wait_for_selector(DONE)
    assert page.evaluate(wider) <= 0
    page.click(f"{DONE} .card")
    page.wait_for_selector(".source figure img", state="visible")
    assert page.evaluate(wider) <= 0
    assert page.evaluate("(s => s.scrollWidth - s.clientWidth)(document.querySelector('.source'))") <= 0


def test_on_a_phone_everything_to_tap_is_large_enough(visit: Any) -> None:
    there = visit(PHONE, has_touch=True, is_mobile=True)
    there.ask("Wer berät Eltern?")
    there.page.click(f"{DONE} .card")
    there.page.wait_for_selector(".source figure img", state="visible")
    small = there.page.evaluate(
        """() => [...document.querySelectorAll('button, #foot a, .person a, .source a, textarea')]
        .filter(b => {
        const r = b.getBoundingClientRect(); if (!r.width) return false;
        const after = getComputedStyle(b, '::after');
        const extra = after.content !== 'none' && after.position === 'absolute'
        ? -2 * parseFloat(after.top) : 0;
        return r.width + extra < 44 || r.height + extra < 44 }).map(b => b.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_on_a_phone_a_source_covers_the_page_and_back_closes_it(visit: Any) -> None:
    there = visit(PHONE, has_touch=True, is_mobile=True)
    page = there.page
    there.ask("Wer berät Eltern?")
    playwright.expect(page.locator("#beside")).to_be_hidden()
    for leave in (lambda: page.click(".close"), page.go_back, lambda: page.keyboard.press("Escape")):
        page.click(f"{DONE} .card")
        page.wait_for_selector(".source figure img", state="visible")
        page.wait_for_function("document.querySelector('#talk').inert")
        leave()
        page.wait_for_selector("#beside", state="hidden")
        page.wait_for_function("document.activeElement.classList.contains('card')")
        assert page.locator(DONE).count() == 1


def test_the_keyboard_alone_is_enough(visit: Any) -> None:
    page = visit(DESKTOP).page
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement === document.querySelector('{BOX}')"):
            break
    page.keyboard.type("Wer berät Eltern?")
    page.keyboard.press("Enter")
    page.wait_for_selector(DONE)
    page.wait_for_function("document.querySelector('.turn .reference')")
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.classList.contains('card')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'H2'")
    assert "Integrationskonzept" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.classList.contains('card')")


def test_the_first_tab_stop_leads_to_the_question(visit: Any) -> None:
    page = visit(DESKTOP).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.activeElement === document.querySelector('{BOX}')")


def test_a_growing_answer_ends_whole_and_the_box_is_empty_again(visit: Any) -> None:
    there = visit(DESKTOP)
    there.ask("Wer berät Eltern?")
    assert there.page.locator(f"{DONE} .said").all_text_contents() == ["Das Zentrum berät Eltern zu Kita und Schule.1"]
    playwright.expect(there.page.locator(BOX)).to_have_value("")


def test_a_failure_is_told_kindly_and_can_be_tried_again(visit: Any) -> None:
    there = visit(DESKTOP)
    there.ask("Geht das kaputt?", "failed")
    page = there.page
    assert "RuntimeError" not in page.inner_text("body")
    page.click(".notice button")
    page.wait_for_selector(f"{DONE} .said")
    playwright.expect(page.locator(".turn")).to_have_count(2)


def test_a_refusal_names_a_person_and_the_nearest_page(visit: Any) -> None:
    there = visit(DESKTOP)
    there.ask("Gibt es nichts?")
    assert there.page.get_attribute(".person a >> nth=0", "href") == "tel:02104992175"
    there.page.wait_for_timeout(500)
    assert there.page.locator("figure").count() == 0  # it is no source and does not open by itself
    there.page.click(f"{DONE} .card")
    there.page.wait_for_selector("figure img")
    assert there.page.inner_text(".badge") == "Fundstelle"


def test_arabic_runs_from_the_right_and_its_quotes_from_the_left(visit: Any) -> None:
    there = visit(PHONE)
    there.ask("مرحبا؟")
    direction = "e => getComputedStyle(e).direction"
    assert there.page.locator(".asked p").evaluate(direction) == "rtl"
    assert there.page.locator(".kind").evaluate(direction) == "rtl"
    assert there.page.locator(".said span").evaluate(direction) == "ltr"


def test_hostile_words_stay_words(visit: Any) -> None:
    there = visit(DESKTOP)
    there.ask("<img src=x onerror=window.hacked=1> ${window.hacked=1} {{window.hacked=1}} ![x](https://evil.example/)")
    page = there.page
    page.wait_for_selector("figure img")
    assert page.evaluate("window.hacked") is None
    assert "<img src=x" in page.inner_text(".asked")
    assert "<img src=x" in page.inner_text("blockquote")
    assert not [url for url in there.requests if "evil" in url]


def test_a_new_conversation_starts_from_nothing(visit: Any) -> None:
    there = visit(DESKTOP)
    there.ask("Wer berät Eltern?")
    there.page.wait_for_selector("figure img")
    there.page.click("[data-action=start_over]")
    there.page.wait_for_selector(".welcome")
    playwright.expect(there.page.locator(".turn")).to_have_count(0)
    playwright.expect(there.page.locator("figure")).to_have_count(0)
    there.ask("Wer berät Eltern?")
    there.page.wait_for_selector("figure img")


def test_two_visitors_do_not_see_each_other(visit: Any) -> None:
    one, two = visit(DESKTOP), visit(DESKTOP)
    one.ask("Wer berät Eltern?")
    assert two.page.locator(".turn").count() == 0
    two.ask("Gibt es nichts?")
    assert two.page.locator(".turn").count() == 1


def test_the_page_says_german_to_a_screen_reader_in_every_browser(visit: Any) -> None:
    there = visit(DESKTOP, locale="tr-TR")
    assert there.page.evaluate("document.documentElement.lang") == "de"
    assert there.page.title() == "KIZ-Assistent"
    assert there.page.get_attribute(".log", "role") == "log"
    assert re.search("Computerprogramm, kein Mensch", there.page.inner_text(".machine"))


@pytest.mark.parametrize("question", ["Welche Angebote gibt es?", "ما هي العروض؟ عروض"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_offers_fit_a_phone_and_a_finger(visit: Any, question: str, scheme: str) -> None:
    there = visit({"width": 360, "height": 740}, color_scheme=scheme)
    there.ask(question)
    page = there.page
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for selector in (".offer summary", ".offer .from", ".rest > summary"):
        box = page.locator(selector).first.bounding_box()
        assert box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert page.locator(".offer details[open]").count() == 3
    assert there.complaints == []


def test_offers_open_with_the_keyboard_and_lead_to_their_page_and_back(visit: Any) -> None:
    there = visit(PHONE)
    there.ask("Welche Angebote gibt es?")
    page = there.page
    page.locator(".offer summary").nth(5).focus()
    page.keyboard.press("Enter")
    row = page.locator(".offer").nth(5)
    playwright.expect(row.locator("dl")).to_be_visible()
    row.locator(".from").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".source figure img", state="visible")
    playwright.expect(page.locator(".mark")).to_have_count(2)
    page.wait_for_function("document.activeElement.tagName === 'H2'")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.className.includes('from')")


def test_one_press_shows_all_offers(visit: Any) -> None:
    there = visit(DESKTOP)
    there.ask("Welche Angebote gibt es?")
    page = there.page
    last = page.locator(".offer h4").nth(19)
    assert not last.is_visible()
    page.get_by_text("Alle 20 anzeigen").click()
    playwright.expect(last).to_be_visible()


def test_on_paper_every_offer_is_whole(visit: Any) -> None:
    there = visit(DESKTOP)
    there.ask("Welche Angebote gibt es?")
    there.page.emulate_media(media="print")
    assert there.page.locator(".offer dl").nth(19).is_visible()
    assert not there.page.locator("#composer").is_visible()
