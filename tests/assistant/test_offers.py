"""The catalogue of offers over all papers: from the index, with facets, text, sources and history."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.offers import Facets, counts, find, quoting
from ingest.publish import ingest, roll_back
from kb.config import IngestConfig
from kb.offer_merge import CatalogueEntry, as_json
from kb.store import KnowledgeBase

TODAY = date(2026, 11, 21)
ONE = IngestConfig(workers=1, default_visibility="public")
FIRST = {
    "Vätertreff": (
        "Für wen: Väter mit Kindern",
        "Wann: dienstags, 16 bis 18 Uhr",
        "Wo: Familienzentrum, Musterstadt",
        "Kosten: kostenlos",
        "Kontakt: Frau Beispiel, 01234/555-10, vaeter@example.org",
    ),
    "Sprachcafé": ("Für wen: Neuzugewanderte", "Wann: mittwochs, 10 Uhr", "Wo: Bücherei, Neudorf", "Thema: Sprache"),
}


def booklet(path: Path, offers: Mapping[str, Sequence[str]]) -> None:
    """Set a page of a programme booklet: bold names, lines with labels below."""
    path.parent.mkdir(exist_ok=True)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(70, 780, "Programmheft 2026: Angebote im Kreis Musterland")
    y = 730
    for name, lines in offers.items():
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(70, y, name)
        canvas.setFont("Helvetica", 11)
        for number, line in enumerate(lines, 1):
            canvas.drawString(70, y - 4 - 16 * number, line)
        y -= 40 + 16 * len(lines)
    canvas.save()


Publish = Callable[[Mapping[str, Sequence[str]]], KnowledgeBase]


@pytest.fixture
def publish(tmp_path: Path, embedder: Any) -> Publish:
    def publish(offers: Mapping[str, Sequence[str]]) -> KnowledgeBase:
        booklet(tmp_path / "papers" / "programmheft.pdf", offers)
        ingest((tmp_path / "papers",), tmp_path / "index", embedder, ONE)
        return KnowledgeBase.open(tmp_path / "index", embedder)

    return publish


def names(found: tuple[CatalogueEntry, ...]) -> set[str]:
    return {entry.offer.name for entry in found}


def test_offers_of_a_booklet_are_found_by_facets(publish: Publish) -> None:
    base = publish(FIRST)
    assert names(find(base, "", Facets(), TODAY)) == {"Vätertreff", "Sprachcafé"}
    assert names(find(base, "", Facets(town=("neudorf",)), TODAY)) == {"Sprachcafé"}
    (fathers,) = [entry for entry in find(base, "", Facets(), TODAY) if entry.offer.name == "Vätertreff"]
    audience = fathers.offer.audience[0]
    assert names(find(base, "", Facets(audience=(audience,)), TODAY)) == {"Vätertreff"}
    assert names(find(base, "", Facets(audience=("gibt es nicht",)), TODAY)) == set()


def test_every_value_is_quoted_from_its_page(publish: Publish) -> None:
    base = publish(FIRST)
    (entry,) = [entry for entry in find(base, "", Facets(), TODAY) if entry.offer.name == "Vätertreff"]
    shown = as_json(entry, quoting(base))
    assert shown["cost"] == "kostenlos"
    assert shown["contact"]["phone"] == "01234/555-10"
    assert shown["valid_from"] is None or isinstance(shown["valid_from"], str)
    for source in shown["sources"]:
        assert source["document"] == "programmheft.pdf"
        assert source["page"] == 1
        assert source["quote"]
    (cost,) = [source["quote"] for source in shown["sources"] if source["field"] == "cost"]
    assert "kostenlos" in cost


def test_a_text_finds_the_offer_that_it_names_first(publish: Publish) -> None:
    found = find(publish(FIRST), "Sprachcafé", Facets(), TODAY)
    assert found[0].offer.name == "Sprachcafé"


def test_facets_are_counted(publish: Publish) -> None:
    counted = counts(find(publish(FIRST), "", Facets(), TODAY))
    assert sum(counted["audience"].values()) >= 2


def test_offers_follow_their_paper_through_new_versions_and_back(
    publish: Publish, tmp_path: Path, embedder: Any
) -> None:
    publish(FIRST)
    base = publish({"Vätertreff": FIRST["Vätertreff"], "Nähtreff": FIRST["Sprachcafé"]})
    assert names(find(base, "", Facets(), TODAY)) == {"Vätertreff", "Nähtreff"}
    roll_back(tmp_path / "index", embedder, ONE)
    assert names(find(base, "", Facets(), TODAY)) == {"Vätertreff", "Sprachcafé"}
