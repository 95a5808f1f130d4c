"""The time for which a question asks to have offers listed."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.offer_periods import named_period, takes_place
from assistant.question import LANGUAGES
from kb.offer_history import CatalogueEntry
from kb.offers import Offer

TODAY = date(2026, 11, 21)  # a Saturday
JUNE = ((date(2027, 6, 1), date(2027, 6, 30)), (date(2026, 6, 1), date(2026, 6, 30)))
IN_JUNE = {
    "de": "Welche Angebote gibt es im Juni?",
    "en": "Which courses are there in June?",
    "tr": "Haziranda hangi kurslar var?",
    "ar": "ما هي الدورات في يونيو؟",
    "uk": "Які курси є у червні?",
    "ru": "Какие курсы есть в июне?",
    "fr": "Quels cours y a-t-il en juin ?",
    "pl": "Jakie kursy są w czerwcu?",
    "fa": "در ژوئن چه کلاس‌هایی هست؟",
    "ro": "Ce cursuri sunt în iunie?",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_without_a_year_is_the_next_one_or_the_last(language: str) -> None:
    named = named_period(IN_JUNE[language], language, TODAY)
    assert named is not None
    assert named.periods == JUNE


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Was gibt es heute?", date(2026, 11, 21), date(2026, 11, 21)),
        ("Was ist morgen los?", date(2026, 11, 22), date(2026, 11, 22)),
        ("Kurse diese Woche", date(2026, 11, 16), date(2026, 11, 22)),
        ("Kurse nächste Woche", date(2026, 11, 23), date(2026, 11, 29)),
        ("Angebote in diesem Monat", date(2026, 11, 1), date(2026, 11, 30)),
        ("Angebote im nächsten Monat", date(2026, 12, 1), date(2026, 12, 31)),
        ("Kurse am 3. Juni 2026", date(2026, 6, 3), date(2026, 6, 3)),
        ("Kurse im Februar 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("Kurse am 24.12.2026", date(2026, 12, 24), date(2026, 12, 24)),
    ],
)
def test_days_weeks_and_months_are_read(text: str, first: date, last: date) -> None:
    named = named_period(text, "de", TODAY)
    assert named is not None
    assert named.periods == ((first, last),)


@pytest.mark.parametrize("text", ["Guten Morgen, welche Kurse gibt es?", "Yoga am Morgen", "Kurse für Maiglöckchen"])
def test_a_greeting_and_a_time_of_day_are_no_date(text: str) -> None:
    assert named_period(text, "de", TODAY) is None


def test_the_rest_of_the_question_is_left() -> None:
    named = named_period("Was gibt es im Juni für Kinder?", "de", TODAY)
    assert named is not None
    assert named.rest == "was gibt es für kinder?"


@pytest.mark.parametrize(
    ("time", "there"),
    [
        ("Di 9. Juni 2026, 10 Uhr", True),
        ("9. Mai 2026", False),
        ("mittwochs 16 Uhr", True),
        (None, False),
    ],
)
def test_an_offer_takes_place_when_its_paper_says_so(time: str | None, there: bool) -> None:
    entry = CatalogueEntry(Offer("Kurs", time=time), "past", (), None, None, ())
    assert takes_place(entry, JUNE) is there


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("de", "Was kann ich kommenden Samstag machen?", date(2026, 11, 28), date(2026, 11, 28)),
        ("en", "What is on next Friday?", date(2026, 11, 27), date(2026, 11, 27)),
        ("fr", "Que faire samedi prochain ?", date(2026, 11, 28), date(2026, 11, 28)),
        ("de", "vom 3. bis 10. Dezember", date(2026, 12, 3), date(2026, 12, 10)),
        ("de", "25. bis 27.9.2026", date(2026, 9, 25), date(2026, 9, 27)),
        ("de", "Was ist am 3.12. los?", date(2026, 12, 3), date(2026, 12, 3)),
        ("de", "am letzten Septemberwochenende 2026", date(2026, 9, 26), date(2026, 9, 27)),
        ("de", "übermorgen", date(2026, 11, 24), date(2026, 11, 24)),
        ("de", "am nächsten Wochenende", date(2026, 11, 28), date(2026, 11, 29)),
        ("de", "im Winter", date(2026, 12, 1), date(2027, 2, 28)),
    ],
)
def test_days_that_are_not_a_month_or_a_week_are_read(language: str, text: str, first: date, last: date) -> None:
    named = named_period(text, language, date(2026, 11, 22))
    assert named is not None
    assert named.periods[0] == (first, last)
