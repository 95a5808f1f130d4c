"""From PDFs to a published index, on small papers made in code."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ingest import ocr
from ingest.publish import Report, ingest
from kb.config import IngestConfig
from kb.errors import IngestError, KnowledgeBaseError
from kb.lock import write_lock
from kb.model import Query
from kb.publication import publication, repair
from kb.store import KnowledgeBase

MakePdf = Callable[..., Path]
GRIFFBEREIT = "Griffbereit\nGriffbereit ist ein Programm fuer Eltern mit kleinen Kindern.\nEs findet in der Kita statt."
RUCKSACK = "Rucksack\nRucksack Schule begleitet Kinder in der Grundschule.\nDie Eltern lernen mit."
ONE = IngestConfig(workers=1, default_visibility="public")


@pytest.fixture
def papers(tmp_path: Path, make_pdf: MakePdf) -> Path:
    make_pdf(tmp_path / "papers" / "griffbereit.pdf", GRIFFBEREIT)
    make_pdf(tmp_path / "papers" / "rucksack.pdf", RUCKSACK)
    return tmp_path / "papers"


@pytest.fixture
def run(tmp_path: Path, papers: Path, embedder: Any) -> Callable[..., Report]:
    def run(*paths: Path, config: IngestConfig = ONE, confirmed: bool = False) -> Report:
        return ingest(paths or (papers,), tmp_path / "index", embedder, config, confirmed=confirmed)

    return run


@pytest.fixture
def files(tmp_path: Path, embedder: Any) -> Callable[..., set[str]]:
    """The names of the documents an audience sees."""

    def files(audience: str = "internal") -> set[str]:
        with KnowledgeBase.open(tmp_path / "index", embedder, audience) as base:  # type: ignore[arg-type]
            return {document.file for document in base.documents()}

    return files


def test_papers_are_published_and_found_with_page_and_boxes(
    run: Callable[..., Report], tmp_path: Path, embedder: Any
) -> None:
    report = run()
    assert (report.documents, report.pages, report.failed) == (2, 2, ())
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        best = base.search(Query("Programm Griffbereit Eltern"), 3)[0]
        assert best.document.file == "griffbereit.pdf"
        assert best.passage.first_page == 1
        start = best.passage.text.index("Programm")
        ((page, box),) = best.passage.boxes(start, start + len("Programm"))
        assert page == 1
        assert 70 < box.x0 < box.x1 < 300
        kept = base.file(best.document.id)
        assert kept is not None
        assert kept.read_bytes() == (tmp_path / "papers" / "griffbereit.pdf").read_bytes()


def test_the_same_folder_again_is_unchanged_and_writes_no_new_generation(
    run: Callable[..., Report], tmp_path: Path, embedder: Any
) -> None:
    first = run()
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        number = base.generation.number
    again = run()
    assert (again.documents, again.passages) == (2, first.passages)
    assert (again.unchanged, again.added, again.changed) == (2, (), ())
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        assert base.generation.number == number


def test_a_new_version_keeps_the_documents_id_and_replaces_the_text(
    run: Callable[..., Report], papers: Path, make_pdf: MakePdf, tmp_path: Path, embedder: Any
) -> None:
    run()
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        before = {document.file: document.id for document in base.documents()}
    make_pdf(papers / "rucksack.pdf", "Rucksack\nJetzt gibt es Rucksack auch in Velbert.")
    report = run()
    assert report.changed == ("rucksack.pdf",)
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        assert {document.file: document.id for document in base.documents()} == before
        texts = " ".join(passage.text for passage in base.passages(before["rucksack.pdf"]))
        assert "Velbert" in texts
        assert "Grundschule" not in texts
        assert all("Grundschule" not in hit.passage.text for hit in base.search(Query("Grundschule"), 10))


def test_a_renamed_file_is_the_same_document(run: Callable[..., Report], papers: Path, files: Any) -> None:
    run()
    (papers / "rucksack.pdf").rename(papers / "umbenannt.pdf")
    report = run()
    assert (report.documents, report.unchanged, report.removed, report.added) == (2, 2, 0, ())


def test_the_same_paper_twice_is_one_document_until_both_are_gone(
    run: Callable[..., Report], papers: Path, files: Any
) -> None:
    (papers / "kopie.pdf").write_bytes((papers / "rucksack.pdf").read_bytes())
    assert run().documents == 2
    (papers / "kopie.pdf").unlink()
    assert run().removed == 0
    (papers / "rucksack.pdf").unlink()
    assert run().removed == 1
    assert files() == {"griffbereit.pdf"}


def test_what_vanished_from_the_folder_is_withdrawn_everywhere(
    run: Callable[..., Report], papers: Path, tmp_path: Path, embedder: Any
) -> None:
    run()
    (papers / "rucksack.pdf").unlink()
    report = run()
    assert (report.removed, report.gone) == (1, ("rucksack.pdf",))
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        assert {hit.document.file for hit in base.search(Query("Rucksack Schule"), 10)} <= {"griffbereit.pdf"}
    with publication(tmp_path / "index", embedder) as work:
        shard = work.shards["public"]
        passages = sum(size for _, size in work.sizes(work.base).values())
        assert shard.words.count() == shard.vectors.count() == passages
    assert len(list((tmp_path / "index" / "public" / "files").iterdir())) == 1


def test_a_single_file_given_later_withdraws_nothing(
    run: Callable[..., Report], tmp_path: Path, make_pdf: MakePdf, files: Any
) -> None:
    run()
    run(make_pdf(tmp_path / "extra" / "mimi.pdf", "MIMI\nMIMI schult Menschen zu Gesundheit."))
    assert files() == {"griffbereit.pdf", "rucksack.pdf", "mimi.pdf"}


def test_a_broken_file_among_good_ones_is_named_and_the_rest_is_published(
    run: Callable[..., Report], papers: Path, files: Any
) -> None:
    (papers / "kaputt.pdf").write_bytes(b"%PDF-1.4\nkein Inhalt")
    report = run()
    assert report.documents == 2
    assert [Path(failure.path).name for failure in report.failed] == ["kaputt.pdf"]
    assert "kaputt.pdf" in report.failed[0].reason
    assert files() == {"griffbereit.pdf", "rucksack.pdf"}
    assert [Path(failure.path).name for failure in run().failed] == ["kaputt.pdf"]


def test_a_file_that_broke_keeps_its_last_readable_version(
    run: Callable[..., Report], papers: Path, files: Any
) -> None:
    run()
    (papers / "rucksack.pdf").write_bytes(b"zerstoert")
    report = run()
    assert (report.removed, len(report.failed)) == (0, 1)
    assert files() == {"griffbereit.pdf", "rucksack.pdf"}


def test_unknown_visibility_is_internal_and_the_manifest_decides(
    run: Callable[..., Report], papers: Path, files: Any, tmp_path: Path, embedder: Any
) -> None:
    strict = replace(ONE, default_visibility="internal")
    run(config=strict)
    assert files("public") == set()
    assert files("internal") == {"griffbereit.pdf", "rucksack.pdf"}
    (papers / "manifest.toml").write_text(
        '[[document]]\nfile = "rucksack.pdf"\nvisibility = "public"\ntitle = "Rucksack"\n'
    )
    report = run(config=strict)
    assert report.changed == ("rucksack.pdf",)
    assert files("public") == {"rucksack.pdf"}
    with KnowledgeBase.open(tmp_path / "index", embedder, "public") as base:
        assert base.documents()[0].title == "Rucksack"
        assert {hit.document.file for hit in base.search(Query("Griffbereit Eltern Kita"), 10)} <= {"rucksack.pdf"}


def test_a_wrong_checksum_in_the_manifest_keeps_the_file_out(
    run: Callable[..., Report], papers: Path, files: Any
) -> None:
    (papers / "manifest.toml").write_text(f'[[document]]\nfile = "rucksack.pdf"\nsha256 = "{"0" * 64}"\n')
    report = run()
    assert "rucksack.pdf" in report.failed[0].reason
    assert files() == {"griffbereit.pdf"}


def test_a_folder_that_was_emptied_is_held_until_confirmed(
    run: Callable[..., Report], papers: Path, files: Any, tmp_path: Path
) -> None:
    run()
    for file in papers.iterdir():
        file.unlink()
    report = run()
    assert (report.removed, report.generation) == (0, None)
    assert [(len(held.documents), held.known) for held in report.held] == [(2, 2)]
    assert "keine PDF" in str(report.held[0].why)
    assert files() == {"griffbereit.pdf", "rucksack.pdf"}
    assert run(confirmed=True).removed == 2
    assert files() == set()


def test_an_empty_folder_that_was_never_read_is_an_error(run: Callable[..., Report], tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    with pytest.raises(IngestError) as caught:
        run(tmp_path / "leer")
    assert caught.value.key == "no-pdf"


def test_an_index_of_another_model_is_refused_until_repaired(
    run: Callable[..., Report], tmp_path: Path, papers: Path, embedder: Any
) -> None:
    run()
    other = type(embedder)("fake-2")
    for attempt in (
        lambda: ingest((papers,), tmp_path / "index", other, ONE),
        lambda: KnowledgeBase.open(tmp_path / "index", other),
    ):
        with pytest.raises(KnowledgeBaseError, match=r"fake-1.*fake-2") as caught:
            attempt()
        assert caught.value.key == "other-embedding"
    assert repair(tmp_path / "index", other) == 2
    with KnowledgeBase.open(tmp_path / "index", other) as base:
        assert base.search(Query("Griffbereit"), 1)[0].document.file == "griffbereit.pdf"
    assert ingest((papers,), tmp_path / "index", other, ONE).unchanged == 2


def test_a_second_writer_is_told_who_writes(run: Callable[..., Report], tmp_path: Path) -> None:
    with write_lock(tmp_path / "index"), pytest.raises(KnowledgeBaseError, match="Prozess") as caught:
        run()
    assert caught.value.key == "index-locked"


def test_an_ingest_that_breaks_off_leaves_the_published_state(
    run: Callable[..., Report], tmp_path: Path, papers: Path, make_pdf: MakePdf, embedder: Any, files: Any
) -> None:
    run()
    make_pdf(papers / "mimi.pdf", "MIMI\nMIMI schult Menschen zu Gesundheit.")
    make_pdf(papers / "rucksack.pdf", "Rucksack\nEin ganz anderer Text.")

    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest((papers,), tmp_path / "index", embedder, ONE, stop)
    assert files() == {"griffbereit.pdf", "rucksack.pdf"}
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        assert any("Grundschule" in hit.passage.text for hit in base.search(Query("Grundschule"), 5))
    report = run()
    assert (set(report.added), set(report.changed)) == ({"mimi.pdf"}, {"rucksack.pdf"})
    assert files() == {"griffbereit.pdf", "rucksack.pdf", "mimi.pdf"}


def test_a_running_reader_sees_a_new_publication_without_reopening(
    run: Callable[..., Report], tmp_path: Path, papers: Path, make_pdf: MakePdf, embedder: Any
) -> None:
    run()
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        assert len(base.documents()) == 2
        make_pdf(papers / "mimi.pdf", "MIMI\nMIMI schult Menschen zu Gesundheit.")
        run()
        assert len(base.documents()) == 3
        assert base.search(Query("MIMI Gesundheit"), 1)[0].document.file == "mimi.pdf"


def test_the_real_papers_are_read_without_a_loss(shared: Path, tmp_path: Path, embedder: Any) -> None:
    report = ingest((shared / "real",), tmp_path / "index", embedder, IngestConfig())
    assert (report.documents, report.pages, report.failed) == (5, 13, ())


def test_an_index_of_another_release_is_renewed_in_passing(
    run: Callable[..., Report], tmp_path: Path, papers: Path, make_pdf: MakePdf, embedder: Any
) -> None:
    before, after = type(embedder)("builtin-1"), type(embedder)("builtin-2")
    ingest((papers,), tmp_path / "index", before, ONE)
    report = ingest((papers,), tmp_path / "index", after, ONE)
    assert (report.unchanged, report.added, report.changed) == (2, (), ())
    with KnowledgeBase.open(tmp_path / "index", after) as base:
        assert base.search(Query("Griffbereit"), 1)[0].document.file == "griffbereit.pdf"
    make_pdf(papers / "mimi.pdf", "MIMI\nMIMI schult Menschen zu Gesundheit.")
    ingest((papers,), tmp_path / "index", after, ONE)  # until then a running reader may still use the build before
    assert len(list((tmp_path / "index" / "public").glob("build-*"))) == 1


def test_of_the_same_bytes_in_two_places_the_internal_one_decides(
    run: Callable[..., Report], papers: Path, tmp_path: Path, files: Any
) -> None:
    public, intern = tmp_path / "public", tmp_path / "intern"
    for folder in (public, intern):
        folder.mkdir()
        (folder / "a.pdf").write_bytes((papers / "rucksack.pdf").read_bytes())
    report = run(public, intern)
    assert (report.documents, len(report.duplicates)) == (1, 1)
    assert files("public") == set()
    assert run(public).unchanged == 1  # a place that vouches for it does not undo what the other said
    assert files("public") == set()


def test_a_failure_that_may_pass_is_tried_again(
    run: Callable[..., Report], papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(files: Any, **limits: Any) -> Any:
        for file in files:
            yield file, IngestError("pdf-timeout", file=file.name, seconds=1)

    with monkeypatch.context() as patch:
        patch.setattr("ingest.readings.read_all", slow)
        assert len(run().failed) == 2
    assert run().documents == 2


def test_passages_of_an_abandoned_ingest_change_no_answer(
    run: Callable[..., Report], tmp_path: Path, papers: Path, make_pdf: MakePdf, embedder: Any
) -> None:
    run()
    question = Query("Griffbereit Programm Eltern", "en")
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        before = [(hit.passage.id, hit.score) for hit in base.search(question, 10)]
    for number in range(70):
        make_pdf(papers / f"neu{number}.pdf", f"Griffbereit Programm Eltern Nummer {number}")

    def stop(progress: Any) -> None:
        if progress.done == progress.total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest((papers,), tmp_path / "index", embedder, ONE, stop)
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        assert [(hit.passage.id, hit.score) for hit in base.search(question, 10)] == before


@pytest.mark.parametrize("what", ["ledger.sqlite", "public/catalogue.sqlite"])
def test_a_damaged_catalogue_is_said_so_with_a_remedy(
    run: Callable[..., Report], tmp_path: Path, embedder: Any, what: str
) -> None:
    run()
    file = tmp_path / "index" / what
    for log in file.parent.glob(f"{file.name}-*"):
        log.unlink()
    file.write_bytes(file.read_bytes()[:100] + b"x" * 20_000)
    with pytest.raises(KnowledgeBaseError, match="Sicherung") as caught:
        KnowledgeBase.open(tmp_path / "index", embedder)
    assert caught.value.key == "catalogue-damaged"


def test_a_missing_part_of_the_index_is_not_taken_for_an_empty_one(
    run: Callable[..., Report], tmp_path: Path, embedder: Any
) -> None:
    run()
    shutil.rmtree(tmp_path / "index" / "internal")
    with pytest.raises(KnowledgeBaseError, match="internal"):
        KnowledgeBase.open(tmp_path / "index", embedder, "internal")


def test_text_recognition_that_appears_reads_anew_and_that_vanishes_takes_nothing_away(
    run: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.ocr.available", lambda: False)
    assert len(run().added) == 2
    monkeypatch.setattr("ingest.ocr.available", lambda: True)
    assert len(run().changed) == 2
    assert run().unchanged == 2
    monkeypatch.setattr("ingest.ocr.available", lambda: False)
    assert run().unchanged == 2


def test_a_scan_is_read_and_its_passages_say_so(
    run: Callable[..., Report], papers: Path, tmp_path: Path, embedder: Any
) -> None:
    if not ocr.available():
        pytest.skip("needs Tesseract with German data (apt-get install tesseract-ocr tesseract-ocr-deu)")
    printed = pypdfium2.PdfDocument(papers / "rucksack.pdf")
    picture = printed[0].render(scale=3).to_pil()
    printed.close()
    (papers / "rucksack.pdf").unlink()
    picture.save(papers / "scan.pdf", resolution=216)
    assert run().documents == 2
    with KnowledgeBase.open(tmp_path / "index", embedder) as base:
        read = {hit.document.file: hit.passage for hit in base.search(Query("Grundschule"), 5)}
        assert "Grundschule" in read["scan.pdf"].text
        assert (read["scan.pdf"].ocr, read["griffbereit.pdf"].ocr) == (True, False)
