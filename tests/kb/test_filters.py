"""Filters: what people write for them, and which documents they leave."""

from datetime import date

import pytest

from kb.errors import KizError
from kb.filters import Filters, filters_of, named, passing, read_years
from kb.model import Consultation, Document, Query

PAPERS = (
    Document("a", "1", "a.pdf", "A", "vorlage", "public", 1, date(2021, 5, 1), reference="50/025/2021"),
    Document("b", "2", "b.pdf", "B", "bericht", "internal", 1, issuer="Stadt Hilden"),
    Document("c", "3", "c.pdf", "C", "vorlage", "public", 1, consultations=(Consultation("Sozialausschuss"),)),
)


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("2021", (2021, 2021)),
        ("2019-2021", (2019, 2021)),
        ("2019 – 2021", (2019, 2021)),
        ("2019-", (2019, None)),
        ("-2021", (None, 2021)),
    ],
)
def test_years_are_read_as_people_write_them(written: str, years: tuple[int | None, int | None]) -> None:
    assert read_years(written) == years


@pytest.mark.parametrize("written", ["", "-", "21", "2021-2019", "letztes Jahr", "2019-2020-2021"])
def test_what_are_no_years_is_said_with_the_forms_that_are(written: str) -> None:
    with pytest.raises(KizError, match="2019-2021") as caught:
        read_years(written)
    assert caught.value.key == "bad-years"


@pytest.mark.parametrize("name", ["a", "a.pdf", "50/025/2021"])
def test_a_document_is_named_by_id_file_or_number(name: str) -> None:
    assert named(PAPERS, [name, name], [], []) == ("a",)


@pytest.mark.parametrize(
    ("names", "kinds", "organizations", "key", "said"),
    [
        (["d.pdf"], [], [], "no-document", "d.pdf"),
        ([], ["Vorlagen"], [], "no-kind", "bericht, vorlage"),
        ([], [], ["Verkehrsausschuss"], "no-organization", "Verkehrsausschuss"),
    ],
)
def test_a_slip_in_a_filter_is_named(
    names: list[str], kinds: list[str], organizations: list[str], key: str, said: str
) -> None:
    with pytest.raises(KizError, match=said) as caught:
        named(PAPERS, names, kinds, organizations)
    assert caught.value.key == key


def test_a_query_without_filters_has_none() -> None:
    assert filters_of(Query("Kita")) is None
    assert filters_of(Query("Kita", years=(None, 2021))) is not None


def test_filters_hold_together() -> None:
    documents = {paper.id: paper for paper in PAPERS}
    every = Filters((), (), (None, None), (), ())
    assert passing(documents, every._replace(kinds=("vorlage",))) == {"a", "c"}
    assert passing(documents, every._replace(kinds=("vorlage",), organizations=("sozial",))) == {"c"}
    assert passing(documents, every._replace(organizations=("hilden", "sozial"))) == {"b", "c"}
    assert passing(documents, every._replace(documents=("a", "gone"), visibilities=("internal",))) == frozenset()
