"""Papers for benchmarks: real ones first, then made-up ones that are none of them."""

from hashlib import sha256
from itertools import islice

import pytest

from evaluation.bench_texts import FIGURES, Paper, made_up, papers
from kb.model import Box, Document, Page, Passage, Piece, Sentence

TEXTS = (
    "Die Gemeinde fördert Sprachkurse für Familien. Der Beirat berät über Anträge der Vereine.",
    "Am 12.03.2019 beschloss der Ausschuss den Haushalt. Die Verwaltung berichtet über Projekte der Träger.",
    "Der Kreis bietet Beratung für Zugewanderte. Die Schulen melden Plätze an die Behörde.",
)


def paper(number: int, text: str) -> Paper:
    version = sha256(text.encode()).hexdigest()
    document = Document(version[:16], version, f"{number}.pdf", f"Vorlage {number}", "vorlage", "public", 1)
    at, pieces = 0, []
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        pieces.append(Piece(start, at, 1, Box(start, 10, at, 20)))
    middle = text.index(". ") + 1
    sentences = (Sentence(0, middle, "text"), Sentence(middle + 1, len(text), "text"))
    passage = Passage(0, document.id, version, 0, text, ("Abschnitt",), tuple(pieces), sentences)
    return Paper(document, (Page(1, 595, 842, text),), (passage,))


@pytest.fixture
def real() -> list[Paper]:
    return [paper(number, text) for number, text in enumerate(TEXTS)]


def test_the_real_papers_come_first_and_the_count_is_exact(real: list[Paper]) -> None:
    found = list(papers(real, 10))
    assert found[:3] == real
    assert sum(len(each.passages) for each in found) == 10


def test_fewer_passages_than_there_are_leave_papers_out(real: list[Paper]) -> None:
    assert list(papers(real, 2)) == real[:2]


def test_the_same_seed_makes_the_same_papers_and_another_one_others(real: list[Paper]) -> None:
    once, again, other = (list(islice(made_up(real, seed), 5)) for seed in (1, 1, 2))
    assert once == again
    assert [each.passages[0].text for each in once] != [each.passages[0].text for each in other]


def test_made_up_papers_have_identities_of_their_own(real: list[Paper]) -> None:
    many = list(islice(made_up(real), 50))
    assert len({each.document.id for each in (*real, *many)}) == 53
    assert all(passage.document == each.document.id for each in many for passage in each.passages)


def test_words_and_sentences_of_a_made_up_passage_stand_where_it_says(real: list[Paper]) -> None:
    for each in islice(made_up(real), 50):
        for passage in each.passages:
            assert [passage.text[piece.start : piece.end] for piece in passage.pieces] == passage.text.split()
            assert len(passage.sentences) == 2
            assert " ".join(passage.text[s.start : s.end] for s in passage.sentences) == passage.text
            assert passage.text in each.pages[0].text


def test_made_up_passages_are_not_copies_and_bring_words_that_are_new(real: list[Paper]) -> None:
    texts = [passage.text for each in islice(made_up(real), 400) for passage in each.passages]
    assert len(set(texts)) > 300
    assert sum(text in TEXTS for text in texts) < 20
    grown = [len({word for text in texts[:many] for word in text.split()}) for many in (50, 400)]
    assert grown[1] > grown[0] + 50


def test_figures_are_drawn_anew_in_the_same_form(real: list[Paper]) -> None:
    dates = {
        word for each in islice(made_up(real[1:2]), 40) for word in each.passages[0].text.split() if word[0] in FIGURES
    }
    assert len(dates) > 20
    assert all(len(word) == 10 and word[2] == word[5] == "." for word in dates)
