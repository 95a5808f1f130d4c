"""Signs, letters and numbers that a paper explains -> what they say of an offer; plans of a week that bear them."""

from __future__ import annotations

from ingest.offer_drafts import Draft, Value
from ingest.offer_lines import Line
from ingest.offer_marks import explain, marks_of
from ingest.offer_weeks import in_week
from kb.model import Box, Piece
from kb.offers import Span


def line(
    text: str, *, at: int = 0, y: float = 0.0, x: float = 0.0, size: float = 10.0, block: int = 0, page: int = 1
) -> Line:
    words, start = [], 0
    for word in text.split(" "):
        box = Box(x + start * 5, y, x + (start + len(word)) * 5, y + size)
        words.append(Piece(at + start, at + start + len(word), page, box))
        start += len(word) + 1
    end = at + len(text)
    return Line(
        text, Span(0, at, end), page, x, y, x + len(text) * 5, y + size, size, "text", block, 0, 20.0, tuple(words)
    )


def value(text: str) -> Value:
    return Value(text, (Span(0, 0, len(text)),))


def draft(*marks: str, above: Draft | None = None) -> Draft:
    return Draft(value("Nähtreff"), {"marks": [value(mark) for mark in marks]}, above=[above] if above else [])


def explained(made: Draft, *legend: str, page: int = 1) -> dict[str, list[str]]:
    lines = [line(text, at=100 * number, block=number) for number, text in enumerate(legend)]
    done = explain(made, marks_of(lines), page)
    return {field: [one.text for one in held] for field, held in done.fields.items()}


SIGNS = "● kostet nichts · ★ bitte vorher anmelden · F nur für Frauen"
PERSONS = ("(1) Yvonne Kästner, VHS Musterstadt, Tel. 02991 55520", "(2) Büro: Radek Nowotny, 02991 55511")


def test_signs_and_letters_of_a_legend_state_their_fields() -> None:
    found = explained(draft("● F", "★"), SIGNS)
    assert found["cost"] == ["kostet nichts"]
    assert found["registration"] == ["bitte vorher anmelden"]
    assert found["audience"] == ["nur für Frauen"]


def test_a_number_in_brackets_names_whom_to_ask_and_the_organisation_behind() -> None:
    found = explained(draft("(1)"), *PERSONS)
    assert found["contact"] == ["Yvonne Kästner, VHS Musterstadt, Tel. 02991 55520"]
    assert found["organiser"] == ["VHS Musterstadt"]


def test_the_organiser_of_a_title_above_wins_over_that_of_the_person_to_ask() -> None:
    found = explained(draft("(1)", above=Draft(value("Plan"), {"organiser": [value("Bürgerverein")]})), *PERSONS)
    assert "organiser" not in found


def test_what_bears_no_number_has_the_contact_that_the_legend_names_for_it() -> None:
    legend = (*PERSONS, "Wo keine Zahl steht, hilft das Büro weiter (2).")
    assert explained(draft("●"), *legend)["contact"] == ["Büro: Radek Nowotny, 02991 55511"]
    assert explained(draft("(1)"), *legend)["contact"] == ["Yvonne Kästner, VHS Musterstadt, Tel. 02991 55520"]


def test_own_values_win_over_those_of_signs() -> None:
    made = draft("●")
    made.put("cost", value("3 €"))
    assert explained(made, SIGNS)["cost"] == ["3 €"]


def test_a_bullet_explains_nothing() -> None:
    assert marks_of([line("● kostet nichts"), line("● für Frauen", at=50, block=1)]) == {0: {}}


def test_each_hour_over_a_name_in_the_column_of_a_day_begins_an_entry() -> None:
    head = [[line(day, x=100.0 * n)] for n, day in enumerate(("Montag", "Dienstag", "Mittwoch"))]
    cell = [
        (0, line("9.00–10.30", y=20)), (0, line("Lernwerkstatt", y=35, size=12.0)), (0, line("Saal · 2 €", y=50, size=9.0)),
        (0, line("15–17 Uhr", y=70)), (0, line("Nähtreff", y=85, size=12.0)),
    ]  # fmt: skip
    made, _ = in_week(head, [cell], 0)
    assert [one.text for one in made if one.kind == "heading"] == ["Lernwerkstatt", "Nähtreff"]
    assert [one.text for one in made if one.field == "time"] == ["Montag", "9.00–10.30", "Montag", "15–17 Uhr"]
    assert [one.text for one in made if one.field == "marks"] == ["Saal", "2 €"]


def test_the_same_entry_on_two_days_is_one_with_both_times_and_a_closed_day_none() -> None:
    head = [[line(day, x=100.0 * n)] for n, day in enumerate(("Mo", "Di", "Mi"))]
    row = [
        (0, line("9 Uhr", y=20)), (0, line("Frühstück", y=35, size=12.0)), (1, line("geschlossen", x=100.0, y=20)),
        (2, line("10 Uhr", x=200.0, y=20)), (2, line("Frühstück", x=200.0, y=35, size=12.0)),
    ]  # fmt: skip
    made, _ = in_week(head, [row], 0)
    assert [one.text for one in made if one.kind == "heading"] == ["Frühstück"]
    assert [one.text for one in made if one.field == "time"] == ["Mo", "9 Uhr", "Mi", "10 Uhr"]
