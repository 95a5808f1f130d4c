"""What the form of filters sends is read, and told again."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Consultation
from kb.narrowed import Extent
from ui.staff_filters import form, organizations, read_extent, told

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["documents", "kinds", "first", "last", "organizations", "visibilities", "past"])


def test_what_is_chosen_arrives_and_can_be_told(house: Any) -> None:
    sent = {"kinds": ["vorlage"], "first": 2022, "last": 2019, "visibilities": ["internal"], "documents": ["d1a2b3"]}
    extent = read_extent(json.dumps({**sent, "organizations": ["Sozialausschuss"], "past": True}))
    assert extent == Extent(("d1a2b3",), ("vorlage",), (2019, 2022), ("Sozialausschuss",), ("internal",), past=True)
    assert told(extent, [house.document()]) == (
        "Vorlage · 2019–2022 · Sozialausschuss · interne · „Integrationskonzept“ · auch frühere Fassungen"
    )


@pytest.mark.parametrize(
    ("years", "words"), [((2020, None), "ab 2020"), ((None, 2020), "bis 2020"), ((2020, 2020), "2020")]
)
def test_years_are_told_as_people_say_them(years: Any, words: str) -> None:
    assert told(Extent(years=years), []) == words


@given(st.dictionaries(NAMES, JSON).map(json.dumps) | JSON | st.text(max_size=20))
def test_whatever_is_sent_is_an_extent(sent: object) -> None:
    extent = read_extent(sent)
    assert isinstance(hash(extent), int)
    assert isinstance(told(extent, []), str)


def test_nothing_chosen_is_all_papers() -> None:
    assert not read_extent("")
    assert not read_extent(json.dumps({"kinds": [], "past": False, "first": True, "visibilities": ["secret"]}))


def test_bodies_are_those_of_the_papers_and_hostile_names_stay_text(house: Any) -> None:
    step = Consultation('<img src=x onerror="1">', date(2021, 1, 1))
    documents = [house.document(consultations=(step,)), house.document(issuer=None, title="<b>")]
    assert organizations(documents) == ('<img src=x onerror="1">', "Kreis Mettmann")
    html = form(documents)
    assert "<img" not in html
    assert "<b>" not in html
    assert "(2021)" in html
