"""What whoever publishes sees and can take back: preview, report, past versions, rollback."""

import json
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.publish import Report, ingest, preview, roll_back
from kb.config import IngestConfig
from kb.errors import KnowledgeBaseError
from kb.history import generations, oldest, report_folder
from kb.model import Query
from kb.publication import repair
from kb.store import KnowledgeBase

MakePdf = Callable[..., Path]
ONE = IngestConfig(workers=1, default_visibility="public")
NAMES = ("griffbereit", "rucksack", "mimi", "sprachcafe", "lotsen", "elternschule")


class Office:
    """A folder of papers, its index, and somebody who publishes."""

    def __init__(self, root: Path, make_pdf: MakePdf, embedder: Any) -> None:
        self.papers, self.index = root / "papers", root / "index"
        self._make, self._embedder = make_pdf, embedder

    def write(self, name: str, text: str) -> Path:
        return self._make(self.papers / f"{name}.pdf", text)

    def fill(self) -> None:
        for name in NAMES:
            self.write(name, f"{name.title()}\nDas Angebot {name} hilft Familien im Kreis. Kontakt: {name}@example.org")

    def publish(self, *, confirmed: bool = False, config: IngestConfig = ONE) -> Report:
        return ingest((self.papers,), self.index, self._embedder, config, confirmed=confirmed)

    def preview(self) -> Report:
        return preview((self.papers,), self.index, ONE)

    def roll_back(self, to: int | None = None) -> int:
        return roll_back(self.index, self._embedder, ONE, to)

    def open(self, audience: Any = "internal") -> KnowledgeBase:
        return KnowledgeBase.open(self.index, self._embedder, audience)

    def shown(self) -> dict[str, str]:
        """File name -> text, as published."""
        with self.open() as base:
            return {d.file: " ".join(p.text for p in base.passages(d.id)) for d in base.documents()}

    def report(self, number: int | None = None) -> dict[str, Any]:
        folder = report_folder(self.index, number or generations(self.index)[0].number)
        return dict(json.loads((folder / "report.json").read_text(encoding="utf-8")))


@pytest.fixture
def office(tmp_path: Path, make_pdf: MakePdf, embedder: Any) -> Office:
    found = Office(tmp_path, make_pdf, embedder)
    found.fill()
    return found


def change_all_kinds(office: Office) -> None:
    """One paper each: new, changed, moved, gone, unreadable."""
    office.write("neu", "Neu\nEin neues Angebot fuer Ehrenamtliche.")
    office.write("rucksack", "Rucksack\nRucksack gibt es jetzt auch in Velbert. Kontakt: velbert@example.org")
    (office.papers / "mimi.pdf").rename(office.papers / "mimi-2024.pdf")
    (office.papers / "lotsen.pdf").unlink()
    (office.papers / "kaputt.pdf").write_bytes(b"%PDF-1.4\nkein Inhalt")


def told(report: Report) -> tuple[object, ...]:
    moved = [(Path(move.before).name, Path(move.after).name) for move in report.moved]
    failed = [Path(failure.path).name for failure in report.failed]
    return report.added, report.changed, moved, report.gone, failed, report.unchanged


def test_a_preview_says_what_the_ingest_then_does_and_changes_nothing(office: Office) -> None:
    office.publish()
    change_all_kinds(office)
    before = office.shown()
    foreseen = office.preview()
    assert office.shown() == before
    assert told(foreseen) == (
        ("neu.pdf",), ("rucksack.pdf",), [("mimi.pdf", "mimi-2024.pdf")], ("lotsen.pdf",), ["kaputt.pdf"], 4,
    )  # fmt: skip
    assert told(office.publish()) == told(foreseen)
    assert set(office.shown()) == set(before) - {"lotsen.pdf"} | {"neu.pdf"}


def test_a_preview_of_an_index_that_is_not_there_yet_makes_none(office: Office) -> None:
    assert len(office.preview().added) == len(NAMES)
    assert not (office.index / "ledger.sqlite").exists()


def test_what_a_preview_has_read_is_not_read_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.preview()
    asked: list[Path] = []

    def none(files: Any, **limits: Any) -> Any:
        asked.extend(files)
        return (each for each in ())

    monkeypatch.setattr("ingest.readings.read_all", none)
    assert len(office.publish().added) == len(NAMES)
    assert asked == []
    assert not (office.index / "readings").exists()


def test_a_damaged_kept_reading_is_read_anew(office: Office) -> None:
    office.preview()
    for file in (office.index / "readings").iterdir():
        file.write_bytes(b"kaputt")
    assert len(office.publish().added) == len(NAMES)


