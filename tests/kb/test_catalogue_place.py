"""Where the catalogue lies: in the folder, or in the database that a file there names."""

import json
from pathlib import Path

import pytest

from kb.catalogue_place import FILE, CataloguePlace, catalogue_place, check_address, identity, put_catalogue_place
from kb.errors import KnowledgeBaseError

PLACE = CataloguePlace("postgresql://kiz@db.example/kiz?sslmode=verify-full", "kiz_1a", "postgresql://kiz@intern/kiz")


def test_without_the_file_it_is_in_the_folder(tmp_path: Path) -> None:
    assert catalogue_place(tmp_path) is None
    assert catalogue_place(tmp_path / "nothing") is None


def test_the_file_says_where_it_is_for_each_kind_of_paper(tmp_path: Path) -> None:
    put_catalogue_place(tmp_path, PLACE)
    assert catalogue_place(tmp_path) == PLACE
    assert PLACE.shard("internal") == ("postgresql://kiz@intern/kiz", "kiz_1a_internal")
    assert PLACE.shard("public") == (PLACE.url, "kiz_1a_public")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"url": "postgresql://db/kiz", "schema": "x; DROP SCHEMA y"}'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(KnowledgeBaseError) as raised:
        catalogue_place(tmp_path)
    assert raised.value.key == "index-damaged"
    assert FILE in str(raised.value)


@pytest.mark.parametrize("url", ["postgresql:///kiz?host=/run/postgresql", "postgres://db:5433/kiz", PLACE.url])
def test_addresses_as_libpq_takes_them_are_taken(url: str) -> None:
    check_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://kiz:geheim-7@db/kiz",
        "postgresql://kiz:@db/kiz",
        "postgresql://db/kiz?Password=geheim-7",
        "postgresql://db/kiz?sslpassword=geheim-7",
        "postgresql://db",
        "postgresql://db:port/kiz",
        "mysql://db/kiz",
        "http://db/kiz",
    ],
)
def test_an_address_with_a_password_or_without_a_database_is_refused_and_shows_no_password(url: str) -> None:
    with pytest.raises(KnowledgeBaseError) as raised:
        check_address(url)
    assert raised.value.key == "bad-database"
    assert "geheim-7" not in str(raised.value)


def test_an_address_with_a_password_is_refused_in_the_file_too(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"url": "postgresql://kiz:geheim-7@db/kiz", "schema": "kiz_1"}))
    with pytest.raises(KnowledgeBaseError):
        catalogue_place(tmp_path)


def test_another_ledger_in_its_place_is_told_from_the_one_before(tmp_path: Path) -> None:
    assert identity(tmp_path) is None
    (tmp_path / "ledger.sqlite").write_bytes(b"")
    first = identity(tmp_path)
    put_catalogue_place(tmp_path, PLACE)
    second = identity(tmp_path)
    put_catalogue_place(tmp_path, PLACE)
    assert len({first, second, identity(tmp_path)}) == 3
