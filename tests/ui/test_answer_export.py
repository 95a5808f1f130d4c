"""An answer as text and Markdown, to take along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from kb.model import Answer, OfferCard, OfferValue
from ui.answer_export import as_html, as_markdown, as_text, quote_text

BASE = "https://kiz.test/intern"


def test_each_quote_has_its_paper_stand_page_file_and_link(house: Any) -> None:
    answer = house.answer(house.citation(), notes=("Alt.",))
    text = as_text("Wer berät Eltern?", answer, BASE)
    assert text.startswith("Frage: Wer berät Eltern?\n\nDas Zentrum berät Eltern zu Kita und Schule. [1]\nAlt.\n")
    assert "[1] Integrationskonzept, Stand 12.03.2021, Seite 3, konzept.pdf\n" in text
    assert f"„{house.quote}“" in text
    assert f"{BASE}/files/d1a2b3.pdf#page=3" in text


def test_a_word_processor_gets_links_and_no_marks_of_ours(house: Any) -> None:
    document = house.document(title="Vorlage <A>", reference="50/025/2021")
    html = as_html("Wer & was?", house.answer(house.citation(document=document)), BASE)
    assert html.startswith("<p><b>Frage: Wer &amp; was?</b></p>")
    assert f'<a href="{BASE}/files/d1a2b3.pdf#page=3">Vorlage &lt;A&gt;, Nr. 50/025/2021, Stand 12.03.2021' in html


def test_a_quote_alone_says_where_it_stands(house: Any) -> None:
    undated = house.citation(document=house.document(date=None, reference="7/2020"))
    assert quote_text(undated) == (
        f"„{house.quote}“ (Integrationskonzept, Nr. 7/2020, ohne Datum, Seite 3, konzept.pdf)"
    )


def test_what_is_internal_or_superseded_says_so(house: Any) -> None:
    document = house.document(visibility="internal", superseded=date(2023, 1, 2))
    text = as_text("Wer?", house.answer(house.citation(document=document)))
    assert "frühere Fassung, abgelöst am 02.01.2023" in text
    assert text.splitlines()[-2].endswith("konzept.pdf, intern")
    assert "http" not in text


def test_a_refusal_takes_the_nearest_pages_along(house: Any) -> None:
    answer = Answer(False, "de", "other", "Dazu finde ich nichts.", nearest=(house.citation(),))
    text = as_text("Wer?", answer)
    assert "Dazu finde ich nichts." in text
    assert "Am nächsten kommen diese Stellen:\n[1] Integrationskonzept" in text


def test_offers_come_with_what_is_stated_of_them(house: Any) -> None:
    values = (OfferValue("time", "dienstags", (1,)), OfferValue("cost", "frei", (), corrected=True))
    card = OfferCard("amsel", OfferValue("name", "Café\tAmsel", (1,)), values, past=True)
    answer = replace(house.answer(), sentences=(), offers=(card,), text="1 Angebot passt:\nCafé")
    lines = as_text("Was?", answer).splitlines()
    assert lines[2:6] == [
        "1 Angebot passt:", "• Café · Amsel [1] (vorbei)", "  Wann: dienstags [1]", "  Kosten: frei (berichtigt)",
    ]  # fmt: skip
    assert "\n- Café · Amsel [1] (vorbei)\n  - Wann: dienstags [1]\n" in as_markdown("Was?", answer)


def test_signs_of_markdown_in_a_paper_stay_signs(house: Any) -> None:
    answer = house.answer(house.citation(quote="*Achtung* <b>`x`</b> | # 1"))
    marked = as_markdown("Was ist *das*?", answer, BASE)
    assert marked.startswith("## Was ist \\*das\\*?\n")
    assert "   > \\*Achtung\\* \\<b\\>\\`x\\`\\</b\\> \\| \\# 1" in marked
    assert f"[PDF]({BASE}/files/d1a2b3.pdf#page=3)" in marked
