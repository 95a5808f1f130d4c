"""Labels that a paper makes up, programmes whose entries begin with their day, lines that dashes part."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.platypus import Flowable, Spacer

from tests.ingest.test_offer_styles import ENTRIES, NAMES, offers_in, says

LABELS = (
    ("Zeitfenster", "Location", "Teilnahmepreis", "Fragen beantwortet"),
    ("Los geht's", "Hier", "Das bezahlen Sie", "Ihr Draht zu uns"),
)


def labelled(labels: tuple[str, str, str, str], form: str) -> list[Flowable]:
    """Each entry with a name, a sentence, and its facts behind labels of the form given."""
    flow: list[Flowable] = []
    for name, about, *facts in ENTRIES:
        flow += [says(name, 13, bold=True), says(about)]
        flow += [says(form.format(label, fact)) for label, fact in zip(labels, facts, strict=True)]
        flow.append(Spacer(1, 10))
    return flow


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("form", ["{}: {}", "<b>{}:</b> {}", "<b>{}</b> {}", "→ {}: {}"])
def test_labels_that_nobody_knows_are_read_by_what_stands_behind_them(
    tmp_path: Path, labels: tuple[str, str, str, str], form: str
) -> None:
    found = offers_in(tmp_path, labelled(labels, form))
    assert [(offer.name, offer.time, offer.place, offer.cost) for offer in found] == [
        (name, when, where, cost) for name, _, when, where, cost, _ in ENTRIES
    ]
    assert [offer.contact.name for offer in found] == [entry[5].split(",")[0] for entry in ENTRIES]


def test_a_label_for_two_fields_gives_each_of_them_its_part(tmp_path: Path) -> None:
    flow: list[Flowable] = []
    for name, about, when, where, cost, ask in ENTRIES:
        flow += [says(name, 13, bold=True), says(about), says(f"<b>Wann und wo?</b> {when}, {where}")]
        flow += [says(f"<b>Was kostet es?</b> {cost}"), says(f"<b>Wer hilft weiter?</b> {ask}"), Spacer(1, 10)]
    found = offers_in(tmp_path, flow)
    assert [(offer.name, offer.time, offer.place, offer.cost) for offer in found] == [
        (name, when, where, cost) for name, _, when, where, cost, _ in ENTRIES
    ]


def test_a_person_behind_a_label_of_organisers_is_whom_to_ask(tmp_path: Path) -> None:
    flow: list[Flowable] = []
    for name, about, when, where, _, ask in ENTRIES[:3]:
        flow += [says(name, 13, bold=True), says(about), says(f"Wann: {when}"), says(f"Wo: {where}")]
        flow += [says(f"Verantwortlich: {ask}"), says("Für wen: alle"), Spacer(1, 10)]
    found = offers_in(tmp_path, flow)
    assert [(offer.contact.name, offer.organiser) for offer in found] == [
        (entry[5].split(",")[0], None) for entry in ENTRIES[:3]
    ]


def test_a_day_until_which_something_holds_is_its_last_and_no_time(tmp_path: Path) -> None:
    flow: list[Flowable] = []
    for name, about, _, where, cost, ask in ENTRIES:
        flow += [says(name, 13, bold=True), says(about), says(f"Wo: {where}"), says(f"Kosten: {cost}")]
        flow += [says(f"Kontakt: {ask}"), says("Gültig bis: 31.07.2027"), Spacer(1, 10)]
    found = offers_in(tmp_path, flow)
    assert {(offer.time, offer.valid_from, str(offer.valid_to)) for offer in found} == {(None, None, "2027-07-31")}


def test_entries_that_begin_with_day_and_hour_have_the_name_below(tmp_path: Path) -> None:
    flow: list[Flowable] = [says("Termine im April 2027", 16, bold=True), Spacer(1, 10)]
    days = [f"Mo, {day}. April, {10 + day % 5} Uhr" for day in (5, 12, 19, 26, 27)]
    for when, (name, about, _, where, cost, _) in zip(days, ENTRIES, strict=True):
        flow += [says(when, bold=True), says(name), says(f"{where}, {cost}"), says(about), Spacer(1, 10)]
    found = offers_in(tmp_path, flow)
    assert [(offer.name, offer.time) for offer in found] == list(zip(NAMES, days, strict=True))


@pytest.mark.parametrize("mark", ["", "– ", "• "])
def test_lines_whose_parts_stand_between_dashes_are_entries(tmp_path: Path, mark: str) -> None:
    flow: list[Flowable] = [says("Unsere Angebote", 14, bold=True)]
    flow += [says(f"{mark}{name} – {when} – {where} – {cost} – {ask}") for name, _, when, where, cost, ask in ENTRIES]
    found = offers_in(tmp_path, flow)
    assert [(offer.name, offer.time, offer.place, offer.cost) for offer in found] == [
        (name, when, where, cost) for name, _, when, where, cost, _ in ENTRIES
    ]


def test_lines_may_give_day_and_hour_before_the_name(tmp_path: Path) -> None:
    flow: list[Flowable] = [says("Kalender", 14, bold=True)]
    flow += [
        says(f"{day}.04. | 10 Uhr | {name} | {where} | {cost}")
        for day, (name, _, _, where, cost, _) in zip((12, 13, 15, 17, 19), ENTRIES, strict=True)
    ]
    found = offers_in(tmp_path, flow)
    assert [(offer.name, offer.cost) for offer in found] == [(entry[0], entry[4]) for entry in ENTRIES]
    assert {offer.time for offer in found} == {f"{day}.04., 10 Uhr" for day in (12, 13, 15, 17, 19)}


def test_names_that_run_in_with_a_full_stop_are_names_without_it(tmp_path: Path) -> None:
    flow: list[Flowable] = []
    for name, about, when, where, cost, ask in ENTRIES:
        flow += [says(f"<b>{name}.</b> {about} {when}, {where}. Kosten: {cost}. Kontakt: {ask}."), Spacer(1, 8)]
    assert [offer.name for offer in offers_in(tmp_path, flow)] == NAMES


def test_the_heading_of_a_card_over_its_name_is_told_by_the_white_around_it(tmp_path: Path) -> None:
    flow: list[Flowable] = [says("Familienkompass", 18, bold=True), Spacer(1, 20)]
    kinds = ("Frauen", "Nachbarn", "Eltern", "Frauen", "Kinder")
    for kind, (name, about, when, where, cost, ask) in zip(kinds, ENTRIES, strict=True):
        flow += [says(kind, 7), Spacer(1, 8), says(name, 13, bold=True), says(about), says(when), says(where)]
        flow += [says(cost), says(ask), Spacer(1, 40)]
    found = offers_in(tmp_path, flow)
    assert [offer.intended for offer in found if offer.intended] == list(kinds)
