"""Whether a paper is public by its own word."""

from __future__ import annotations

import pytest

from ingest.paper import Head, read_head
from ingest.sheet import Running

BODY = "Begründung:\nDer Bach tritt jedes Frühjahr über die Ufer."


def head_of(page: str, running: Running | None = None) -> Head:
    return read_head([page], {}, running or Running())


def paper(*lines: str) -> Head:
    return head_of("\n".join(["Beschlussvorlage 2022/0077", *lines, "Hochwasserschutz am Mühlbach", BODY]))


@pytest.mark.parametrize(
    ("line", "visibility"),
    [
        ("☒ öffentlich ☐ nichtöffentlich", "public"),
        ("☐ öffentlich ☒ nichtöffentlich", "internal"),
        ("öffentlich ☒ nicht öffentlich ☐", "public"),
        ("öffentlich ☐ nicht öffentlich ☒", "internal"),
        ("[x] öffentlich\t[ ] nicht-öffentlich", "public"),
        ("( ) öffentlich (X) nichtöffentlich", "internal"),
    ],
)
def test_of_a_choice_what_is_ticked_counts(line: str, visibility: str) -> None:
    assert paper(line).visibility == visibility


def test_a_choice_may_stand_on_two_lines() -> None:
    assert paper("☒ öffentlich", "☐ nichtöffentlich").visibility == "public"
    assert paper("☐ öffentlich", "☒ nichtöffentlich").visibility == "internal"


@pytest.mark.parametrize(
    "line",
    [
        "☐ öffentlich ☐ nichtöffentlich",
        "☒ öffentlich ☒ nichtöffentlich",
        "öffentlich / nichtöffentlich",
        "☐ nichtöffentlich",
    ],
)
def test_a_choice_that_is_not_made_or_made_twice_keeps_the_paper_internal(line: str) -> None:
    assert paper(line).visibility == "internal"


def test_a_ticked_oeffentlich_does_not_outweigh_nichtoeffentlich_elsewhere_in_the_head() -> None:
    assert paper("☒ öffentlich ☐ nichtöffentlich", "nichtöffentlich").visibility == "internal"


def test_a_step_that_is_called_nichtoeffentlich_makes_the_paper_internal() -> None:
    head = paper(
        "Beratungsfolge\tTermin\tStatus\tZuständigkeit",
        "Umweltausschuss\t03.05.2022\tnichtöffentlich\tVorberatung",
        "Gemeinderat\t17.05.2022\töffentlich\tEntscheidung",
    )
    assert head.visibility == "internal"
    assert [step.public for step in head.consultations] == [False, True]


def test_the_legend_of_a_table_is_said_of_no_paper() -> None:
    table = ("Gremium\tTermin\tÖ / N\tZuständigkeit", "Gemeinderat\t17.05.2022\tÖ\tEntscheidung")
    head = paper("(Ö = öffentlich, N = nichtöffentlich)", *table)
    assert head.visibility == "public"
    assert paper("(Ö = öffentlich, N = nichtöffentlich)", table[0], table[1].replace("Ö", "N")).visibility == "internal"


def test_a_letters_story_of_a_closed_meeting_says_nothing_of_the_letter() -> None:
    page = (
        "Ortsbeirat Nordheim\nSehr geehrte Frau Bürgermeisterin,\nStellungnahme zum Radweg\n"
        "wir haben darüber in einer nicht-öffentlichen Beratung am 8.4.2021 gesprochen."
    )
    assert head_of(page).visibility is None


def test_minutes_that_speak_of_the_closed_part_are_not_closed() -> None:
    page = (
        "(Beginn: 15.02 Uhr - Ende: 18.40 Uhr)\n"
        "Bürgermeister Paul Beispiel: Meine Damen und Herren, ich eröffne die 7. Sitzung des Rates und begrüße Sie "
        "alle herzlich, auch die Gäste auf der Tribüne und die Zuschauer, die uns von zu Hause aus folgen.\n"
        "Die Verwaltung schlägt vor: im öffentlichen Teil TOP 4 und im nichtöffentlichen Teil TOP 9.\n"
        "Jetzt kommt der nichtöffentliche Teil: TOP 11 wird zugesetzt.\n"
    )
    assert head_of(page).visibility is None


@pytest.mark.parametrize(
    "line",
    [
        "Diese Vorlage ist nichtöffentlich zu behandeln.",
        "Vorlage zur Behandlung in nichtöffentlicher Sitzung",
        "Die Unterlagen werden in nichtöffentlicher Sitzung beraten und sind vertraulich.",
        "Nur für den Dienstgebrauch",
    ],
)
def test_a_sentence_about_the_paper_itself_is_meant(line: str) -> None:
    assert paper(line).visibility == "internal"


def test_a_statute_on_closed_meetings_is_not_closed() -> None:
    page = (
        "Geschäftsordnung des Rates der Gemeinde Musterdorf\nInhaltsverzeichnis\n§ 1 Einberufung\n"
        "§ 2 Nichtöffentliche Sitzung\n§ 2\nNichtöffentliche Sitzung\nÜber Personalfragen wird nichtöffentlich beraten."
    )
    head = head_of(page)
    assert (head.kind, head.visibility) == ("satzung", None)


def test_a_statute_stamped_in_its_head_is_closed() -> None:
    page = "nichtöffentlich\nGeschäftsordnung des Rates der Gemeinde Musterdorf\n§ 1 Einberufung\nDer Rat tagt oft."
    assert head_of(page).visibility == "internal"


@pytest.mark.parametrize(
    "running", [Running(head=("Stadt Musterstadt - nichtöffentlich -",)), Running(foot=("VS-NfD",))]
)
def test_what_runs_along_every_page_is_part_of_the_head(running: Running) -> None:
    head = head_of(f"Beschlussvorlage 2022/0077\nöffentlich\nHochwasserschutz am Mühlbach\n{BODY}", running)
    assert head.visibility == "internal"
    assert [item.quote for item in head.evidence if item.field == "public"] == [*running.head, *running.foot]
