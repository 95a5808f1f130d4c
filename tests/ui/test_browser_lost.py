"""What is lost where a line is slow or breaks, a server is started anew, a page is loaded again: nothing."""

from collections.abc import Iterator
from typing import Any

import pytest

import app
from kb.config import Config
from tests.ui.conftest import CHROMIUM, served

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt-get install chromium)")
PHONE = {"width": 360, "height": 740}
BOX = "#question textarea"
DONE = ".turn:last-child[data-state=done]"
STREAM = "**/gradio_api/queue/data**"


@pytest.fixture(scope="module")
def slow_house(house: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("lost") / "konzept.pdf"
    boxes = house.paper(path)
    document = house.document()
    citation = house.citation(boxes=tuple((3, box) for box in boxes))
    papers = house.Papers({document.id: (document, path)})
    assistant = house.Assistant(papers, lambda question: [house.answer(citation)])
    with served(lambda: app.build(assistant, Config(title="KIZ-Assistent"))) as here:
        yield f"{here}/"


@pytest.fixture
def page(browser: Any, slow_house: str) -> Iterator[Any]:
    context = browser.new_context(viewport=PHONE, locale="de-DE")
    page = context.new_page()
    page.goto(slow_house)
    page.wait_for_selector(".example")
    yield page
    context.close()


def ask(page: Any, question: str) -> None:
    page.fill(BOX, question)
    page.press(BOX, "Enter")


def in_the_box(page: Any, question: str) -> None:
    page.wait_for_function(f"document.querySelector('{BOX}')?.value === '{question}'")


def test_on_a_slow_line_the_page_says_that_it_waits(page: Any) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/gradio_api/queue/join**", hold)
    ask(page, "Was ist Griffbereit?")
    page.wait_for_selector("#composer.sending")
    page.wait_for_function("document.querySelector('#hint [role=status]').textContent.length > 0")
    held[0].continue_()
    page.wait_for_selector(DONE)
    page.wait_for_selector("#composer:not(.sending)")
    page.wait_for_function("!document.querySelector('#hint [role=status]').textContent && !history.state?.kizAsked")


def test_a_page_loaded_anew_before_the_answer_has_the_question_in_its_box(page: Any) -> None:
    page.route("**/gradio_api/queue/join**", lambda route: None)
    ask(page, "Wo lerne ich Deutsch?")
    page.wait_for_selector("#composer.sending")
    page.reload()
    in_the_box(page, "Wo lerne ich Deutsch?")
    # Not in the address: that would stay in the list of pages that were visited.
    page.wait_for_function("!location.hash && !history.state?.kizAsked")


def test_after_a_line_that_broke_off_question_and_answers_are_there(page: Any) -> None:
    ask(page, "Was ist Griffbereit?")
    page.wait_for_selector(DONE)
    page.route(STREAM, lambda route: route.abort())
    ask(page, "Und seit wann?")
    page.wait_for_selector("#lost:not([hidden])")
    page.unroute(STREAM)
    # Gradio loads the page anew.
    page.wait_for_selector(".earlier .past")
    in_the_box(page, "Und seit wann?")
    # What is there to be read only has nothing to press.
    page.wait_for_function("!document.querySelector('.earlier :is(button, form)')")
    page.press(BOX, "Enter")
    page.wait_for_selector(f"#chat {DONE}")
    page.wait_for_selector("#lost", state="hidden")


def test_a_conversation_that_the_server_forgot_stays_readable_above_the_next_answer(page: Any) -> None:
    ask(page, "Was ist Griffbereit?")
    page.wait_for_selector(DONE)
    # Another visit, as the server sees it: what was said is unknown there.
    page.route(
        "**/gradio_api/queue/join**",
        lambda route: route.continue_(
            post_data=route.request.post_data.replace('"session_hash":"', '"session_hash":"x')
        ),
    )
    page.route(STREAM, lambda route: route.continue_(url=route.request.url.replace("session_hash=", "session_hash=x")))
    ask(page, "Wo lerne ich Deutsch?")
    page.wait_for_selector(".earlier .past")
    page.wait_for_function("document.querySelectorAll('.turn').length === 1")
    page.wait_for_selector(DONE)
    page.click("[data-action=start_over]")
    page.wait_for_selector(".earlier", state="detached")
