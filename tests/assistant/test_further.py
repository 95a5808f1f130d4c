from assistant.choose import ENOUGH, ROOM, Choice, choose
from assistant.extract import Scored
from assistant.further import MOST, further, with_further
from assistant.question import read_question
from assistant.units import units_of
from kb.model import Hit
from tests.assistant.factories import hit

SURE = ENOUGH + 1.0
ASKED = "Was bietet das Zentrum?"
LONG = "Das Zentrum bietet " + "viele gute und lange Angebote, " * (ROOM // 31) + "und noch mehr."


def answered(hits: list[Hit], *values: float, question: str = ASKED, fact: float = 0.0) -> tuple[Choice, list[Scored]]:
    units = units_of(hits)
    scored = [Scored(unit, value, fact, own=0.5) for unit, value in zip(units, values, strict=True)]
    choice = choose(read_question(question), scored, hits, SURE)
    assert choice is not None
    return choice, scored


def quotes(hits: list[Hit], *values: float, question: str = ASKED, fact: float = 0.0) -> list[str]:
    choice, scored = answered(hits, *values, question=question, fact=fact)
    places = further(read_question(question), scored, hits, choice)
    return [hits[number].passage.said(at) for number, at in places]


def test_what_does_not_fit_on_a_phone_leaves_the_answer_to_shorter_sentences() -> None:
    hits = [hit("Das Zentrum bietet Kurse an.", LONG, "Das Zentrum berät Familien im Kreis.")]
    choice, _ = answered(hits, 4.0, 3.0, 2.0)
    assert choice.picked == ((0, 0), (0, 2))


def test_a_long_sentence_that_is_the_best_is_shown_all_the_same() -> None:
    choice, _ = answered([hit(LONG)], 4.0)
    assert choice.picked == ((0, 0),)


def test_the_next_best_stand_under_the_answer() -> None:
    hits = [hit("Das Zentrum bietet Kurse an."), hit("Ein Verein hilft bei Anträgen.", number=2)]
    assert quotes(hits, 4.0, 0.0) == ["Ein Verein hilft bei Anträgen."]
    assert quotes(hits, 4.0, -2.0) == []


def test_what_stands_right_behind_the_answer_counts_for_more() -> None:
    hits = [hit("Das Zentrum bietet Kurse an.", "Am Montag kommen neue Gruppen zusammen.")]
    assert quotes(hits, 4.0, -2.0) == ["Am Montag kommen neue Gruppen zusammen."]


def test_a_further_quote_says_something_new_and_by_itself() -> None:
    hits = [
        hit("Das Zentrum bietet Kurse und Beratung an.", number=1),
        hit("Das Zentrum bietet Beratung an.", number=2),
        hit("Zu 1.", number=3),
        hit("Wer soll das bezahlen, und wann?", number=4),
        hit("Sie werden gern besucht und gelobt.", number=5),
        hit("Eltern loben vor allem die Gruppen am Abend.", number=6),
    ]
    assert quotes(hits, 4.0, 0.4, 0.3, 0.2, 0.1, 0.0) == ["Eltern loben vor allem die Gruppen am Abend."]


def test_there_are_few_of_them() -> None:
    told = ["Kurse", "Gruppen", "Feste", "Reisen", "Vorträge", "Ausstellungen"]
    hits = [hit(f"{word} gibt es im Haus am Markt für Eltern.", number=n) for n, word in enumerate(told, 1)]
    assert len(quotes(hits, 4.0, *[0.0] * 5)) == MOST


def test_one_exact_fact_stands_alone_and_the_other_half_of_a_question_does_not() -> None:
    hits = [
        hit("Der Kurs kostet 20 Euro im Monat."),
        hit("Gelernt wird in der alten Mühle am Bach.", number=2),
    ]
    units = units_of(hits)
    scored = [Scored(units[0], 4.0, 1.0, own=0.5), Scored(units[1], 0.0, 0.0, own=0.5)]
    for question, found in (("Was kostet der Kurs?", 0), ("Was kostet der Kurs und wo findet er statt?", 1)):
        asked = read_question(question)
        choice = choose(asked, scored, hits, SURE)
        assert choice is not None
        shown = {*choice.picked, *further(asked, scored, hits, choice)}
        assert len(shown) == 1 + found, question


def test_further_quotes_have_citations_of_their_own_behind_the_others() -> None:
    hits = [hit("Das Zentrum bietet Kurse an."), hit("Ein Verein hilft bei Anträgen.", number=2)]
    choice, scored = answered(hits, 4.0, 0.0)
    sentences, citations = with_further(read_question(ASKED), scored, hits, choice, ((), ()))
    assert [(sentence.part, sentence.citations) for sentence in sentences] == [("also", (1,))]
    assert citations[0].quote == "Ein Verein hilft bei Anträgen."
