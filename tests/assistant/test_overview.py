"""What a council paper says of itself on its first page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.overview import asks_for_all, by_subject, head, is_council_paper, overview
from assistant.question import read_question
from kb.embed import load_embedder
from kb.model import Consultation, Document
from tests.assistant.factories import document, passage

HEAD = passage(
    ("Fachbereich: Sozialamt\tDatum: 19.10.2021", "row"),
    ("Beratungsfolge\tTermine", "row"),
    ("Sozialausschuss\t25.11.2021\tKenntnisnahme", "row"),
    ("Aktualisierung der Datensammlung Integration", "heading"),
    ("Beschlussvorschlag:", "heading"),
    "Der Ausschuss nimmt die Vorlage zur Kenntnis.",
    ("Finanzielle Auswirkung\t☒ nein", "row"),
    "Ein Satz der Begründung.",
)


TITLE = "Aktualisierung der Datensammlung Integration"


def council_paper(title: str = TITLE, **values: object) -> Document:
    paper = replace(document(title, date(2021, 10, 19)), kind="vorlage")
    return replace(paper, **values)  # type: ignore[arg-type]


def test_the_title_comes_first_then_dates_resolution_and_effects_in_reading_order() -> None:
    taken = overview(council_paper(), [HEAD])
    assert [at for _, at in taken] == [3, 0, 2, 4, 5, 6]


def test_later_pages_say_nothing_of_the_head() -> None:
    assert overview(council_paper("Titel"), [passage("Finanzielle Auswirkung: nein", page=2)]) == ()


def test_head_data_are_number_date_and_each_step_of_the_consultation() -> None:
    first = passage(
        ("Vorlagen Nr. 50/025/2021", "heading"),
        ("Fachbereich: Sozialamt\tDatum: 19.10.2021", "row"),
        ("Beratungsfolge\tTermine", "row"),
        ("Sozialausschuss\t25.11.2021\tKenntnisnahme", "row"),
        ("Kreistag\t13.12.2021\tBeschluss", "row"),
        "Der Sozialausschuss hat sich oft damit befasst.",
        "Die Vorlage 50/025/2021 schreibt fort, was in vielen langen Sitzungen vorher besprochen worden war.",
    )
    steps = (
        Consultation("Sozialausschuss", date(2021, 11, 25), "Kenntnisnahme"),
        Consultation("Kreistag", date(2021, 12, 13), "Beschluss"),
    )
    paper = council_paper(reference="50/025/2021", consultations=steps)
    assert [at for _, at in head(paper, [first])] == [0, 1, 3, 4]


def test_a_steckbrief_is_no_council_paper() -> None:
    assert not is_council_paper(document("Steckbrief"))
    assert is_council_paper(document("Bericht", reference="12/2021"))


PAPERS = (
    council_paper("Einrichtung eines Integrationsbeirates"),
    council_paper("Förderung der Musikschule im Jahr 2020"),
    document("Integrationsbeirat: Flyer"),
)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Worum geht es in der Vorlage zum Integrationsbeirat?", "Einrichtung eines Integrationsbeirates"),
        ("Was steht in der Vorlage zur Förderung der Musikschule?", "Förderung der Musikschule im Jahr 2020"),
        ("Was steht in der Vorlage zum Schwimmbad?", None),
        ("Was kostet die Musikschule laut der Vorlage?", None),
        ("Was steht in der Vorlage?", None),
    ],
)
def test_a_paper_is_found_by_its_subject_where_it_is_asked_about_as_a_whole(question: str, title: str | None) -> None:
    found = by_subject(read_question(question, "de"), PAPERS, lambda word: 0.8, load_embedder("builtin"))
    assert found == (title.casefold() if title else None)


def test_the_only_paper_needs_no_subject() -> None:
    asked = read_question("Worum geht es in der Vorlage?", "de")
    only = (PAPERS[0], PAPERS[2])
    assert by_subject(asked, only, lambda word: 0.8, load_embedder("builtin")) == PAPERS[0].id


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("Was steht in der Vorlage 50/025/2021?", True),
        ("Was sagt die Vorlage 50/025/2021?", True),
        ("Worum geht es in 50/025/2021?", True),
        ("50/025/2021", True),
        ("Welche finanziellen Auswirkungen hat die Vorlage 50/025/2021?", False),
        ("Was steht in der Vorlage 50/025/2021 zu Personal und Klima?", False),
    ],
)
def test_only_a_question_about_the_whole_paper_gets_its_head(question: str, whole: bool) -> None:
    assert asks_for_all(read_question(question, "de"), lambda word: 0.8, load_embedder("builtin")) is whole


@pytest.mark.parametrize(
    "question",
    [
        "Was steht in der Vorlage 12/2021 zum Personalbedarf?",
        "Was steht in der Vorlage 12/2021 über Kosten?",
        "What is the amount in 12/2021?",
        "Wann war 12/2021?",
    ],
)
def test_a_particular_question_about_a_paper_is_not_answered_by_its_head(question: str) -> None:
    assert not asks_for_all(read_question(question), lambda word: 0.5, load_embedder("builtin"))