def test_a_mass_of_withdrawals_is_held_while_the_rest_is_published(office: Office) -> None:
    office.publish()
    for name in NAMES[:2]:
        (office.papers / f"{name}.pdf").unlink()
    office.write("neu", "Neu\nEin neues Angebot.")
    report = office.publish()
    assert (report.added, report.removed) == (("neu.pdf",), 0)
    assert [(held.documents, held.known) for held in report.held] == [(("griffbereit.pdf", "rucksack.pdf"), 6)]
    assert len(office.shown()) == 7
    assert office.publish(confirmed=True).gone == ("griffbereit.pdf", "rucksack.pdf")
    assert len(office.shown()) == 5


def test_a_fifth_of_the_papers_may_go_without_asking(office: Office) -> None:
    for number in range(4):
        office.write(f"weitere{number}", f"Weitere\nAngebot Nummer {number}.")
    office.publish()
    for name in NAMES[:2]:
        (office.papers / f"{name}.pdf").unlink()
    report = office.publish()
    assert (report.removed, report.held) == (2, ())


def test_a_source_out_of_reach_withdraws_nothing(office: Office, tmp_path: Path) -> None:
    office.publish()
    office.papers.rename(tmp_path / "anderswo")
    report = office.publish()
    assert (report.removed, len(report.held[0].documents)) == (0, 6)
    assert len(office.shown()) == 6
    (tmp_path / "anderswo").rename(office.papers)
    assert office.publish().unchanged == 6


def test_the_report_shows_old_and_new_side_by_side(office: Office) -> None:
    office.publish()
    change_all_kinds(office)
    number = office.publish().generation
    assert number == 2
    found = office.report()
    by_file = {entry["file"]: entry for entry in found["documents"]}
    assert {file: entry["what"] for file, entry in by_file.items()} == {
        "neu.pdf": "added", "rucksack.pdf": "changed", "lotsen.pdf": "gone",
    }  # fmt: skip
    ((before, after),) = [(p["before"], p["after"]) for p in by_file["rucksack.pdf"]["passages"]]
    assert "hilft Familien" in before
    assert "Velbert" in after
    assert found["contacts"] == {
        "new": ["velbert@example.org"], "gone": ["lotsen@example.org", "rucksack@example.org"],
    }  # fmt: skip
    folder = report_folder(office.index, 2)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<del>" in page
    assert "Velbert" in page
    assert "mimi-2024.pdf" in (folder / "report.md").read_text(encoding="utf-8")


def test_a_papers_markup_does_not_reach_the_reports_page(office: Office) -> None:
    office.write("boese", "<script>alert(1)</script> [klick](http://example.org)\nEin Text mit <b>Zeichen</b>.")
    office.publish()
    folder = report_folder(office.index, 1)
    office.write("boese", "<img src=x onerror=alert(1)>\nEin anderer Text.")
    office.publish()
    for number in ("1", "2"):
        page = (folder.parent / number / "report.html").read_text(encoding="utf-8")
        assert "<script" not in page
        assert "<img" not in page
    assert "[klick](" not in (folder.parent / "2" / "report.md").read_text(encoding="utf-8")


def test_a_superseded_version_is_found_among_past_ones_only(office: Office) -> None:
    office.publish()
    old = office.papers / "rucksack.pdf"
    bytes_before = old.read_bytes()
    office.write("rucksack", "Rucksack\nRucksack gibt es jetzt auch in Velbert.")
    office.publish()
    with office.open() as base:
        assert all("hilft Familien" not in hit.passage.text for hit in base.search(Query("Rucksack Familien"), 20)
                   if hit.document.file == "rucksack.pdf")  # fmt: skip
        hits = base.search(Query("Angebot rucksack hilft Familien", past=True), 20)
        past = [hit for hit in hits if hit.document.superseded]
        assert len(past) == 1
        assert "hilft Familien" in past[0].passage.text
        version = past[0].document
        assert base.document(version.id) == version
        assert base.passages(version.id)[0].text == past[0].passage.text
        file = base.file(version.id)
        assert file is not None
        assert file.read_bytes() == bytes_before
        (current,) = [d for d in base.documents() if d.file == "rucksack.pdf"]
        assert base.versions(current.id) == (version,)
        assert current.superseded is None


def test_a_version_that_came_back_is_no_past_one(office: Office) -> None:
    office.publish()
    first = (office.papers / "rucksack.pdf").read_bytes()
    office.write("rucksack", "Rucksack\nEine andere Fassung.")
    office.publish()
    (office.papers / "rucksack.pdf").write_bytes(first)
    office.publish()
    with office.open() as base:
        (current,) = [d for d in base.documents() if d.file == "rucksack.pdf"]
        assert [d.version != current.version for d in base.versions(current.id)] == [True]
        assert len([h for h in base.search(Query("Rucksack Familien", past=True), 50) if h.document.superseded]) == 1


