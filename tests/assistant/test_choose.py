from datetime import date

from assistant.choose import ENOUGH, Choice, choose, cite, shown
from assistant.company import WHOLE
from assistant.extract import HOPELESS, Scored
from assistant.question import read_question
from assistant.units import Unit, units_of
from kb.model import BlockKind, Hit
from tests.assistant.factories import document, hit

ASKED = read_question("Was bietet das Zentrum?")
SURE = ENOUGH + 1.0


def scored(hits: list[Hit], *values: float) -> list[Scored]:
    units: list[Unit] = units_of(hits)
    assert len(units) == len(values)
    return [Scored(unit, value) for unit, value in zip(units, values, strict=True)]


def picked(hits: list[Hit], *values: float) -> tuple[tuple[int, int], ...] | None:
    choice: Choice | None = choose(ASKED, scored(hits, *values), hits, SURE)
    return choice.picked if choice else None


def test_nothing_is_answered_where_the_papers_give_little_hope() -> None:
    hits = [hit("Die Leitung hat Erika Muster.")]
    assert choose(ASKED, scored(hits, 4.0), hits, ENOUGH - 0.1) is None
    assert choose(ASKED, scored(hits, 4.0), hits, ENOUGH) is not None
    assert choose(ASKED, [], [], HOPELESS) is None


def test_the_best_and_what_is_nearly_as_good_are_taken_in_reading_order() -> None:
    hits = [hit("Erstens.", "Zweitens.", "Drittens.")]
    assert picked(hits, 3.0, -1.0, 4.0) == ((0, 0), (0, 2))


def test_a_sentence_printed_twice_is_shown_once() -> None:
    hits = [hit("Es gibt Kurse."), hit("Es gibt  Kurse.", number=2)]
    assert picked(hits, 2.0, 1.9) == ((0, 0),)


def test_beside_a_sentence_with_the_fact_asked_for_one_without_is_idle() -> None:
    hits = [hit("Telefon: 0211 445566", "Das Zentrum berät.")]
    with_fact, without = units_of(hits)
    found = choose(ASKED, [Scored(with_fact, 3.0, 1.0), Scored(without, 2.9, 0.0)], hits, SURE)
    assert found is not None
    assert found.picked == ((0, 0),)


def test_an_offer_is_named_by_the_heading_of_its_entry() -> None:
    hits = [hit(("Väterarbeit", "heading"), "Worum es geht: Väter treffen sich.", "Für wen: Väter")]
    assert picked(hits, 0.0, 0.3, 3.9) == ((0, 2),)
    asked = read_question("Welche Angebote gibt es für Väter?")
    choice = choose(asked, scored(hits, 0.0, 1.0, 3.9), hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 0), (0, 1), (0, 2))


def test_a_heading_is_no_answer() -> None:
    hits = [hit(("Angebote", "heading"), "Es gibt Kurse.")]
    assert picked(hits, 5.0, 4.0) == ((0, 1),)


def test_a_sentence_that_opens_a_list_brings_the_list() -> None:
    hits = [hit("Es gibt:", ("• Griffbereit", "item"), ("• Rucksack", "item"), "Ende.")]
    assert picked(hits, 3.0, -2.0, -2.0, -2.0) == ((0, 0), (0, 1), (0, 2))


def test_a_list_that_is_asked_for_is_shown_whole_and_in_order() -> None:
    hits = [hit("Es gibt:", ("• Griffbereit", "item"), ("• Rucksack", "item"), ("• Familienwelten", "item"), "Ende.")]
    asked = read_question("Welche Programme gibt es?")
    choice = choose(asked, scored(hits, -9.0, -9.0, 3.0, -9.0, -9.0), hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 0), (0, 1), (0, 2), (0, 3))
    alone = choose(read_question("Was macht Rucksack?"), scored(hits, -9.0, -9.0, 3.0, -9.0, -9.0), hits, SURE)
    assert alone is not None
    assert alone.picked == ((0, 2),)


