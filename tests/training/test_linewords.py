from training.data import Sources
from training.linewords import lexicons

SENTENCES = [("die Schule", "the school"), ("die Wohnung", "the flat"), ("eine Schule", "a school"),
             ("eine Wohnung", "a flat"), ("die neue Schule", "the new school"), ("eine neue Wohnung", "a new flat")]  # fmt: skip


def sources(lines: list[tuple[str, str]]) -> Sources:
    parallel = tuple({"de": german, "en": english, "src": "x"} for german, english in SENTENCES)
    return Sources(parallel, (), tuple({"de": german, "en": english} for german, english in lines), (), (), (), ())


def test_each_direction_has_its_own_lexicon() -> None:
    found = lexicons(sources(SENTENCES * 2), str.lower)
    assert found["de", "en"]["schule"] == "school"
    assert found["en", "de"]["flat"] == "wohnung"
    assert found["uk", "de"] == {}


def test_lines_to_be_judged_are_not_learned_from() -> None:
    lines = [("Amt", "office")] * 3
    assert lexicons(sources(lines), str.lower)["de", "en"]["amt"] == "office"
    assert "amt" not in lexicons(sources(lines), str.lower, {"Amt"})["de", "en"]
