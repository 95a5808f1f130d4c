"""The login, the staff's page and the legal pages in a real browser, on a phone and on a desk."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.conftest import CHROMIUM, served
from ui.page import LEGAL

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt-get install chromium)")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def address(building: Any) -> Iterator[str]:
    import app
    from ui.doors import StaffDoor

    with served(
        lambda: app.build(building.assistant, building.config, building.staff, StaffDoor(building.config))
    ) as here:
        yield here


@pytest.fixture(params=[360, 1280])
def page(browser: Any, request: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": request.param, "height": 740})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def test_staff_log_in_ask_open_the_internal_page_and_log_out_with_the_keyboard(
    page: Any, address: str, building: Any
) -> None:
    page.goto(f"{address}/intern/")
    assert page.url == f"{address}/intern/login"
    page.focus("#name")
    page.keyboard.type(building.user)
    page.keyboard.press("Tab")
    page.keyboard.type(building.password)
    page.keyboard.press("Enter")
    page.wait_for_selector("#question textarea")
    assert page.url == f"{address}/intern/"
    assert building.user in page.text_content(".visitor")  # on a phone it stands in the menu
    skip = page.locator(".skip").bounding_box()
    assert skip["y"] + skip["height"] <= 0  # out of sight until it has the focus
    assert page.evaluate(WIDER) <= 0
    page.fill("#question textarea", "Wer leitet die Dienstbesprechung Zitronenfalter?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn[data-state=done] .card")
    assert "Erika Geheim" in page.inner_text(".turn")
    page.click(".turn .card")
    page.wait_for_selector(".source figure img", state="visible")
    page.wait_for_function("document.querySelector('.source figure img').naturalWidth > 0")
    link = page.eval_on_selector(".source a.strong", "a => a.href")
    assert link.startswith(f"{address}/intern/files/")
    assert page.request.get(link).status == 200
    assert page.complaints == []
    page.keyboard.press("Escape")
    page.wait_for_function("!document.body.classList.contains('source-open')")  # closed, and the focus is back
    page.focus(".visitor button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/intern/login")
    assert page.request.get(link).status == 401  # with the cookies of this browser
    page.goto(f"{address}/intern/")
    assert page.url == f"{address}/intern/login"


def test_a_wrong_password_is_told_beside_the_fields(page: Any, address: str) -> None:
    page.goto(f"{address}/intern/login")
    page.fill("#name", "niemand")
    page.fill("#password", "falsch falsch falsch")
    page.click("button[type=submit]")
    page.wait_for_selector(".problem[role=alert]")
    assert page.title().startswith("Fehler")
    described = page.get_attribute("#name", "aria-describedby")
    assert "stimmt nicht" in page.inner_text(f"#{described}")
    assert page.input_value("#password") == ""


def test_what_a_link_says_after_the_hash_outlasts_the_login(page: Any, address: str, building: Any) -> None:
    page.goto(f"{address}/intern/unterlagen?nach=titel#page=3")
    assert page.url.startswith(f"{address}/intern/login?weiter=")
    page.wait_for_function("document.activeElement.id === 'name'")
    page.keyboard.type(building.user)
    page.keyboard.press("Tab")
    page.keyboard.type("falsch falsch falsch")
    page.keyboard.press("Enter")
    page.wait_for_selector(".problem[role=alert]")
    page.fill("#name", building.user)
    page.fill("#password", building.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/intern/unterlagen?nach=titel#page=3")


def test_an_address_that_is_nobodys_leads_back(page: Any, address: str) -> None:
    for path, start in (("gibtesnicht", "/"), ("ar/gibtesnicht", "/ar/"), ("intern/gibtesnicht", "/intern/")):
        assert page.goto(f"{address}/{path}").status == 404
        assert page.get_attribute("main a", "href") == start
        assert page.evaluate(WIDER) <= 0
        assert min(page.evaluate(CONTRASTS)) >= 4.5, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plain_pages_fit_and_can_be_read_and_tapped(page: Any, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    for path in ("intern/login", *LEGAL):
        page.goto(f"{address}/{path}")
        assert page.evaluate(WIDER) <= 0, path
        assert page.locator("h1").count() == 1
        assert min(page.evaluate(CONTRASTS)) >= 4.5, path
        small = page.evaluate(
            "() => [...document.querySelectorAll('button, header a, footer a, input:not([type=hidden])')]"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
        )
        assert small == [], path
    assert page.complaints == []


def test_the_first_tab_stop_of_a_plain_page_leads_to_its_text(page: Any, address: str) -> None:
    page.goto(f"{address}/datenschutz")
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")


# Contrast of every text with the ground behind it (WCAG 2.1, 1.4.3).
CONTRASTS = """() => {
  const rgb = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = (e) => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const texts = [...document.querySelectorAll('body *')]
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
  return texts.map((e) => { const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); });
}"""