def test_a_list_too_long_to_read_is_not_shown_whole() -> None:
    items: list[tuple[str, BlockKind]] = [(f"• Ort {number}", "item") for number in range(WHOLE + 1)]
    hits = [hit(*items)]
    values = [3.0, *[-9.0] * WHOLE]
    choice = choose(read_question("Welche Orte gibt es?"), scored(hits, *values), hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 0),)


def test_a_sentence_that_leans_on_the_one_before_brings_it() -> None:
    hits = [hit("Griffbereit ist ein Programm.", "Es wendet sich an Eltern.")]
    assert picked(hits, -1.0, 3.0) == ((0, 0), (0, 1))


def test_neighbours_share_a_citation_with_the_boxes_of_both() -> None:
    hits = [hit("Erstens.", "Zweitens.", "Drittens.", page=3)]
    sentences, citations = cite([(0, 0), (0, 1)], hits)
    assert [sentence.citations for sentence in sentences] == [(1,), (1,)]
    (citation,) = citations
    assert citation.quote == "Erstens. Zweitens."
    assert citation.page == 3
    assert len(citation.boxes) == 2
    assert hits[0].passage.text[citation.start : citation.end] == "Erstens.\nZweitens."


def test_sentences_apart_have_citations_of_their_own() -> None:
    hits = [hit("Erstens.", "Zweitens.", "Drittens.")]
    sentences, citations = cite([(0, 0), (0, 2)], hits)
    assert [sentence.citations for sentence in sentences] == [(1,), (2,)]
    assert [citation.quote for citation in citations] == ["Erstens.", "Drittens."]


def test_a_row_reads_as_label_and_value_and_ticked_boxes_as_what_is_ticked() -> None:
    assert shown("Leitung\tErika Muster") == "Leitung: Erika Muster"
    assert shown("Finanzielle Auswirkung\t☐ ja\t☒ nein\t☐ offen") == "Finanzielle Auswirkung: nein"
    assert shown("\tFinanzielle Auswirkung\t☐ ja\t☒ nein") == "Finanzielle Auswirkung: nein"
    assert shown("\t☒ öffentlich") == "öffentlich"
    assert shown("Ausschuss\t\t12.01.2020") == "Ausschuss: 12.01.2020"
    assert shown("06.10.2016\tDer Kreistag beschließt.\tBericht") == "06.10.2016: Der Kreistag beschließt. · Bericht"
    assert shown("Wer leitet?\tErika Muster") == "Wer leitet? Erika Muster"
    assert shown("• Beratung von Familien") == "Beratung von Familien"
    assert shown("Ein ganz  normaler Satz.") == "Ein ganz normaler Satz."


def test_who_asks_for_a_number_is_not_answered_without_one() -> None:
    asked = read_question("Wie viele Menschen arbeiten dort?")
    hits = [hit("Dort arbeiten Menschen gern zusammen.", "Im Amt sind 15 Beschäftigte tätig.")]
    without, with_number = units_of(hits)
    found = choose(asked, [Scored(without, 4.0, 0.0), Scored(with_number, 1.0, 1.0)], hits, SURE)
    assert found is not None
    assert found.picked == ((0, 1),)
    assert choose(asked, [Scored(without, 4.0, 0.0)], hits, SURE) is None


def test_who_is_in_charge_is_read_from_the_newest_paper_first() -> None:
    asked = read_question("Wer ist zuständig für das Ehrenamt?")
    old = hit("Zuständig ist das Sozialamt.", of=document("Alt", date(2010, 1, 1)))
    new = hit("Zuständig ist das Integrationszentrum.", of=document("Neu", date(2021, 1, 1)), number=2)
    units = units_of([old, new])
    found = choose(asked, [Scored(units[0], 3.0, 0.7), Scored(units[1], 2.0, 0.7)], [old, new], SURE)
    assert found is not None
    assert found.picked == ((1, 0), (0, 0))


def test_items_and_rows_are_shown_as_a_list() -> None:
    sentences, _ = cite(((0, 0), (0, 1)), [hit("Es gibt:", ("• Kurse", "item"))])
    assert [sentence.part for sentence in sentences] == ["text", "item"]


