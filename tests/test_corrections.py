"""Corrections of offers and papers that only name them, from the files to what the command prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from cli import main

Kiz = Callable[..., tuple[int, str, str]]
TABLE = (
    "Angebot;Kosten;Ausblenden;Neu;Anmerkung;Von\n"
    "Vätertreff;2 €;;;laut Anruf;Mu\n"
    "Sprachcafé;;ja;;;\n"
    "Nähtreff;frei;;ja;Aushang;\n"
    "Vätertref;5 €;;;;\n"
)


def printed(path: Path, *lines: tuple[str, bool]) -> None:
    """Set a page of lines, bold ones as headings."""
    path.parent.mkdir(exist_ok=True)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    y = 780
    for text, bold in lines:
        y -= 40 if bold else 16
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 14 if bold else 11)
        canvas.drawString(70, y, text)
    canvas.save()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Take in two papers; return the settings."""
    folder = tmp_path_factory.mktemp("kiz")
    corpus = folder / "corpus"
    printed(
        corpus / "programmheft.pdf",
        ("Programmheft 2026: Angebote im Kreis Musterland", True),
        ("Vätertreff", True), ("Für wen: Väter mit Kindern", False), ("Wann: dienstags, 16 Uhr", False),
        ("Wo: Rathaus, Musterstadt", False), ("Kosten: kostenlos", False),
        ("Sprachcafé", True), ("Für wen: Zugewanderte", False), ("Wann: mittwochs, 10 Uhr", False), ("Wo: Bücherei", False),
    )  # fmt: skip
    printed(
        corpus / "konzept.pdf",
        ("Integrationskonzept 2023", True),
        ("Der Kreis will Familien stärken. Bewährt hat sich der „Vätertreff“ in Musterstadt.", False),
    )
    settings = folder / "kiz.toml"
    settings.write_text('index = "index"\ncorpus = "corpus"\n[ingest]\nworkers = 1\n', encoding="utf-8")

    assert main(["--config", str(settings), "ingest"]) == 0
    return settings


@pytest.fixture
def table(settings: Path) -> Iterator[Path]:
    """Return where the table of corrections belongs; it is gone after the test."""
    path = settings.parent / "corpus" / "offers.csv"
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture
def kiz(settings: Path, capsys: pytest.CaptureFixture[str]) -> Kiz:
    """Run a command; return exit code, standard output, standard error."""

    def kiz(*arguments: str) -> tuple[int, str, str]:
        code = main(["--config", str(settings), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return kiz


def offers(kiz: Kiz) -> dict[str, Any]:
    return {
        offer["name"]: offer for offer in json.loads(kiz("offers", "--all", "--json")[1].splitlines()[-1])["offers"]
    }


def test_a_paper_that_only_names_an_offer_is_in_its_history(kiz: Kiz) -> None:
    offer = offers(kiz)["Vätertreff"]
    assert {source["document"] for source in offer["sources"]} == {"programmheft.pdf", "konzept.pdf"}
    assert (offer["first_seen"], offer["last_seen"]) == ("2023", "2026")
    (quote,) = (source["quote"] for source in offer["sources"] if source["document"] == "konzept.pdf")
    assert quote == "Vätertreff"


def test_a_table_in_the_corpus_corrects_the_catalogue_and_survives_reading_anew(kiz: Kiz, table: Path) -> None:
    before = offers(kiz)
    table.write_text(TABLE, encoding="cp1252")
    for _ in range(2):
        found = offers(kiz)
        assert set(found) == {"Vätertreff", "Nähtreff"}
        offer = found["Vätertreff"]
        assert (offer["id"], offer["cost"]) == (before["Vätertreff"]["id"], "2 €")
        (mark,) = offer["corrections"]
        assert (mark["field"], mark["before"], mark["after"], mark["who"]) == ("cost", "kostenlos", "2 €", "Mu")
        assert not any(source["field"] == "cost" for source in offer["sources"])
        assert found["Nähtreff"]["sources"] == []
        assert kiz("ingest")[0] == 0
        assert kiz("repair")[0] == 0


def test_corrections_are_listed_with_the_offers(kiz: Kiz, table: Path) -> None:
    table.write_text(TABLE, encoding="utf-8")
    shown = " ".join(kiz("offers", "--all")[1].split())
    assert "berichtigt: Kosten (Mu, laut Anruf, offers.csv, Eintrag 2; in den Unterlagen: kostenlos)" in shown
    assert "nachgetragen, steht in keiner Unterlage (Aushang, offers.csv, Eintrag 4)" in shown


def test_what_corrections_apply_to_can_be_checked(kiz: Kiz, table: Path) -> None:
    code, shown, _ = kiz("offers", "--check-corrections")
    assert code == 0
    assert "keine Korrekturen" in shown
    table.write_text(TABLE, encoding="utf-8")
    code, shown, _ = kiz("offers", "--check-corrections")
    assert code == 1
    assert "3 Korrekturen gelten, 1 nicht" in " ".join(shown.split())
    assert "Eintrag 5: „Vätertref“ heißt kein Angebot." in shown
    assert "Gemeint vielleicht: Vätertreff" in shown
    code, shown, _ = kiz("offers", "--check-corrections", "--json")
    told = json.loads(shown.splitlines()[-1])
    assert [row["ids"] for row in told["applied"]] == [["vaetertreff"], ["sprachcafe"], ["naehtreff"]]
    assert [(row["row"], row["why"]) for row in told["unmatched"]] == [(5, "unknown")]


def test_a_table_that_cannot_be_used_is_said_with_row_and_remedy(kiz: Kiz, table: Path) -> None:
    table.write_text("Angebot;Preis\nVätertreff;1 €\n", encoding="utf-8")
    code, _, said = kiz("offers")
    assert code != 0
    assert "„Preis“ ist unbekannt" in " ".join(said.split())
