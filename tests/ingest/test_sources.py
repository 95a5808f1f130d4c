from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ingest.sources import find, read_manifest, sha256
from kb.errors import IngestError

MakePdf = Callable[..., Path]


def manifest(folder: Path, text: str) -> Path:
    """Write a manifest; the files that the tests of its own mistakes name are there."""
    file = folder / "manifest.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_folder_gives_its_pdfs_with_subfolders_but_nothing_hidden(tmp_path: Path, make_pdf: MakePdf) -> None:
    wanted = [make_pdf(tmp_path / "a.pdf", "A"), make_pdf(tmp_path / "neu" / "B.PDF", "B")]
    make_pdf(tmp_path / ".alt" / "c.pdf", "C")
    (tmp_path / "notiz.txt").write_text("kein PDF")
    found = find([tmp_path])
    assert [file.path for file in found.files] == wanted
    assert found.covered == (str(tmp_path),)


def test_a_single_file_covers_no_folder(tmp_path: Path, make_pdf: MakePdf) -> None:
    found = find([make_pdf(tmp_path / "a.pdf", "A")])
    assert len(found.files) == 1
    assert found.covered == ()


def test_a_file_named_twice_is_found_once(tmp_path: Path, make_pdf: MakePdf) -> None:
    file = make_pdf(tmp_path / "a.pdf", "A")
    assert len(find([tmp_path, file]).files) == 1


@pytest.mark.parametrize(("name", "key"), [("fehlt", "no-such-source"), ("leer", "no-pdf")])
def test_a_missing_or_empty_folder_is_an_error(tmp_path: Path, name: str, key: str) -> None:
    (tmp_path / "leer").mkdir()
    with pytest.raises(IngestError, match=name) as caught:
        find([tmp_path / name])
    assert caught.value.key == key


def test_the_nearest_manifest_speaks_for_a_file(tmp_path: Path, make_pdf: MakePdf) -> None:
    make_pdf(tmp_path / "sub" / "a.pdf", "A")
    manifest(tmp_path, '[[document]]\nfile = "sub/a.pdf"\ntitle = "Von oben"\n')
    assert find([tmp_path]).files[0].entry.title == "Von oben"  # type: ignore[union-attr]
    manifest(tmp_path / "sub", '[[document]]\nfile = "a.pdf"\ntitle = "Von hier"\ndate = 2021-10-19\n')
    entry = find([tmp_path]).files[0].entry
    assert entry is not None
    assert entry.title == "Von hier"
    assert entry.date == date(2021, 10, 19)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[[document]]\nfile = "a.pdf"\ntitel = "x"', "titel"),
        ('[[document]]\ntitle = "x"', "file"),
        ('[[document]]\nfile = "a.pdf"\ndate = "2021-10-19"', "date"),
        ('[[document]]\nfile = "a.pdf"\nvisibility = "offen"', "visibility"),
        ("[[document]\n", "manifest.toml"),
        ("document = 3", "document"),
    ],
)
def test_a_mistake_in_a_manifest_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    with pytest.raises(IngestError, match=named) as caught:
        read_manifest(manifest(tmp_path, text))
    assert caught.value.key == "bad-manifest"


def test_an_entry_that_changes_has_another_digest(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    (before,) = read_manifest(manifest(tmp_path, '[[document]]\nfile = "a.pdf"\ntitle = "Alt"')).values()
    (after,) = read_manifest(manifest(tmp_path, '[[document]]\nfile = "a.pdf"\ntitle = "Neu"')).values()
    assert before.digest != after.digest


@pytest.mark.parametrize(
    ("folder", "visibility"),
    [("public", "public"), ("öffentlich/2020", "public"), ("intern", "internal"), ("public/intern", "internal"), ("2020", None)],
)  # fmt: skip
def test_folders_can_vouch_for_visibility(
    tmp_path: Path, make_pdf: MakePdf, folder: str, visibility: str | None
) -> None:
    make_pdf(tmp_path / folder / "a.pdf", "A")
    assert find([tmp_path]).files[0].folder_visibility == visibility


def test_the_checksum_is_that_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    assert sha256(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_manifest_above_the_given_path_still_speaks_for_the_file(tmp_path: Path, make_pdf: MakePdf) -> None:
    file = make_pdf(tmp_path / "sub" / "a.pdf", "A")
    manifest(tmp_path, '[[document]]\nfile = "sub/a.pdf"\nvisibility = "internal"\n')
    for given in (tmp_path / "sub", file):
        (found,) = find([given]).files
        assert found.declared == "internal"


def test_an_internal_folder_above_the_given_path_counts(tmp_path: Path, make_pdf: MakePdf) -> None:
    make_pdf(tmp_path / "intern" / "2024" / "public" / "a.pdf", "A")
    (found,) = find([tmp_path / "intern" / "2024" / "public"]).files
    assert found.declared == "internal"


@pytest.mark.parametrize(
    ("text", "named"),
    [('[[document]]\nfile = "A.pdf"\n', "A.pdf"), ('[[document]]\nfile = "a.pdf"\n' * 2, "zweimal")],
)
def test_an_entry_without_its_file_or_a_second_one_is_a_mistake(
    tmp_path: Path, make_pdf: MakePdf, text: str, named: str
) -> None:
    make_pdf(tmp_path / "a.pdf", "A")
    manifest(tmp_path, text)
    with pytest.raises(IngestError, match=named):
        find([tmp_path])


def test_the_entry_of_a_linked_file_is_found(tmp_path: Path, make_pdf: MakePdf) -> None:
    real = make_pdf(tmp_path / "lager" / "a.pdf", "A")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.pdf").symlink_to(real)
    manifest(tmp_path / "papers", '[[document]]\nfile = "a.pdf"\nvisibility = "internal"\n')
    (found,) = find([tmp_path / "papers"]).files
    assert found.declared == "internal"
