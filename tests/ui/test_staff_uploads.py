"""PDFs that staff upload: names, limits, waiting, and the way back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import Sources, find
from ui import staff_moves as moves_of
from ui import staff_uploads as uploads
from ui.staff_uploads import UploadError, clean_name

PDF = b"%PDF-1.7\n" + b"x" * 3000


def receive(corpus: Path, name: str = "heft.pdf", data: bytes = PDF, visibility: str = "internal") -> str:
    return uploads.receive(corpus, name, io.BytesIO(data), visibility, "maria", "vom Amt")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Programm 2026.pdf", "Programm 2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\x\Übersicht.PDF", "Übersicht.pdf"),
        ("a\u202efdp.exe", "a_fdp.exe.pdf"),
        ("<script>.pdf", "script.pdf"),
        (".versteckt.pdf", "versteckt.pdf"),
        ("a" * 400 + ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_a_file_name_loses_folders_and_signs(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@given(st.text(max_size=300))
def test_no_name_leaves_the_folder_or_hides(name: str) -> None:
    try:
        clean = clean_name(name)
    except UploadError:
        return
    assert Path(clean).name == clean
    assert clean.endswith(".pdf")
    assert not clean.startswith((".", "-"))
    assert len(clean.encode()) < 255
    assert clean_name(clean) == clean


def test_what_is_no_pdf_or_too_large_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UploadError, match="keine PDF-Datei"):
        receive(tmp_path, data=b"MZ\x90" + b"x" * 2000)
    monkeypatch.setattr(uploads, "MOST_MB", 1)
    with pytest.raises(UploadError, match="größer als 1 MB"):
        receive(tmp_path, data=PDF + b"x" * (1 << 20))
    assert uploads.waiting(tmp_path) == ()
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_what_waits_is_out_of_every_ingests_sight_and_put_in_place_later(tmp_path: Path) -> None:
    (tmp_path / "alt.pdf").write_bytes(PDF)
    receive(tmp_path)
    receive(tmp_path, "flyer.pdf", visibility="public")
    assert [file.name for file in find([tmp_path]).files] == ["alt.pdf"]
    later = moves_of.as_if(tmp_path, find([tmp_path]))
    with moves_of.put_in_place(tmp_path):
        pass
    now = find([tmp_path])

    def told(sources: Sources) -> set[tuple[str, str | None]]:
        return {(file.place, file.folder_visibility) for file in sources.files}

    assert told(later) == told(now)
    assert {(file.name, file.folder_visibility) for file in now.files} == {
        ("alt.pdf", None), ("heft.pdf", "internal"), ("flyer.pdf", "public"),
    }  # fmt: skip
    assert uploads.waiting(tmp_path) == ()


def test_a_run_that_fails_leaves_every_file_where_it_was(tmp_path: Path) -> None:
    receive(tmp_path)
    with moves_of.put_in_place(tmp_path):
        pass
    receive(tmp_path, data=PDF + b"neu")
    receive(tmp_path, "zwei.pdf")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.pdf")}
    with pytest.raises(RuntimeError), moves_of.put_in_place(tmp_path):
        raise RuntimeError
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.pdf")} == before


def test_what_nobody_can_read_waits_again_and_what_it_replaced_lies_in_its_place(tmp_path: Path) -> None:
    place = tmp_path / "hochgeladen" / "oeffentlich" / "heft.pdf"
    receive(tmp_path, visibility="public")
    with moves_of.put_in_place(tmp_path):
        pass
    receive(tmp_path, data=PDF + b"kaputt", visibility="public")
    receive(tmp_path, "gut.pdf")
    with moves_of.put_in_place(tmp_path) as moves:
        pass
    moves_of.put_back(tmp_path, moves, [place, tmp_path / "anderswo" / "gut.pdf"])
    assert place.read_bytes() == PDF
    assert [one.place for one in uploads.waiting(tmp_path)] == ["oeffentlich/heft.pdf"]
    assert [after for _, after in moves] == ["intern/gut.pdf"]


def test_who_sees_a_waiting_file_can_be_changed_without_uploading_it_again(tmp_path: Path) -> None:
    receive(tmp_path)
    uploads.turn(tmp_path, "intern/heft.pdf")
    (one,) = uploads.waiting(tmp_path)
    assert (one.place, one.visibility, one.who, one.note) == ("oeffentlich/heft.pdf", "public", "maria", "vom Amt")
    with pytest.raises(UploadError, match="nicht"):
        uploads.turn(tmp_path, "intern/heft.pdf")


def test_what_came_after_a_run_is_told_from_what_waited_before_it(tmp_path: Path) -> None:
    receive(tmp_path)
    assert uploads.came_since(tmp_path, "2020-01-01T00:00:00+00:00")
    assert not uploads.came_since(tmp_path, "2999-01-01T00:00:00+00:00")
    assert not uploads.came_since(tmp_path, "")


def test_a_rollback_takes_files_back_and_can_be_taken_back_itself(tmp_path: Path) -> None:
    place = tmp_path / "hochgeladen" / "intern" / "heft.pdf"
    for number, data in ((1, PDF), (2, PDF + b"neu")):
        receive(tmp_path, data=data)
        with moves_of.put_in_place(tmp_path) as moves:
            pass
        moves_of.keep_journal(tmp_path, number, moves)
    assert place.read_bytes() == PDF + b"neu"
    moves_of.take_back(tmp_path, 1, 3)
    assert place.read_bytes() == PDF
    assert [one.name for one in uploads.waiting(tmp_path)] == ["heft.pdf"]
    moves_of.take_back(tmp_path, 2, 4)
    assert place.read_bytes() == PDF + b"neu"
    moves_of.take_back(tmp_path, 0, 5)
    assert not place.exists()


def test_only_uploaded_files_can_be_withdrawn_and_that_can_be_called_off(tmp_path: Path) -> None:
    (tmp_path / "alt.pdf").write_bytes(PDF)
    receive(tmp_path)
    with moves_of.put_in_place(tmp_path):
        pass
    for other in ("../alt.pdf", "alt.pdf", "intern/../../alt.pdf", ""):
        with pytest.raises(UploadError):
            uploads.withdraw(tmp_path, other)
    before = uploads.digest(tmp_path)
    uploads.withdraw(tmp_path, "intern/heft.pdf")
    assert uploads.digest(tmp_path) != before
    assert [file.name for file in moves_of.as_if(tmp_path, find([tmp_path])).files] == ["alt.pdf"]
    uploads.discard(tmp_path, "intern/heft.pdf")
    assert uploads.digest(tmp_path) == before
    uploads.withdraw(tmp_path, "intern/heft.pdf")
    with moves_of.put_in_place(tmp_path):
        pass
    assert [file.name for file in find([tmp_path]).files] == ["alt.pdf"]


def test_the_same_name_under_another_door_takes_the_place_of_the_first(tmp_path: Path) -> None:
    receive(tmp_path)
    receive(tmp_path, visibility="public")
    assert [(one.name, one.visibility) for one in uploads.waiting(tmp_path)] == [("heft.pdf", "public")]


def test_a_name_that_lies_elsewhere_in_the_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2021").mkdir()
    (tmp_path / "2021" / "Heft.PDF").write_bytes(PDF)
    with pytest.raises(UploadError, match="schon im Ordner"):
        receive(tmp_path)