def test_a_row_of_blank_cells_shows_nothing_and_a_figure_keeps_its_sign() -> None:
    assert shown("\t") == ""
    assert shown("- 5 Grad") == "- 5 Grad"


def test_the_row_that_names_the_columns_is_no_part_of_an_entry() -> None:
    hits = [hit(("Angebote", "heading"), ("Bereich\tAngebote", "row"), ("Frühe Bildung\tGriffbereit", "row"))]
    asked = read_question("Welche Angebote gibt es für Kinder?")
    choice = choose(asked, scored(hits, 0.0, 0.0, 3.9), hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 0), (0, 2))


def test_a_heading_answers_only_with_a_figure_or_name_that_was_asked_for() -> None:
    hits = [hit(("Wie das Sachgebiet Integration arbeitet", "heading"), ("10.5 Ombudsstelle 1625/2021", "heading"))]
    first, second = units_of(hits)
    assert not Scored(first, 1.0, 1.0).eligible
    assert Scored(second, 1.0, 1.0).eligible


def test_who_asks_for_a_number_is_spared_the_name_of_the_entry() -> None:
    hits = [hit(("Väterarbeit", "heading"), "Für wen: Väter", "Am Projekt nahmen 15 Väter teil.")]
    asked = read_question("Wie viele Väter nahmen am Projekt teil?")
    _, _, number = units_of(hits)
    choice = choose(asked, [Scored(number, 3.9, 1.0)], hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 2),)


def test_a_heading_over_running_text_is_no_name_of_an_offer() -> None:
    hits = [hit(("Wer wofür zuständig ist", "heading"), "Das Zentrum leitet Kurse.", "Das Amt gibt die Mittel.")]
    choice = choose(read_question("Welche Hilfe gibt es?"), scored(hits, -9.0, -9.0, 3.9), hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 2),)


def test_a_heading_over_running_text_names_the_offer_where_it_says_what_was_asked_for() -> None:
    hits = [hit(("Projekt „Brücken“", "heading"), "Ehrenamtliche helfen.", "Menschen in Not werden entlastet.")]
    head, _, sentence = units_of(hits)
    found = [Scored(head, -1.0, own=0.5), Scored(sentence, 3.9)]
    choice = choose(read_question("Welches Projekt gibt Hilfe bei Not?"), found, hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 0), (0, 1), (0, 2))


def test_a_list_of_sources_brings_no_heading() -> None:
    hits = [hit(("Nacherzählt nach:", "heading"), "Quelle: Bericht 2010", "Bericht: Kurse für Väter")]
    units = units_of(hits)
    found = [Scored(units[2], 3.9, listing=True)]
    choice = choose(read_question("Welche Kurse gibt es für Väter?"), found, hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 2),)


def test_what_something_is_stands_under_a_heading_that_names_it() -> None:
    hits = [hit(("Griffbereit", "heading"), "Thema: Sprache", "Griffbereit fördert Kinder.")]
    head, _, sentence = units_of(hits)
    asked = read_question("Was ist Griffbereit?")
    named = choose(asked, [Scored(head, -1.0, own=1.0), Scored(sentence, 3.9)], hits, SURE)
    other = choose(asked, [Scored(head, -1.0, own=0.0), Scored(sentence, 3.9)], hits, SURE)
    assert named is not None
    assert other is not None
    assert (named.picked, other.picked) == (((0, 0), (0, 1), (0, 2)), ((0, 2),))


def test_a_development_is_not_told_by_what_happened_to_something_else() -> None:
    hits = [hit("Für wen: Menschen mit Geschichte", "2013 wurde das Zentrum gegründet.")]
    first, second = units_of(hits)
    asked = read_question("Geschichte des Zentrums")
    found = choose(asked, [Scored(first, 5.0, about=0.0), Scored(second, 2.0)], hits, SURE)
    assert found is not None
    assert found.picked == ((0, 1),)


