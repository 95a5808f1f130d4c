"""Reports and concepts whose sentences name offers: each by its noun, with whom the section names to ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from ingest.offer_drafts import Draft, Value
from ingest.offer_nominals import from_nominals
from ingest.offers import read_offers
from ingest.read import read
from kb.model import Document, Passage
from kb.offers import Offer, Span

STYLES = getSampleStyleSheet()


def said(text: str) -> Value:
    return Value(text, (Span(0, 0, len(text)),))


def named(text: str) -> list[str]:
    return [draft.name.text for draft in from_nominals([said(text)], [], [])]


def report(path: Path, *flow: tuple[str, str]) -> dict[str, Offer]:
    parts: list[Flowable] = [Paragraph(text, STYLES[style]) for style, text in flow]
    SimpleDocTemplate(str(path / "a.pdf"), pagesize=A4).build(parts)
    reading = read(path / "a.pdf")
    passages = [
        Passage(0, "d", "v", one.ordinal, one.text, one.section, one.pieces, one.sentences, one.ocr)
        for one in reading.drafts
    ]
    document = Document("d", "v", "a.pdf", "Bericht zur Integration", "bericht", "public", len(reading.pages))
    return {offer.name: offer for offer in read_offers(document, passages, reading.bold)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Daneben berät die Wohnraumberatung jeden zweiten Montag von 9 bis 11 Uhr im Rathaus.", ["Wohnraumberatung"]),
        ("Mit dem Projekt „Brückenbauer“ vermittelt die Stadt junge Frauen in Praktika.", ["Projekt „Brückenbauer“"]),
        ("Die Kulturlotsinnen begleiten neu Zugewanderte ins Museum.", ["Kulturlotsinnen"]),
        ("„Tee & Tore“ heißt der Mädchentreff, der mittwochs ab 16 Uhr öffnet.", ["Tee & Tore"]),
        ("Die Wochen der Vielfalt finden vom 3. bis 14. Mai 2027 statt.", ["Wochen der Vielfalt"]),
        ("Das Zentrum bietet folgende Programme an: Huckepack, Lesekurs Familie und Elterncafé Nord.", ["Huckepack", "Lesekurs Familie", "Elterncafé Nord"]),
    ],
)  # fmt: skip
def test_a_sentence_names_what_people_can_come_to(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Die Wohnraumberatung wurde 2025 von 300 Menschen besucht, montags von 9 bis 11 Uhr.",
        "Die Durchführung der Projekte erfolgt dienstags ab 9 Uhr.",
        "Die Schule am Park liegt an der Ringstraße und öffnet um 8 Uhr.",
        "Die Geschäftsführung der Arbeitsgruppe tagt montags um 9 Uhr.",
        "Das Projekt soll montags um 9 Uhr beraten werden.",
    ],
)
def test_what_is_over_and_what_only_sounds_like_an_offer_is_none(text: str) -> None:
    assert named(text) == []


def test_what_follows_with_a_pronoun_is_said_of_the_same_offer() -> None:
    text = "Der Dolmetscherpool umfasst 80 Menschen. Der Sprachmittlerpool wächst. Behörden können ihn buchen; ein Einsatz kostet 25 Euro."
    (draft,) = from_nominals([said(text)], [], [])
    assert draft.name.text == "Sprachmittlerpool"
    assert draft.texts[-1].text.endswith("25 Euro.")


def test_what_is_known_already_is_not_found_again() -> None:
    known = [Draft(said("Wohnraumberatung der Stadt"))]
    text = "Die Wohnraumberatung berät montags von 9 bis 11 Uhr."
    assert from_nominals([said(text)], [], known) == []


def test_a_field_of_action_is_no_offer_where_its_text_names_them_and_says_whom_to_ask(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        ("Title", "Integration im Kreis"),
        ("Heading2", "1 Frühe Bildung"),
        ("Normal", "Der Kreis bietet folgende Programme an: Huckepack (für Eltern mit Kindern bis drei Jahren) und Elterncafé Nord. Die Teilnahme ist kostenfrei."),
        ("Normal", "Ansprechpartnerin: Ada Stern, Tel. 0999 555-1"),
        ("Heading2", "2 Arbeit und Ausbildung"),
        ("Normal", "Mit dem Projekt „Brückenbauer“ vermittelt die Werkstatt Nord gGmbH zugewanderte Frauen in Praktika. Daneben berät die Wohnraumberatung jeden Montag von 9 bis 11 Uhr."),
        ("Normal", "Verantwortlich: Ina Roth (Brückenbauer), Tel. 0999 555-2; Tom Beck (Wohnraumberatung), Tel. 0999 555-3"),
        ("Heading2", "3 Schule"),
        ("Normal", "Beschäftigte der Schulen können sich in der Reihe „Klasse Vielfalt“ fortbilden, jeden ersten Montag im Monat ab 14 Uhr."),
        ("Normal", "Ansprechpartner: Jan Kern, Tel. 0999 555-4"),
    )  # fmt: skip
    assert set(found) == {"Huckepack", "Elterncafé Nord", "Projekt „Brückenbauer“", "Wohnraumberatung", "Reihe „Klasse Vielfalt“"}  # fmt: skip
    asked = {name: offer.contact.name for name, offer in found.items()}
    assert asked["Huckepack"] == asked["Elterncafé Nord"] == "Ada Stern"
    assert asked["Projekt „Brückenbauer“"] == "Ina Roth"
    assert asked["Wohnraumberatung"] == "Tom Beck"
