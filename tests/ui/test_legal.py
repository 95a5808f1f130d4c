from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from kb.config import Config, FeedbackConfig, LlmConfig, PagesConfig, QuestionsConfig
from kb.errors import ConfigError
from ui.legal import page, routes
from ui.page import LEGAL, footer


def client(config: Config) -> TestClient:
    app = FastAPI()
    app.include_router(routes(config))
    return TestClient(app)


@pytest.mark.parametrize("path", LEGAL)
def test_a_template_that_nobody_has_filled_in_says_so(path: str) -> None:
    answer = client(Config()).get(f"/{path}")
    assert answer.status_code == 200
    assert "Hinweis an den Betreiber" in answer.text
    assert answer.text.count("<mark>") >= 3
    assert "[[" not in answer.text and "{{" not in answer.text


@pytest.mark.parametrize("path", LEGAL)
def test_every_page_has_one_heading_a_language_and_the_way_to_the_others(path: str) -> None:
    text = client(Config(title="Haus & Hof")).get(f"/{path}").text
    assert text.count("<h1>") == 1
    assert '<html lang="de" dir="ltr">' in text
    assert "– Haus &amp; Hof</title>" in text
    assert all(f'href="/{other}"' in text for other in LEGAL)
    assert "<script>" not in text and " style=" not in text


def test_a_page_of_the_operator_takes_the_templates_place(tmp_path: Path) -> None:
    own = tmp_path / "impressum.md"
    own.write_text("# Über uns\n\n**Kreis Musterland**\n\n| Amt | Tel. |\n|--|--|\n| A | 1 |\n", encoding="utf-8")
    text = client(Config(pages=PagesConfig(imprint=own))).get("/impressum").text
    assert "<h1>Über uns</h1>" in text
    assert "<strong>Kreis Musterland</strong>" in text and "<table>" in text
    assert "Hinweis an den Betreiber" not in text


def test_a_change_of_the_file_shows_at_once(tmp_path: Path) -> None:
    own = tmp_path / "i.md"
    own.write_text("# Eins\n")
    visitor = client(Config(pages=PagesConfig(imprint=own)))
    assert "<h1>Eins</h1>" in visitor.get("/impressum").text
    own.write_text("# Zwei\n")
    assert "<h1>Zwei</h1>" in visitor.get("/impressum").text


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_page_that_cannot_be_read_is_told_at_the_start(tmp_path: Path, content: bytes | None) -> None:
    own = tmp_path / "i.md"
    if content:
        own.write_bytes(content)
    with pytest.raises(ConfigError, match=r"i\.md"):
        routes(Config(pages=PagesConfig(privacy=own)))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "![x](https://evil.example/x.png)",
        '[x](https://a.example "\\" onmouseover=alert(1)")',
        '<https://a.example/"onmouseover=alert(1)>',
        "[[<script>alert(1)</script>]]",
        "# <img src=x onerror=alert(1)>\n",
    ],
)
def test_nothing_in_a_page_runs_or_loads_from_elsewhere(tmp_path: Path, hostile: str) -> None:
    from html.parser import HTMLParser

    class Seen(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            assert tag not in ("script", "img", "iframe", "object", "style")
            for name, value in attributes:
                assert not name.startswith("on")
                assert not (value or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))

    own = tmp_path / "i.md"
    own.write_text(hostile)
    text = client(Config(pages=PagesConfig(imprint=own))).get("/impressum").text
    Seen().feed(text[text.index("<main") :])


def test_the_privacy_notice_says_what_the_settings_do() -> None:
    plain = client(Config(feedback=FeedbackConfig(keep_days=17))).get("/datenschutz").text
    assert "nach 17 Tagen" in plain
    assert "Fragen werden nicht gespeichert" in plain and "Sprachmodell ist nicht beteiligt" in plain
    kept = Config(questions=QuestionsConfig(keep=True, keep_days=133), llm=LlmConfig("http://x", "m"))
    text = client(kept).get("/datenschutz").text
    assert "nach höchstens 133 Tagen gelöscht" in text and "werden nicht gespeichert" not in text
    assert "an ein Sprachmodell" in text


def test_the_foot_of_the_page_does_not_promise_what_the_settings_break() -> None:
    assert "nicht gespeichert und nicht weitergegeben" in footer(Config())
    kept = footer(Config(questions=QuestionsConfig(keep=True, keep_days=133)))
    assert "höchstens 133 Tagen" in kept
    assert "nicht gespeichert" not in kept and "Sprachmodell" not in kept
    both = footer(Config(questions=QuestionsConfig(keep=True), llm=LlmConfig("http://x", "m")))
    assert "aufgehoben" in both and "an das eingestellte Sprachmodell" in both


def test_an_unknown_placeholder_stays_as_it_is() -> None:
    assert "{{config}} {{ title }}" in page("{{config}} {{ title }}", Config())[1]


def test_every_page_leads_to_the_legal_pages(building: Any) -> None:
    with building.client(building.app()) as visitor:
        pages = {"/intern/login": visitor.get("/intern/login").text}
        building.log_in(visitor)
        pages |= {path: visitor.get(path).text for path in ("/", "/intern/", "/impressum")}
        for path, text in pages.items():
            assert all(f"/{name}" in text for name in LEGAL), path
        for name in LEGAL:
            answer = visitor.get(f"/{name}")
            assert answer.status_code == 200
            # One script of ours: the reader's colours and size of text.
            assert "script-src 'self';" in answer.headers["content-security-policy"]
            assert "unsafe" not in answer.headers["content-security-policy"]
