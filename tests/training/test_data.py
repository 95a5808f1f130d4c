import json
import lzma

import pytest

from training import data, synthetic, vocabulary
from training import written as written_module


def write(folder, name, rows):
    with lzma.open(folder / f"{name}.jsonl.xz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def folder(tmp_path):
    five = ("de", "en", "fr", "ar", "uk")
    page = {language: f"Titel {language}\nErste Zeile {language}\nZweite Zeile {language}" for language in five}
    question = {language: f"Frage {language}" for language in five}
    write(
        tmp_path,
        "parallel-sentences",
        [
            *({"src": "opus", "de": f"Satz Nummer {n}", "tr": f"cümle {n}", "en": f"sentence {n}"} for n in range(500)),
            {"src": "phrasebook", "de": "Wo ist der Arzt?", "tr": "Doktor nerede?", "ru": "Где врач?"},
            {"src": "opus", "de": "wo ist der arzt", "en": "where is the doctor"},
        ],
    )
    write(tmp_path, "integreat-parallel-lines", [{language: f"Zeile {language}" for language in five}])
    write(
        tmp_path,
        "integreat-questions",
        [
            {"question": question, "context": page, "answers": [2]},
            {"question": {"de": "Nur deutsch?"}, "context": {"de": page["de"]}, "answers": []},
        ],
    )
    write(tmp_path, "integreat-pages", [{"title": "Ankommen", "text": "Willkommen"}])
    law = {"title": "Kita-Gesetz", "heading": "Kita-Gesetz § 3 Anspruch", "text": "Jedes Kind hat Anspruch."}
    write(tmp_path, "federal-law-sections", [law])
    write(tmp_path, "saxon-law-sections", [law])
    write(
        tmp_path, "karlsruhe-council-papers", [{"title": "Integrations-\nplan", "text": "Integra-\ntionsplan U-\nBahn"}]
    )
    return tmp_path


def by_name(sets):
    return {pairs.name: pairs for pairs in sets}


def test_the_held_source_and_its_sentences_in_other_sources_are_not_trained_on(folder):
    sources = data.read(folder)
    trained = {row["de"] for row in sources.parallel}
    assert "Wo ist der Arzt?" not in trained
    assert "wo ist der arzt" not in trained


def test_held_sentences_are_measured_and_not_trained_on(folder):
    sources = data.read(folder)
    held = data.held_out(sources)["de-tr"]
    assert len(held) == data.HELD_SENTENCES
    assert not {german for german, _ in held} & {row["de"] for row in sources.parallel}


def test_everything_is_trained_on_when_asked(folder):
    assert len(data.read(folder, hold_out=False).parallel) == 502


def test_words_broken_at_line_ends_are_joined_unless_a_capital_follows(folder):
    assert data.read(folder).papers[0]["text"] == "Integrationsplan U-\nBahn"


def test_headings_lose_the_title_of_the_law_and_the_paragraph_sign(folder):
    found = by_name(data.pairs(data.read(folder)))
    assert found["law heading"].left == ("Anspruch", "Anspruch")


def test_questions_in_every_language_lead_to_german_text(folder):
    found = by_name(data.pairs(data.read(folder)))
    assert found["question-page ar"].left == ("Frage ar",)
    assert found["question-page ar"].right[0].startswith("Titel de")
    assert found["question-answer uk"].right == ("Titel de Zweite Zeile de",)
    assert found["question-page de"].groups == (0, 0)
    assert found["page-page fr"].left[0].startswith("Titel fr")


@pytest.fixture
def written(folder, tmp_path, monkeypatch):
    page = "Titel de\nErste Zeile de\nZweite Zeile de"
    paper = written_module.excerpt("Integra-\ntionsplan U-\n\nBahn")
    rows = [
        {
            "text": written_module.name(page),
            "question": {"de": "Was?", "de2": "Was denn?", "tr": "Ne?"},
            "answers": [1, 2],
        },
        {"text": written_module.name(page), "question": {"de": "Wie teuer?", "ar": "كم؟"}, "answers": []},
        {"text": written_module.name(paper), "question": {"de": "Welcher Plan?"}, "answers": [0]},
        {"text": written_module.name("Willkommen"), "question": {"de": "Wo?"}, "answers": [0]},
    ]
    file = tmp_path / "written.jsonl.xz"
    write(tmp_path, "written", [*rows[:3], {**rows[3], "text": "a text that is not here"}])
    monkeypatch.setattr(written_module, "WRITTEN", file)
    return data.read(folder)


def test_written_questions_find_their_text_by_its_content(written):
    assert [(row["title"], row["page"]) for row in written.written] == [
        ("Titel de", True), ("Titel de", True), ("Integrations-\nplan", False),
    ]  # fmt: skip
    assert written.written[0]["context"]["uk"].startswith("Titel uk")
    assert written.written[2]["context"] == {"de": "Integrationsplan U-\nBahn"}


def test_written_questions_lead_to_their_answer_their_text_and_their_german(written):
    found = by_name(data.pairs(written))
    assert found["written answer de"].left == ("Was?", "Was denn?", "Welcher Plan?")
    assert found["written answer de"].right[0] == "Titel de Erste Zeile de Zweite Zeile de"
    assert "written answer ar" not in found
    assert found["written text ar"].right[0].endswith("Zweite Zeile de")
    assert found["written question tr"].left == ("Was?",)


def test_all_languages_feed_the_vocabulary(folder):
    assert {"de", "en", "tr", "ar", "uk", "fr", "integreat", "law", "council"} == set(data.languages(data.read(folder)))


def test_made_questions_keep_their_german_text(folder):
    sources = data.read(folder)
    sets = by_name(synthetic.pairs(sources, vocabulary.normaliser().normalize_str, seed=1))
    assert "glossary tr" in sets
    assert "glossary en" not in sets
    made = sets["made tr"]
    assert len(made.left) == len(made.right) == len(made.groups)


def test_every_term_of_the_glossary_has_all_its_languages():
    sizes = {language: len(synthetic.glossary(language)) for language in ("tr", "ru", "pl", "fa", "ro", "ar")}
    assert set(sizes.values()) == {165}
    assert synthetic.glossary("en") == []
