import numpy as np
import pytest

from assistant.linefeatures import tabulate
from assistant.linemodel import Judgement, together
from assistant.lines import line_scores
from assistant.lineviews import VIEWS, halves, looks, packed, translator, unpacked
from kb.embed import StaticEmbedder, load_embedder

KNOWN = {"wohnung": "flat", "anmeldung": "registration", "hilfe": "help"}
PAGE = ["Wohngeld", "Menschen mit wenig Einkommen bekommen einen Zuschuss zur Miete.", "Den Antrag stellen Sie hier."]


def test_a_known_word_is_translated_whatever_its_case_and_an_unknown_one_stays() -> None:
    put = translator(KNOWN, str.lower, compounds=True)
    assert put("Hilfe") == ("help",)
    assert put("Rathaus") == ("Rathaus",)


def test_a_compound_becomes_both_its_words_in_german_alone() -> None:
    assert translator(KNOWN, str.lower, compounds=True)("Wohnungsanmeldung") == ("flat", "registration")
    assert translator(KNOWN, str.lower, compounds=False)("Wohnungsanmeldung") == ("Wohnungsanmeldung",)


def test_the_former_part_of_a_compound_is_as_long_as_can_be() -> None:
    assert halves("pflegegeldantrag", {"pflege", "pflegegeld", "antrag", "geldantrag"}) == ["pflegegeld", "antrag"]
    assert halves("rathaus", KNOWN) == []


def test_a_lexicon_comes_out_as_it_went_in() -> None:
    words = {"miete": "loyer", "ключ": "schluessel"}
    assert unpacked(packed(words)) == words
    assert unpacked(packed({})) == {}


@pytest.mark.parametrize("language", VIEWS)
def test_every_language_has_its_shipped_lexicons(language: str) -> None:
    assert len(looks(language)) == len(VIEWS[language])


def test_german_words_are_put_into_english() -> None:
    assert looks("de")[0]("Unterlagen") == ("documents",)


def test_a_page_in_other_words_is_set_as_before() -> None:
    embedder = load_embedder("builtin")
    assert isinstance(embedder, StaticEmbedder)
    own = tabulate("Wer bekommt Wohngeld?", PAGE, embedder)
    other = tabulate("Wer bekommt Wohngeld?", PAGE, embedder, lambda word: ("wort", word))
    set_like = [own.names.index(name) for name in ("letters", "is_words", "is_heading", "since_heading")]
    assert np.array_equal(own.lines[:, set_like], other.lines[:, set_like])
    assert not np.allclose(own.vectors, other.vectors)


def test_several_looks_are_averaged_in_log_odds() -> None:
    one, two = (Judgement(np.array([p], dtype=np.float32), p) for p in (0.5, 0.9))
    both = together([one, two])
    assert both.answers == pytest.approx(0.75)
    assert float(both.lines[0]) == pytest.approx(0.75)


def test_a_language_without_a_lexicon_is_looked_at_once() -> None:
    assert looks("so") == ()
    assert line_scores("Wer?", PAGE, "so").lines.shape == (3,)
