"""The shipped corpus: its manifest, its pages, its rebuild, and that it invents and copies nothing."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
PAPERS = ROOT.parent / "shared" / "real"
NOTE = "Nacherzählung öffentlicher Unterlagen – keine amtliche Fassung"
KINDS = {"konzept", "vorlage", "bericht", "steckbrief", "programmheft", "chronik"}
FOLIO = re.compile(r"Seite \d+ von \d+")

# A run of words as long as this, found word for word in a retold paper, would be a copy.
COPIED_WORDS = 13
# What must stand as it does in the papers: titles and names of programmes.
NAMES = (
    "Aktualisierung der Datensammlung und des Integrationskonzeptes sowie des Konzeptes gegen Rassismus",
    "Bericht des Sachgebietes 50-5 über das Jahr 2010 und Ausblick auf 2011",
    "Rechtsextremismus und Rassismus – Handlungskonzept für den Kreis Mettmann und weitere Angebote des",
    "Präventives Handeln vor Ort stärken – Kommunales Förderprogramm zur",
    "NRWeltoffen – Lokale Handlungskonzepte gegen Rechtsextremismus und Rassismus",
)
# Slips of the pen in the papers that the corpus puts right.
SLIPS = {"NRWelftoffen": "NRWeltoffen", "Rechtstextremismus": "Rechtsextremismus", "Migraten": "Migranten"}

needs_papers = pytest.mark.skipif(not PAPERS.is_dir(), reason="the retold papers (../shared/real) are not here")


def documents() -> list[dict[str, Any]]:
    return tomllib.loads((CORPUS / "manifest.toml").read_text(encoding="utf-8"))["document"]


def pages(folder: Path) -> Iterator[tuple[str, int, str]]:
    for path in sorted(folder.glob("*.pdf")):
        for number, page in enumerate(pypdf.PdfReader(path).pages, start=1):
            yield path.name, number, page.extract_text()


def running(text: str) -> str:
    """Return `text` in one line, words broken at a line end made whole again."""
    for slip, meant in SLIPS.items():
        text = text.replace(slip, meant)
    text = re.sub(r"(?<=[a-zäöüß])-\s*\n\s*(?=[a-zäöüß])", "", text)
    return re.sub(r"\s+", " ", text)


def papers_text() -> str:
    return running("\n".join(text for _, _, text in pages(PAPERS)))


def corpus_text() -> str:
    return running("\n".join(FOLIO.sub("", text) for _, _, text in pages(CORPUS)))


def test_manifest_lists_exactly_the_files_with_their_sha256() -> None:
    listed = {row["file"]: row["sha256"] for row in documents()}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in CORPUS.glob("*.pdf")}
    assert listed == found


def test_manifest_says_of_each_file_what_it_is_and_where_it_comes_from() -> None:
    for row in documents():
        assert row["kind"] in KINDS
        assert row["visibility"] == "public"
        assert row["title"]
        assert row["issuer"]
        assert row["origin"]
        assert "date" not in row or type(row["date"]) is date


def test_corpus_is_as_large_and_as_varied_as_promised() -> None:
    kinds = [row["kind"] for row in documents()]
    assert len(kinds) >= 8
    assert set(kinds) == KINDS
    assert kinds.count("vorlage") >= 3
    assert sum(1 for _ in pages(CORPUS)) >= 25


def test_every_page_says_that_it_is_no_official_version_and_carries_its_number() -> None:
    for name, number, text in pages(CORPUS):
        assert NOTE in text, (name, number)
        assert f"Seite {number} von " in text, (name, number)


def test_first_page_names_the_retold_papers() -> None:
    origins = {row["file"]: row["origin"] for row in documents()}
    for name, number, text in pages(CORPUS):
        if number == 1:
            assert "Nacherzählt nach:" in text
            first = origins[name].split("; ")[0]
            assert running(first) in running(text), name


def test_pdf_metadata_gives_the_title_of_the_manifest() -> None:
    for row in documents():
        info = pypdf.PdfReader(CORPUS / row["file"]).metadata
        assert info is not None
        assert info.title == row["title"]
        assert info.subject is not None
        assert info.subject.startswith(NOTE)


def test_council_paper_shows_its_whole_head() -> None:
    text = running(pypdf.PdfReader(CORPUS / "vorlage-50-025-2021.pdf").pages[0].extract_text())
    for part in (
        "Vorlagen Nr. 50/025/2021",
        "öffentlich",
        "Fachbereich: Sozialamt",
        "Bearbeiter/in: Schaps, Valerie; Hecker, Sandra",
        "Datum: 19.10.2021",
        "Az.: 50-5 KI;50-01",
        "Sozialausschuss 25.11.2021 Kenntnisnahme",
        "Klimarelevanz ☐ ja ☒ nein ☐ noch nicht zu übersehen",
    ):
        assert part in text


def test_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    build = [sys.executable, str(CORPUS / "build.py")]
    subprocess.run([*build, "--out", str(tmp_path)], check=True, capture_output=True)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted([*(row["file"] for row in documents()), "manifest.toml"])
    for name in names:
        assert (tmp_path / name).read_bytes() == (CORPUS / name).read_bytes(), name


def test_check_finds_a_changed_file(tmp_path: Path) -> None:
    build = [sys.executable, str(CORPUS / "build.py")]
    for path in [*CORPUS.glob("*.pdf"), CORPUS / "manifest.toml"]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "programmheft.pdf").write_bytes(b"%PDF-1.4 something else")
    command = [*build, "--check", "--out", str(tmp_path)]
    checked = subprocess.run(command, check=False, capture_output=True, text=True)
    assert checked.returncode == 1
    assert [line.split(":")[0] for line in checked.stdout.splitlines()] == ["programmheft.pdf"]


def bodies() -> list[str]:
    sources = (CORPUS / "sources").glob("*.md")
    return [path.read_text(encoding="utf-8").split("+++\n", 2)[2] for path in sources]


def sentences(body: str) -> Iterator[str]:
    """Yield the sentences of paragraphs, list items and table cells, names taken out."""
    for block in re.split(r"\n\n|\n- |\n  - |\|", body):
        text = running(block)
        for name in NAMES:
            text = text.replace(name, "")
        yield from re.split(r"(?<=[.!?;:]) ", text)


@needs_papers
def test_every_number_stands_in_a_retold_paper() -> None:
    number = re.compile(r"\d+(?:[.,/]\d+)*")
    papers = papers_text()
    # A year may stand alone where the papers give the whole date.
    known = {*number.findall(papers), *re.findall(r"(?<=\.)(?:19|20)\d\d\b", papers)}
    found = set(number.findall(corpus_text()))
    assert len(found) > 50
    assert found - known == set()


@needs_papers
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"[\w.]+@[\w.-]+\w", id="mail"),
        pytest.param(r"(?<!/)www\.[\w-]+\.\w+", id="site"),
        pytest.param(r"\d+(?:\.\d+)* ?(?:€|%)", id="amount"),
        pytest.param(r"(?:Frau|Herr|Landrat|Birgit|Mohammed|Armin|Marcus) (?!Vorlagen)[A-ZÄÖÜ]\w+", id="person"),
        pytest.param(r"\d\d\.\d\d\.\d{4}", id="date"),
    ],
)
def test_every_contact_amount_date_and_person_stands_in_a_retold_paper(pattern: str) -> None:
    papers = papers_text()
    found = set(re.findall(pattern, corpus_text()))
    assert found
    assert {hit for hit in found if hit not in papers} == set()


@needs_papers
def test_no_sentence_is_copied() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return set(zip(*(words[start:] for start in range(COPIED_WORDS)), strict=False))

    papers = runs(papers_text())
    written = [sentence for text in bodies() for sentence in sentences(text)]
    assert max(len(sentence.split()) for sentence in written) > COPIED_WORDS
    copied = {sentence for sentence in written if runs(sentence) & papers}
    assert copied == set()