def test_the_best_sentence_is_not_dropped_for_a_kind_of_fact_that_is_said_in_many_ways() -> None:
    hits = [hit("Frühe Bildung: Griffbereit und Rucksack.", "Der Kreis ist zuständig.")]
    best, other = units_of(hits)
    for question in ("Wer ist für frühe Bildung zuständig?", "Was macht der Kreis für frühe Bildung?"):
        found = choose(read_question(question), [Scored(best, 3.0), Scored(other, 1.0, 1.0)], hits, SURE)
        assert found is not None
        assert (0, 0) in found.picked


def test_who_signed_stands_on_the_next_line() -> None:
    hits = [hit("Die Vorlage wird beraten.", "gez.", "Erika Muster", "Anlagen")]
    asked = read_question("Wer hat die Vorlage unterschrieben?")
    units = units_of(hits)
    found = choose(asked, [Scored(units[0], 1.0), Scored(units[1], 2.0, 1.0), Scored(units[2], 1.0)], hits, SURE)
    assert found is not None
    assert found.picked == ((0, 1), (0, 2))


def test_what_something_is_is_told_by_sentences_that_begin_with_it() -> None:
    hits = [hit("Zwei Mitarbeiterinnen verlassen das Zentrum."), hit("Das Zentrum berät Familien.", number=2)]
    other, explaining = units_of(hits)
    asked = read_question("Was ist das Zentrum?")
    found = choose(asked, [Scored(other, 4.0), Scored(explaining, 2.0, defines=0.9)], hits, SURE)
    assert found is not None
    assert found.best.unit == explaining
    assert found.picked[0] == (1, 0)


def test_a_line_of_a_form_is_no_answer_unless_it_says_something_of_what_is_asked() -> None:
    hits = [
        hit(
            "Das Zentrum bietet Kurse.",
            "Seite 2 von 4",
            "Kurse und Gruppen 2024",
            "Vorlage Nr.: 2021/15",
            "Für wen: Eltern",
        )
    ]
    units = units_of(hits)
    entries = [Scored(unit, 3.0, own=0.5 if "Kurse" in unit.text else 0.0) for unit in units]
    choice = choose(ASKED, entries, hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 0), (0, 2), (0, 4))


def test_a_row_of_boxes_to_tick_is_no_answer_unless_it_says_something_of_what_is_asked() -> None:
    hits = [hit("Das Zentrum bietet Kurse.", ("Klimarelevanz\t☐ ja\t☒ nein", "row"), ("Kurse\t☒ ja\t☐ nein", "row"))]
    entries = [Scored(unit, 3.0, own=0.5 if "Kurse" in unit.text else 0.0) for unit in units_of(hits)]
    choice = choose(ASKED, entries, hits, SURE)
    assert choice is not None
    assert choice.picked == ((0, 0), (0, 2))


def test_questions_to_an_office_are_no_answer_but_for_who_asks_for_them() -> None:
    hits = [hit("Wie viele Kurse gibt es?", "Wer leitet sie?", ("Begründung", "heading"), "Es fehlt an Kursen.")]
    assert picked(hits, 4.0, 3.9, -9.0, 3.0) == ((0, 3),)
    asked = read_question("Welche Fragen stellt die Anfrage zu den Kursen?")
    choice = choose(asked, scored(hits, 4.0, 3.9, -9.0, 3.0), hits, SURE)
    assert choice is not None
    assert (0, 0) in choice.picked


def test_the_other_half_of_a_question_is_answered_without_the_fact_that_the_first_asks_for() -> None:
    hits = [hit("Der Kurs kostet 20 Euro.", "Gelernt wird in der Mühle.")]
    cost, place = units_of(hits)
    entries = [Scored(cost, 3.0, 1.0), Scored(place, 2.9)]
    alone = choose(read_question("Was kostet der Kurs?"), entries, hits, SURE)
    both = choose(read_question("Was kostet der Kurs und wo findet er statt?"), entries, hits, SURE)
    assert alone is not None
    assert alone.picked == ((0, 0),)
    assert both is not None
    assert both.picked == ((0, 0), (0, 1))
