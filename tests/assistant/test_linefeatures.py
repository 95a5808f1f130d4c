from typing import cast

import numpy as np
import pytest

from assistant.linefeatures import Table, tabulate
from assistant.linemodel import weights
from kb.embed import Wordwise, load_embedder

PAGE = ["Wohngeld", "Wer bekommt Wohngeld?", "Menschen mit wenig Einkommen bekommen einen Zuschuss zur Miete.",
        "Wo stelle ich den Antrag?", "Den Antrag stellen Sie im Rathaus."]  # fmt: skip


def table(question: str, lines: list[str] = PAGE) -> Table:
    return tabulate(question, lines, cast(Wordwise, load_embedder("builtin")))


def column(name: str, found: Table) -> np.ndarray:
    return found.lines[:, found.names.index(name)]


def test_a_line_that_says_the_words_of_the_question_stands_out() -> None:
    assert column("own_rare", table("Bekomme ich einen Zuschuss zur Miete?")).argmax() == 2


def test_a_line_shares_in_the_heading_it_stands_under() -> None:
    found = table("Wo stelle ich einen Antrag?")
    assert column("heading_rare", found)[4] > column("heading_rare", found)[2]


def test_words_meet_across_languages() -> None:
    assert column("own_rare", table("Is there a subsidy for the rent?")).argmax() == 2


def test_a_part_of_a_compound_is_known_by_its_letters() -> None:
    found = table("Kosten", ["Pflegekosten", "Heizung", "Kosten"])
    assert column("literal", found).tolist() == pytest.approx([0.6, 0.0, 1.0])


def test_a_page_that_lacks_the_words_of_a_question_is_further_from_it() -> None:
    near, far = table("Wer bekommt Wohngeld?"), table("Wo ist der Flughafen?")
    assert near.page[-13] > far.page[-13]  # how well the words are met at best


@pytest.mark.parametrize("lines", [["x"], ["", ""], ["?", "؟", "…", "1"]])
def test_odd_pages_have_finite_numbers(lines: list[str]) -> None:
    found = table("", lines)
    assert np.isfinite(found.lines).all()
    assert np.isfinite(found.page).all()


def test_the_shipped_model_was_trained_on_these_numbers() -> None:
    found = table("Wer?")
    assert found.names == tuple(weights()["names"])
    assert found.page.shape == weights()["page.mean"].shape