def traces(index: Path, word: bytes) -> list[str]:
    """Return the files of the index, but history and what is kept for taking back, that hold a word of a paper."""
    kept = ("undo", "history")
    return [
        str(file.relative_to(index)) for file in index.rglob("*")
        if file.is_file() and file.relative_to(index).parts[0] not in kept and word in file.read_bytes()
    ]  # fmt: skip


def test_a_withdrawn_paper_leaves_every_store_and_its_past_versions_with_it(office: Office) -> None:
    office.write("geheim", "Geheim\nDas Kennwort lautet Quastenflosser.")
    office.publish()
    office.write("geheim", "Geheim\nDas Kennwort lautet nun Nasenaffe.")
    office.publish()
    with office.open() as base:
        names = {d.version for d in base.documents() if d.file == "geheim.pdf"}
        names |= {v.version for d in base.documents() for v in base.versions(d.id)}
    (office.papers / "geheim.pdf").unlink()
    office.publish()
    for word in (b"Quastenflosser", b"Nasenaffe", b"quastenflo", b"nasenaff"):
        assert traces(office.index, word) == []
    with office.open() as base:
        hits = base.search(Query("Kennwort Quastenflosser Nasenaffe", past=True), 50)
        assert all(hit.document.file != "geheim.pdf" for hit in hits)
        assert all(base.document(f"{name[:16]}") is None for name in names)
    files = {file.stem for file in (office.index / "public" / "files").iterdir()}
    assert not files & names
    with sqlite3.connect(office.index / "public" / "catalogue.sqlite") as catalogue:
        (passages,) = catalogue.execute("SELECT count(*) FROM passage").fetchone()
    with office.open() as base:
        assert passages == base.count()[2]


def test_nothing_is_kept_of_withdrawn_papers_where_so_configured(office: Office) -> None:
    office.publish()
    (office.papers / "lotsen.pdf").unlink()
    office.publish(config=IngestConfig(workers=1, default_visibility="public", keep_days=0))
    assert list((office.index / "undo").glob("*.json.gz")) == []
    assert list((office.index / "undo" / "files").glob("*")) == []
    with pytest.raises(KnowledgeBaseError) as caught:
        office.roll_back()
    assert caught.value.key == "generation-gone"


def test_a_publication_is_taken_back_wholly(office: Office) -> None:
    office.publish()
    before = office.shown()
    with office.open() as base:
        ids = {d.file: d.id for d in base.documents()}
        places = {d.id: base.places(d.id) for d in base.documents()}
        hits = [(h.document.id, h.passage.text) for h in base.search(Query("Angebot fuer Familien"), 20)]
        files = {d.id: Path(str(base.file(d.id))).read_bytes() for d in base.documents()}
    change_all_kinds(office)
    office.publish()
    assert office.shown() != before
    assert office.roll_back() == 3
    assert office.shown() == before
    with office.open() as base:
        assert {d.file: d.id for d in base.documents()} == ids
        assert {d.id: base.places(d.id) for d in base.documents()} == places
        assert {d.id: Path(str(base.file(d.id))).read_bytes() for d in base.documents()} == files
        assert sorted((h.document.id, h.passage.text) for h in base.search(Query("Angebot fuer Familien"), 20)) == sorted(hits)  # fmt: skip
        assert base.search(Query("Velbert", past=True), 5) == () or all(
            "Velbert" not in h.passage.text for h in base.search(Query("Velbert", past=True), 5)
        )


def test_a_rollback_can_itself_be_taken_back_and_go_far(office: Office) -> None:
    states: list[dict[str, str]] = [{}]
    office.publish()
    states.append(office.shown())
    change_all_kinds(office)
    office.publish()
    states.append(office.shown())
    office.write("rucksack", "Rucksack\nEine dritte Fassung.")
    (office.papers / "neu.pdf").unlink()
    office.publish()
    states.append(office.shown())
    for to in (1, 3, 2, 0, 3, 1):
        number = office.roll_back(to)
        states.append(office.shown())
        assert office.shown() == states[to]
        assert office.report(number)["rollback"] == to
    assert office.roll_back(5) == 10
    assert office.shown() == states[5]


def test_past_versions_of_a_withdrawn_paper_come_back_with_it(office: Office) -> None:
    office.publish()
    office.write("rucksack", "Rucksack\nEine zweite Fassung.")
    office.publish()
    (office.papers / "rucksack.pdf").unlink()
    office.publish()
    office.roll_back(2)
    with office.open() as base:
        (current,) = [d for d in base.documents() if d.file == "rucksack.pdf"]
        assert len(base.versions(current.id)) == 1
        assert any(h.document.superseded for h in base.search(Query("rucksack hilft Familien", past=True), 20))


