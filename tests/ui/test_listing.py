"""`kiz offers`: facets, order, pages and files, as people and machines use it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli import main
from evaluation.retrieval import text_passages
from kb.embed import load_embedder
from kb.model import Document
from kb.offers import Offer, Span
from kb.publication import publication

TODAY = date.today()
NEXT = TODAY + timedelta(7)
OFFERS = (
    Offer(
        "Schwimmkurs",
        audience=("women",),
        town="Neudorf",
        time=f"{NEXT:%d.%m.%Y}, 18–19 Uhr",
        cost="12 €",
        languages=("Arabisch",),
    ),
    Offer(
        "Vätertreff", audience=("men",), town="Altstadt", time="samstags 10 Uhr", cost="kostenlos", organiser="=Verein"
    ),
    Offer("Altes Fest", valid_to=TODAY - timedelta(30)),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("listing") / "index"
    with publication(index, load_embedder()) as work:
        paper = Document("a" * 16, "a" * 64, "heft.pdf", "Programmheft", "text", "public", 1, date=TODAY)
        passages = [replace(text_passages(paper, offer.name)[0], ordinal=at) for at, offer in enumerate(OFFERS)]
        stated = [replace(offer, spans=(("name", (Span(at, 0, len(offer.name)),)),)) for at, offer in enumerate(OFFERS)]
        work.add(None, paper, "recipe", [], [], passages, stated)
        work.publish({})
    return index


@pytest.fixture
def kiz(index: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def kiz(*arguments: object) -> tuple[int, str, str]:
        code = main(["offers", *map(str, arguments), "--index", str(index)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return kiz


@pytest.fixture
def shown(kiz: Callable[..., tuple[int, str, str]]) -> Callable[..., Any]:
    """Run `kiz offers --json`; return the object on its last line."""

    def shown(*arguments: object) -> Any:
        code, out, err = kiz(*arguments, "--json")
        assert code == 0, err
        return json.loads(out.splitlines()[-1])

    return shown


def names(found: Any) -> list[str]:
    return [offer["name"] for offer in found["offers"]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ["Schwimmkurs", "Vätertreff"]),
        (("--all",), ["Altes Fest", "Schwimmkurs", "Vätertreff"]),
        (("--past",), ["Altes Fest"]),
        (("--free",), ["Vätertreff"]),
        (("--audience", "Väter"), ["Vätertreff"]),
        (("--audience", "women", "--audience", "men"), ["Schwimmkurs", "Vätertreff"]),
        (("--language", "arabisch"), ["Schwimmkurs"]),
        (("--when", "samstags", "--town", "Altstadt"), ["Vätertreff"]),
        (("--sort", "name", "--limit", "1", "--offset", "1"), ["Vätertreff"]),
        (("schwimmen",), ["Schwimmkurs"]),
        (("--public",), ["Schwimmkurs", "Vätertreff"]),
    ],
)
def test_facets_choose(shown: Callable[..., Any], arguments: tuple[str, ...], expected: list[str]) -> None:
    assert names(shown(*arguments)) == expected


def test_the_total_and_the_counts_are_those_of_all_pages(shown: Callable[..., Any]) -> None:
    found = shown("--limit", "1")
    assert (len(found["offers"]), found["total"]) == (1, 2)
    assert found["facets"]["audience"] == {"Frauen": 1, "Männer und Väter": 1}
    assert found["facets"]["status"]["vorbei"] == 1


def test_a_value_that_no_facet_has_ends_with_those_there_are(kiz: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = kiz("--town", "Hamburg")
    assert (code, out) == (1, "")
    assert "Altstadt, Neudorf" in " ".join(err.split())


def test_people_read_how_many_there_are_of_each(kiz: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = kiz("--limit", "1")
    assert "1 von 2 Angeboten" in out
    assert "Ort: Altstadt (1), Neudorf (1)" in out
    assert "nicht angegeben" in out


def test_a_table_and_a_calendar_are_written(kiz: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    table, calendar = tmp_path / "a.csv", tmp_path / "a.ics"
    code, out, err = kiz("--csv", table, "--ics", calendar)
    assert (code, out) == (0, "")
    assert "2 Angebote" in err
    assert "1 Termine" in err
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert ";'=Verein;" in lines[2]
    assert f"DTSTART;TZID=Europe/Berlin:{NEXT:%Y%m%d}T180000" in calendar.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_explained(kiz: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    code, _, err = kiz("--csv", tmp_path / "none" / "a.csv")
    assert code == 1
    assert "kann nicht geschrieben werden" in " ".join(err.split())
