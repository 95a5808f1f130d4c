"""The comparison of a catalogue of offers with the gold lists."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from evaluation.offer_answers import COLLECTIONS
from evaluation.offer_codes import audience_keys, topic_key
from evaluation.offer_names import BRACKETS, EQUAL, QUOTED, WORDS, likeness
from evaluation.offer_times import times
from evaluation.offer_values import FIELDS, is_right, value_of
from evaluation.offers import Figures, completeness, main, read_found, score
from kb.errors import KizError
from kb.offer_words import values

EVALUATION = Path(__file__).resolve().parents[2] / "evaluation"
NOBODY = {"name": None, "phone": None, "mail": None}
EMPTY = {
    **dict.fromkeys(("description", "ages", "topic", "place", "time", "cost", "organiser", "registration")),
    **{"audience": [], "languages": [], "contact": NOBODY, "valid_from": None, "valid_to": None},
}


def row(offer: str = "nähtreff", **changed: Any) -> dict[str, Any]:
    return {**EMPTY, "offer": offer, "name": offer.title(), "document": "heft-2026.pdf", "page": 3, **changed}


def entry(name: str = "Nähtreff", document: str = "heft-2026.pdf", page: int = 3, **changed: Any) -> dict[str, Any]:
    return {**EMPTY, "name": name, "sources": [{"document": document, "page": page, "quote": ""}], **changed}


def written(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in rows), encoding="utf-8")
    return path


def compared(found: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]], folder: Path) -> Figures:
    return score(found, written(folder / "gold.jsonl", rows))


def gold_lists(collection: str) -> list[Path]:
    return [EVALUATION / name for name in COLLECTIONS[collection]]


def rows_of(collection: str) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in gold_lists(collection) for line in path.read_text(encoding="utf-8").splitlines()
    ]


def as_catalogue(collection: str) -> list[dict[str, Any]]:
    """The entries of a perfect catalogue: one for each key, a field as the first of its rows states it."""
    entries: dict[str, dict[str, Any]] = {}
    for one in rows_of(collection):
        kept = entries.setdefault(one["offer"], {**one, "sources": []})
        kept.update({name: kept[name] or one[name] for name in EMPTY})
        kept["sources"].append({"document": one["document"], "page": one["page"], "quote": ""})
    return list(entries.values())


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_the_gold_lists_themselves_are_a_perfect_catalogue(collection: str) -> None:
    figures = score(as_catalogue(collection), gold_lists(collection))
    assert (figures.recall, figures.precision, figures.missed, figures.invented) == (1, 1, (), ())
    assert figures.merged in (1, None)
    assert figures.fields["sources"].as_json()["right"] == 1


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_gold_value_is_right_against_its_own_row(collection: str) -> None:
    fields = [name for name in FIELDS if not name.startswith("contact.")]
    wrong = [
        (one["offer"], name)
        for one in rows_of(collection)
        for name in fields
        if not is_right(name, value_of(one, name), one)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("D101 Alphabetisierungskurs", "Alphabetisierungs-\nkurs", EQUAL),
        ("„Guten Morgen, Nachbar!“", "Guten Morgen Nachbar", EQUAL),
        ("Kommunale Schulung", "Kommunales Schulungen", EQUAL),
        ("Café Regionales Bildungsbüros", "Café Regionales Bildungsbüro", EQUAL),
        ("Bus", "Bu", 0),
        ("Migrationsberatung für Erwachsene (MBE)", "Migrationsberatung für Erwachsene", BRACKETS),
        ("Projekt „Wirbelwind“", "Wirbelwind", QUOTED),
        ("Elterncafé Mühlbach", "Elterncafé Mühlbach Kirchmoor", WORDS),
        ("Elterncafé Mühlbach", "Elterncafé Mühlbach Kirchmoor Grundschule", 0),
        ("Rucksack", "Rucksack Schule", 0),
        ("Rucksack Kita", "Rucksack Schule", 0),
    ],
)
def test_names_match_as_the_rules_say_and_no_further(one: str, other: str, like: int) -> None:
    assert likeness(one, other) == likeness(other, one) == like


def test_a_second_entry_is_wrong_and_an_optional_one_counts_neither_way(tmp_path: Path) -> None:
    rows = [row("nähtreff"), row("lesekreis"), row("netzwerk", optional=True)]
    found = [entry("Nähtreff"), entry("Nähtreff", page=5), entry("Netzwerk"), entry("Impressum")]
    figures = compared(found, rows, tmp_path)
    assert (figures.recall, figures.precision) == (0.5, 0.3333)
    assert figures.missed == ("lesekreis",)
    assert figures.invented == ("Nähtreff (again: nähtreff)", "Impressum")


def test_the_paper_decides_between_offers_of_the_same_name(tmp_path: Path) -> None:
    rows = [row("a", name="Hausaufgabenhilfe", cost="3 €"), row("b", name="Hausaufgabenhilfe", document="b.pdf")]
    figures = compared([entry("Hausaufgabenhilfe", document="b.pdf")], rows, tmp_path)
    assert figures.missed == ("a",)
    assert compared([entry("Hausaufgabenhilfe", document="c.pdf")], rows, tmp_path).matched == 0


def test_an_offer_of_two_papers_is_merged_when_one_entry_cites_both(tmp_path: Path) -> None:
    rows = [row(), row(document="alt-2020.pdf")]
    both = entry()
    both["sources"].append({"document": "alt-2020.pdf", "page": 3, "quote": ""})
    assert compared([both], rows, tmp_path).merged == 1
    assert compared([entry()], rows, tmp_path).unmerged == ("nähtreff",)
    assert compared([both, entry(page=4)], rows, tmp_path).merged == 0


def test_fields_count_right_missing_and_filled_apart(tmp_path: Path) -> None:
    rows = [row("nähtreff", cost="5 €", place="Rathaus, Ort"), row("lesekreis", accept={"cost": ["frei"]}), row("chor")]
    found = [entry("Nähtreff", cost="5,00 Euro"), entry("Lesekreis", cost="kostenlos"), entry("Chor", cost="7 €")]
    figures = compared(found, rows, tmp_path)
    cost, place = figures.fields["cost"].as_json(), figures.fields["place"].as_json()
    assert cost == {"stated": 1, "unstated": 2, "right": 1, "missing": 0, "empty": 0, "filled": 0.5}
    assert place == {"stated": 1, "unstated": 2, "right": 0, "missing": 1, "empty": 1, "filled": 0}
    assert [(mistake.offer, mistake.field) for mistake in figures.mistakes] == [("nähtreff", "place"), ("chor", "cost")]


def test_the_newest_paper_decides_which_value_is_right(tmp_path: Path) -> None:
    rows = [row(cost="5 €"), row(document="alt-2020.pdf", cost="3 €", time="montags")]
    newer = compared([entry(cost="5 €", time="montags")], rows, tmp_path)
    assert newer.fields["cost"].as_json()["right"] == 1
    assert (newer.fields["time"].stated, newer.fields["time"].as_json()["filled"]) == (0, 0)
    assert compared([entry(cost="3 €")], rows, tmp_path).fields["cost"].as_json()["right"] == 0


def test_ages_and_registration_are_compared_only_where_given(tmp_path: Path) -> None:
    rows = [row(ages=[3, 6], registration="bis 1. Mai")]
    without = entry()
    del without["registration"]
    assert {"ages", "registration"} & compared([without], rows, tmp_path).fields.keys() == set()
    assert compared([entry(ages=[3, 6])], rows, tmp_path).fields["ages"].as_json()["right"] == 1
    assert compared([entry(ages=[3, 7])], rows, tmp_path).fields["registration"].as_json()["missing"] == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mittwoch, 14.10.2026, 9–16 Uhr", "Mi, 14. Oktober 2026, 9:00 bis 16:00 Uhr"),
        (
            "14.09. – 11.12.2026, Mo–Mi 9.00–12.15",
            "14.09.2026 bis 11.12.2026, montags, dienstags, mittwochs 9–12.15 Uhr",
        ),
        ("jeden ersten Donnerstag im Monat", "jeden 1. Donnerstag"),
        ("jeden 2. und 4. Mittwoch", "am zweiten und vierten Mittwoch im Monat"),
        ("19./20.09.2026", "19. und 20. September 2026"),
        ("01.12. – 15.01.2027", "1.12.2026 bis 15.1.2027"),
        ("8 x ab 15.09.2026", "acht Treffen ab dem 15. September 2026"),
    ],
)
def test_times_written_otherwise_are_the_same(one: str, other: str) -> None:
    assert times(one) == times(other) != frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("montags 9–12 Uhr", "montags 9–13 Uhr"),
        ("montags", "dienstags"),
        ("jeden 2. Montag", "jeden 3. Montag"),
        ("14.10.2026", "14.10.2027"),
        ("3 x montags", "4 x montags"),
        ("seit Mai 2009", "seit Mai 2010"),
        ("wöchentlich", "monatlich"),
    ],
)
def test_other_times_are_told_apart(one: str, other: str) -> None:
    assert times(one) != times(other)


@pytest.mark.parametrize(
    ("field", "gold", "value", "right"),
    [
        ("cost", "kostenfrei", "keine", True),
        ("cost", "25 € (erm. 12 €)", "25 Euro, ermäßigt 12 Euro", True),
        ("cost", "25 € (erm. 12 €)", "25 €", False),
        ("cost", "98 €*", "98,- €", True),
        ("cost", "trägt der Arbeitgeber", "trägt der Arbeitgeber", True),
        ("cost", "Spende", "kostenfrei", False),
        ("place", "VHS-Haus, Marktplatz 3, Musterstadt", "VHS-Haus, Musterstadt", True),
        ("place", "VHS-Haus, Marktplatz 3, Musterstadt", "VHS-Haus, Marktplatz 3", False),
        ("place", "Kreishaus, Raum 2.14", "Kreishaus", False),
        ("organiser", "TuS Wiesenhagen", "TuS Wiesenhagen und Stadt", False),
        ("languages", ["Arabisch", "Deutsch"], ["auf Deutsch", "ins Arabische"], True),
        ("languages", ["Arabisch", "Deutsch"], ["Deutsch"], False),
        ("contact.phone", {"contact": {"phone": "02999/555-131"}}, "+49 2999 555131", True),
        ("contact.name", {"contact": {"name": "Dr. Henrike Maas"}}, "Frau Henrike Maas", True),
        ("valid_from", "2026-10", "2026-10-01", False),
        ("ages", [4, None], [4, None], True),
    ],
)
def test_values_are_right_as_the_rules_say(field: str, gold: Any, value: Any, right: bool) -> None:
    stated = row(**(gold if isinstance(gold, dict) else {field: gold}))
    assert is_right(field, value, stated) is right


def test_further_words_of_a_place_have_to_stand_in_the_entry(tmp_path: Path) -> None:
    found = entry(place="Rathaus am See, Ort")
    assert compared([found], [row(place="Rathaus, Ort")], tmp_path).fields["place"].as_json()["right"] == 0
    found["sources"][0]["quote"] = "Rathaus am See, Ort, montags"
    assert compared([found], [row(place="Rathaus, Ort")], tmp_path).fields["place"].as_json()["right"] == 1


def test_a_town_given_apart_and_several_places_are_one_place() -> None:
    assert value_of(entry(place="Rathaus", town="Ort"), "place") == "Rathaus, Ort"
    assert value_of(entry(place="Rathaus Ort", town="Ort"), "place") == "Rathaus Ort"
    stated = row(place="Birkenfurt, Marktplatz; Kirchmoor, Festwiese")
    assert is_right("place", value_of(entry(place=["Marktplatz Birkenfurt", "Festwiese Kirchmoor"]), "place"), stated)
    assert not is_right("place", value_of(entry(place=["Marktplatz Birkenfurt"]), "place"), stated)


def test_a_contact_mixed_from_two_is_wrong_as_a_whole() -> None:
    one = {"name": "Ada Berg", "phone": "0123 45", "mail": None}
    other = {"name": "Ben Thal", "phone": "0123 46", "mail": None}
    stated = row(contact=one, accept={"contact": [other]})
    assert is_right("contact", other, stated)
    assert not is_right("contact", {**one, "phone": other["phone"]}, stated)


def test_an_audience_is_right_with_accepted_sets_and_additions_only() -> None:
    stated = row(audience=["parents", "children"], accept={"audience": [["parents"]], "audience_also": ["newcomers"]})
    given = [["parents", "children"], ["parents", "newcomers"], ["children"], ["parents", "teachers"]]
    assert [is_right("audience", frozenset(value), stated) for value in given] == [True, True, False, False]


def test_every_word_of_the_catalogue_has_a_key_of_the_lists_or_none() -> None:
    lists = [one for collection in COLLECTIONS for one in rows_of(collection)]
    audiences = {value for one in lists for value in one["audience"]}
    topics = {one["topic"] for one in lists}
    assert audience_keys(values("audience")) <= audiences
    assert {topic_key(value) for value in values("topic")} <= topics


def test_an_answer_shows_an_offer_by_its_card_or_its_name(tmp_path: Path) -> None:
    for name in COLLECTIONS["corpus"]:
        written(tmp_path / name, [row("nähtreff"), row("lesekreis"), row("chor")])
    asked = {"collection": "corpus", "offers": ["Nähtreff", "Lesekreis"], "keys": ["nähtreff", "lesekreis"]}
    questions = written(
        tmp_path / "questions.jsonl", [{"id": "1", **asked}, {"id": "2", **asked}, {"id": "3", **asked}]
    )
    result = completeness({"1": "Nähtreff und Chor", "2": [entry("Nähtreff"), entry("Lesekreis")]}, questions)
    assert result.share == pytest.approx((0.5 + 1 + 0) / 3)
    assert result.surplus == pytest.approx(1 / 3)
    assert result.missing == {"1": ("lesekreis",), "3": ("nähtreff", "lesekreis")}


def test_a_perfect_catalogue_answers_every_list_question_completely() -> None:
    questions = EVALUATION / "questions-offers.jsonl"
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    shown = {
        one["id"]: [card for card in as_catalogue(one["collection"]) if card["offer"] in one["keys"]] for one in rows
    }
    assert (completeness(shown, questions).share, completeness(shown, questions).surplus) == (1, 0)


def test_the_command_prints_figures_and_misses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = written(tmp_path / "gold.jsonl", [row("nähtreff"), row("lesekreis")])
    found = written(tmp_path / "found.json", [{"offers": [entry("Nähtreff"), entry("Impressum")]}])
    monkeypatch.setattr(sys, "argv", ["offers", str(found), str(gold), "--misses", "--json"])
    main()
    lines = capsys.readouterr().out.splitlines()
    assert "  lesekreis" in lines
    assert "  Impressum" in lines
    assert json.loads(lines[-1])["recall"] == 0.5


def test_a_file_without_offers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KizError):
        read_found(written(tmp_path / "found.json", [{"documents": []}]))