@pytest.mark.parametrize("to", [-1, 2, 7])
def test_a_generation_that_never_was_is_refused_by_name(office: Office, to: int) -> None:
    office.publish()
    office.write("neu", "Neu\nEin neues Angebot.")
    office.publish()
    with pytest.raises(KnowledgeBaseError, match="history"):
        office.roll_back(to)


def test_going_back_to_what_is_shown_is_refused(office: Office) -> None:
    office.publish()
    office.write("neu", "Neu\nEin neues Angebot.")
    office.publish()
    office.roll_back()
    with pytest.raises(KnowledgeBaseError) as caught:
        office.roll_back(1)
    assert caught.value.key == "nothing-to-take-back"


def test_the_history_names_every_publication(office: Office) -> None:
    office.publish()
    change_all_kinds(office)
    office.publish()
    office.roll_back()
    summaries = [one.summary for one in generations(office.index)]
    assert [summary.get("rollback") for summary in summaries] == [1, None, None]
    assert (summaries[1]["added"], summaries[1]["changed"], summaries[1]["gone"], summaries[1]["failed"]) == (
        1,
        1,
        1,
        1,
    )
    assert oldest(office.index) == 0


def test_a_running_reader_goes_on_through_a_change_of_the_model(office: Office, embedder: Any) -> None:
    office.publish()
    other = type(embedder)("fake-2")
    question = Query("Angebot rucksack Familien")
    with KnowledgeBase.open(office.index, embedder, reload=lambda: other) as base:
        before = [hit.passage.id for hit in base.search(question, 6)]
        repair(office.index, other)
        until = time.monotonic() + 30
        while base.embedder.space != "fake-2":  # the state before is served until the model is there
            assert [hit.passage.id for hit in base.search(question, 6)] == before
            assert time.monotonic() < until, "the new model was never taken over"
        assert sorted(hit.passage.id for hit in base.search(question, 6)) == sorted(before)
        assert base.generation.number == 2


def test_a_reader_whose_settings_name_another_model_still_answers(office: Office, embedder: Any) -> None:
    office.publish()
    with KnowledgeBase.open(office.index, embedder, reload=lambda: embedder) as base:
        before = base.search(Query("Angebot"), 3)
        repair(office.index, type(embedder)("fake-2"))
        for _ in range(5):
            assert base.search(Query("Angebot"), 3) == before


def test_the_report_keeps_no_text_of_a_withdrawn_paper(office: Office) -> None:
    office.write("geheim", "Geheim\nDas Kennwort lautet Quastenflosser.")
    office.publish()
    (office.papers / "geheim.pdf").unlink()
    office.publish()
    assert [(entry["what"], entry["count"]) for entry in office.report()["documents"]] == [("gone", 1)]
    for file in (office.index / "history").rglob("report.*"):
        assert "Quastenflosser" not in file.read_text(encoding="utf-8")


def test_what_was_withdrawn_is_forgotten_in_time_though_nothing_else_is_published(office: Office) -> None:
    office.publish()
    (office.papers / "lotsen.pdf").unlink()
    office.publish()
    assert len(list((office.index / "undo").glob("*.json.gz"))) == 1
    soon = IngestConfig(workers=1, default_visibility="public", keep_days=0)
    assert office.publish(config=soon).generation is None
    assert list((office.index / "undo").rglob("*.pdf")) == list((office.index / "undo").glob("*.json.gz")) == []


def test_a_preview_goes_on_where_an_ingest_beside_it_forgets_all_readings(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def write_and_lose(file: Path, content: Any) -> int:
        written = write(file, content)
        if file.parent.name == "readings":
            shutil.rmtree(file.parent)
        return written

    monkeypatch.setattr(Path, "write_bytes", write_and_lose)
    assert len(office.preview().added) == len(NAMES)


def test_passages_that_differ_are_paired_with_what_says_most_of_the_same(office: Office) -> None:
    def page(*lines: str) -> str:
        return "\n\n".join(f"{number}. Abschnitt\n{line}" for number, line in enumerate(lines, 1))

    said = [f"Das Angebot der Stadt {name} beginnt am Montag um neun Uhr im Rathaus." for name in ("Hilden", "Haan", "Erkrath")]  # fmt: skip
    office.write("lang", page(*said))
    office.publish()
    office.write("lang", page("Davor steht nun etwas ganz anderes über Gebühren.", *said[:2], said[2].replace("neun", "zehn")))  # fmt: skip
    office.publish()
    (entry,) = office.report()["documents"]
    pairs = [(pair["before"] or "", pair["after"] or "") for pair in entry["passages"]]
    assert any("neun" in before and "zehn" in after and "Erkrath" in after for before, after in pairs)
