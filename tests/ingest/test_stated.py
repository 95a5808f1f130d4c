"""What a paper states is read by the workers that read the paper: within limits of its own, and not twice."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ingest.batch import read_all
from ingest.publish import ingest, preview
from ingest.read import Reading, Stated
from kb.config import IngestConfig
from kb.errors import IngestError
from kb.model import Document, Remark
from kb.store import KnowledgeBase

MakePdf = Callable[..., Path]
ONE = IngestConfig(workers=1, default_visibility="public")
SHEET = (
    "Elterncafe im Rathaus\nZielgruppe: Eltern\nOrt: Rathaus, Markt 1\nZeit: montags, 9 bis 11 Uhr\nKosten: kostenlos\n"
    "Ansprechperson: Armin Roemer\nTelefon: 02104 992175\nE-Mail: armin.roemer@kreis.example"
)


@dataclass
class Breaks:
    """Does something when it is unpacked."""

    function: Callable[..., object]
    arguments: tuple[object, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        return self.function, self.arguments


def described(file: Path, reading: Reading) -> Document:
    return Document("d", "v", file.name, "Angebote für Familien", "programmheft", "public", len(reading.pages))


def only(found: Iterator[tuple[Path, Reading | IngestError]]) -> Reading:
    ((_, reading),) = found
    assert isinstance(reading, Reading), reading
    return reading


@pytest.fixture
def sheet(tmp_path: Path, make_pdf: MakePdf) -> Path:
    return make_pdf(tmp_path / "papers" / "blatt.pdf", SHEET)


def test_offers_and_contacts_come_with_the_text_where_somebody_says_what_the_file_becomes(sheet: Path) -> None:
    stated = only(read_all([sheet], workers=1, describe=described)).stated
    assert stated is not None and not stated.remarks
    assert [offer.name for offer in stated.offers] == ["Elterncafe im Rathaus"]
    assert "Armin Roemer" in [contact.person for contact in stated.contacts]
    assert only(read_all([sheet], workers=1)).stated is None


@pytest.mark.parametrize(
    ("breaks", "how", "why"),
    [
        (Breaks(time.sleep, (60,)), "failed", "> 2 s"),
        (Breaks(os.abort), "crashed", ""),
        (Breaks(bytearray, (8 * 2**30,)), "crashed", ""),
        (Breaks(int, ("keine Zahl",)), "failed", "ValueError"),
    ],
    ids=lambda value: getattr(getattr(value, "function", None), "__name__", None),
)
def test_offers_that_cannot_be_read_are_remarked_and_the_text_is_there(
    sheet: Path, breaks: Breaks, how: str, why: str
) -> None:
    text = only(read_all([sheet], workers=1))
    known = replace(text, bold=(breaks,))  # type: ignore[arg-type]
    found = only(read_all([sheet], workers=1, timeout=2, memory_mb=2048, describe=described, known=lambda _: known))
    assert found.drafts == text.drafts
    assert found.stated is not None and not found.stated.offers
    assert [(each.kind, each.text.split(":")[0]) for each in found.stated.remarks] == [
        (f"offers-{how}", why),
        (f"contacts-{how}", why),
    ]


def test_a_paper_whose_offers_cannot_be_read_is_published_and_tried_again_with_other_limits(
    sheet: Path, tmp_path: Path, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    remark = Remark("offers-failed", (), "> 300 s")

    def slow(*files: Any, **more: Any) -> Iterator[tuple[Path, Reading]]:
        for file, reading in read_all(*files, **more):
            assert isinstance(reading, Reading)
            yield file, replace(reading, stated=Stated(remarks=(remark,)))

    with monkeypatch.context() as patch:
        patch.setattr("ingest.readings.read_all", slow)
        first = ingest((sheet.parent,), tmp_path / "index", embedder, ONE)
    assert (first.added, first.failed) == (("blatt.pdf",), ())
    assert [noted.remarks for noted in first.noted] == [(remark,)]
    again = ingest((sheet.parent,), tmp_path / "index", embedder, ONE)
    assert (again.unchanged, again.changed) == (1, ())
    assert [noted.remarks for noted in again.noted] == [(remark,)]
    patient = ingest((sheet.parent,), tmp_path / "index", embedder, replace(ONE, timeout=600))
    assert (patient.changed, patient.noted) == (("blatt.pdf",), ())
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        assert [contact.person for _, contact in base.contacts()] == ["Armin Roemer"]


@pytest.mark.parametrize("recipe", ["OFFERS", "CONTACTS"])
def test_where_only_the_recipe_of_offers_or_contacts_has_changed_the_text_is_not_read_again(
    sheet: Path, tmp_path: Path, embedder: Any, monkeypatch: pytest.MonkeyPatch, recipe: str
) -> None:
    assert preview((sheet.parent,), tmp_path / "index", ONE).added == ("blatt.pdf",)
    monkeypatch.setattr(f"ingest.plan.{recipe}", "next")
    monkeypatch.setattr("ingest.batch.read_or_pictures", os.abort)
    assert ingest((sheet.parent,), tmp_path / "index", embedder, ONE).added == ("blatt.pdf",)
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        assert [contact.person for _, contact in base.contacts()] == ["Armin Roemer"]


def test_what_the_manifest_says_after_a_preview_is_heeded(sheet: Path, tmp_path: Path, embedder: Any) -> None:
    preview((sheet.parent,), tmp_path / "index", ONE)
    (sheet.parent / "manifest.toml").write_text('[[document]]\nfile = "blatt.pdf"\nkind = "niederschrift"\n')
    ingest((sheet.parent,), tmp_path / "index", embedder, ONE)
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        assert base.offers() == ()
        assert base.contacts() != ()
