import numpy as np

from training.lexicon import lexicon, translated

SENTENCES = [
    ("die schule", "the school"),
    ("die wohnung", "the flat"),
    ("eine schule", "a school"),
    ("eine wohnung", "a flat"),
    ("die neue schule", "the new school"),
    ("eine neue wohnung", "a new flat"),
    ("kinder in der schule", "children in school"),
    ("kinder in der wohnung", "children in flat"),
] * 3


def known():
    return lexicon(SENTENCES, str.lower)


def test_words_that_stand_together_are_translations():
    found = known()
    assert found["schule"][0][0] == "school"
    assert found["wohnung"][0][0] == "flat"
    assert found["neue"][0][0] == "new"


def test_the_shares_of_translations_add_up_to_one():
    assert all(np.isclose(shares.sum(), 1) for _, shares in known().values())


def test_a_text_is_translated_word_by_word():
    made = translated("neue schule", known(), np.random.default_rng(0))
    assert made == "new school"


def test_a_compound_of_known_words_becomes_both():
    found = {"kinder": (("children",), np.ones(1)), "betreuung": (("care",), np.ones(1))}
    assert translated("kinderbetreuung", found, np.random.default_rng(0)) == "children care"


def test_a_text_of_mostly_unknown_words_is_not_translated():
    assert translated("vorlage zur beratung schule", known(), np.random.default_rng(0)) is None
    assert translated("", known(), np.random.default_rng(0)) is None
