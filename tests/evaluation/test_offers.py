"""The gold lists of offers: their booklets can be made again, and every fact stands where the list says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from evaluation.booklets.build import SETTERS, made
from evaluation.offer_answers import COLLECTIONS as FILES

ROOT = Path(__file__).resolve().parents[2]
EVALUATION, CORPUS, PAPERS = ROOT / "evaluation", ROOT / "corpus", ROOT.parent / "shared" / "real"
AUDIENCE = {
    *("parents", "fathers", "women", "children", "young_people", "older_people", "volunteers", "teachers"),
    *("daycare_staff", "associations", "newcomers", "administration"),
}
TOPICS = {
    *("language", "early_education", "school", "work", "health"),
    *("anti_racism", "sport", "democracy", "volunteering", "counselling"),
}
FIELDS = {
    *("offer", "name", "description", "audience", "ages", "topic", "place", "time", "cost", "languages"),
    *("organiser", "contact", "registration", "valid_from", "valid_to", "document", "page"),
}
COLLECTIONS = {
    name: [file.removeprefix("offers-").removesuffix(".jsonl") for file in files] for name, files in FILES.items()
}
LISTS = [name for names in COLLECTIONS.values() for name in names]
INVENTED = "Erfundenes … des erfundenen Kreises – nur zum Prüfen von Software"
# Two words are forms of one when they share this many letters at the front.
STEM = 6
# Said in the paper's own words ("keine", "frei", "kostet nichts").
FREE = "kostenfrei"


def rows(name: str) -> list[dict[str, Any]]:
    lines = (EVALUATION / name).with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def booklets() -> dict[str, bytes]:
    return made()


def document(list_name: str, file: str) -> bytes:
    if list_name in SETTERS:
        return booklets()[file]
    folder = CORPUS if list_name == "corpus" else PAPERS
    return (folder / file).read_bytes()


@cache
def page_texts(list_name: str, file: str) -> list[str]:
    pdf = pypdfium2.PdfDocument(document(list_name, file))
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    pdf.close()
    return [re.sub(r"(?:\ufffe|-)\s*[\r\n]+\s*|\ufffe|\u00ad", "", text).lower() for text in texts]


def missing(value: str, text: str) -> list[str]:
    there = "".join(text.split())
    words = re.findall(r"\w+", value.lower())
    return [word for word in words if (word if word.isdigit() else word[:STEM]) not in there]


def facts(row: dict[str, Any]) -> list[str]:
    given = [row[field] for field in ("name", "place", "time", "organiser", "registration")]
    if row["cost"] and not row["cost"].startswith(FREE):
        given.append(row["cost"])
    return [str(fact) for fact in [*given, *row["languages"], *row["contact"].values()] if fact]


def test_the_booklets_give_the_same_bytes_each_time() -> None:
    assert made() == booklets()


@pytest.mark.parametrize("name", SETTERS)
def test_every_page_of_a_booklet_says_that_it_is_invented(name: str) -> None:
    texts = page_texts(name, f"{name}.pdf")
    assert 3 <= len(texts) <= 10
    assert [number for number, text in enumerate(texts, 1) if missing(INVENTED, text)] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_row_has_the_fields_and_the_closed_vocabulary(name: str) -> None:
    for row in rows(f"offers-{name}"):
        accepted = row.get("accept", {})
        assert row.keys() >= FIELDS
        sets = [row["audience"], accepted.get("audience_also", []), *accepted.get("audience", [])]
        assert {value for values in sets for value in values} <= AUDIENCE
        assert {row["topic"], *accepted.get("topic", [])} <= {*TOPICS, None}


@pytest.mark.parametrize("name", LISTS)
def test_every_fact_of_a_row_stands_on_its_pages(name: str) -> None:
    if name == "real" and not PAPERS.is_dir():
        pytest.skip("the public papers (../shared/real) are not here")
    absent = []
    for row in rows(f"offers-{name}"):
        texts = page_texts(name, row["document"])
        text = " ".join(texts[number - 1] for number in (row["page"], *row.get("also_pages", [])))
        absent += [(row["offer"], fact, words) for fact in facts(row) if (words := missing(fact, text))]
    assert absent == []


def test_every_booklet_has_a_list_in_one_collection() -> None:
    assert sorted(name for name in LISTS if name not in ("real", "corpus")) == sorted(SETTERS)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("questions-offers", 10),
        ("questions-offers-dev", 6),
        ("questions-offers-held", 10),
        ("questions-offers-dev3", 6),
        ("questions-offers-held3", 6),
        ("questions-offers-dev4", 6),
        ("questions-offers-held4", 6),
        ("questions-offers-dev5", 6),
        ("questions-offers-held5", 6),
    ],
)
def test_the_list_questions_name_offers_of_their_collection(name: str, others: int) -> None:
    questions = rows(name)
    known = {
        collection: {(row["offer"], row["name"]) for name in names for row in rows(f"offers-{name}")}
        for collection, names in COLLECTIONS.items()
    }
    for question in questions:
        pairs = zip(question["keys"], question["offers"], strict=True)
        assert set(pairs) <= known[question["collection"]], question["id"]
    assert sum(question["language"] != "de" for question in questions) >= others
