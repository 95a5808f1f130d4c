"""Questions about who is responsible, who heads what and how they are reached, answered from the catalogue of contacts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.question import read_question
from assistant.responsible import Told, anothers, beside, responsible
from kb.contacts import Contact
from kb.embed import load_embedder
from kb.model import Document, Passage
from kb.offers import Span
from tests.assistant.factories import FakeKnowledge, document, passage

OLD = document("Wegweiser", date(2018, 3, 1))
NEW = document("Zuständigkeiten", date(2024, 2, 1))


class Knowledge(FakeKnowledge):
    """Papers of which each line states one contact."""

    def __init__(self, *stated: tuple[Document, str, Contact]) -> None:
        super().__init__()
        self._papers = {paper.id: paper for paper, _, _ in stated}
        self._lines = {key: [line for paper, line, _ in stated if paper.id == key] for key in self._papers}
        self._contacts = tuple((paper, self._placed(paper, line, contact)) for paper, line, contact in stated)

    def _placed(self, paper: Document, line: str, contact: Contact) -> Contact:
        offset = self.passages(paper.id)[0].text.index(line)
        spans = []
        for name in ("person", "role", "unit", "tasks", "phone", "mail"):
            value = contact.tasks[0] if name == "tasks" and contact.tasks else getattr(contact, name)
            if value:
                start = offset + line.index(value)
                spans.append((name, (Span(1, start, start + len(value)),)))
        values = {name: getattr(contact, name) for name in ("person", "role", "unit", "tasks", "phone", "mail")}
        return Contact(**values, spans=tuple(spans))

    def contacts(self) -> Any:
        return self._contacts

    def document(self, identity: str) -> Document | None:
        return self._papers.get(identity)

    def passages(self, identity: str) -> tuple[Passage, ...]:
        return (passage(*self._lines[identity]),)


STUMM = (
    OLD,
    "Leitung des KIZ: Harald Stumm, Telefon 02999/555-1",
    Contact("Harald Stumm", "Leitung", "KIZ", phone="02999/555-1"),
)
ARSLAN = (OLD, "Sprachmittlung: Dilek Arslan", Contact("Dilek Arslan", tasks=("Sprachmittlung",)))
LINDNER = (NEW, "Leiterin des KIZ ist Petra Lindner", Contact("Petra Lindner", "Leiterin", "KIZ"))
VOGT = (NEW, "Mirjam Vogt · Sprachmittlung, Dolmetscherpool · 02999/555-133", Contact("Mirjam Vogt", tasks=("Sprachmittlung, Dolmetscherpool",), phone="02999/555-133"))  # fmt: skip
ROTH = (NEW, "Bearbeiterin: Eva Roth, Sozialamt", Contact("Eva Roth", "Bearbeiterin", "Sozialamt"))
ALL = Knowledge(STUMM, ARSLAN, LINDNER, VOGT, ROTH)


LEXICON = load_embedder("builtin")


def asked(text: str, base: FakeKnowledge = ALL) -> Told | None:
    return responsible(read_question(text), base, LEXICON)  # type: ignore[arg-type]


def of_another(question: str, line: str) -> bool:
    return anothers(read_question(question), ALL, LEXICON, [line])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Wer leitet das KIZ?", LINDNER[1]),
        ("Wer ist Leiterin des Kommunalen Integrationszentrums?", LINDNER[1]),
        ("Wer ist zuständig für Sprachmittlung?", VOGT[1]),
        ("An wen wende ich mich wegen der Sprachmittlung?", VOGT[1]),
        ("Wer ist Ansprechpartner für den Dolmetscherpool?", VOGT[1]),
    ],
)
def test_the_newest_paper_says_who_it_is(question: str, line: str) -> None:
    told = asked(question)
    assert told is not None
    assert [sentence.text for sentence in told.sentences] == [line]
    (citation,) = told.citations
    assert (citation.document, citation.quote) == (NEW, line)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Who is the head of the KIZ?", LINDNER[1]),
        ("Who is responsible for interpreting?", VOGT[1]),
        ("Entegrasyon merkezini kim yönetiyor?", LINDNER[1]),
        ("من المسؤول عن الترجمة؟", VOGT[1]),
        ("Хто керує центром інтеграції?", LINDNER[1]),
        ("Кто отвечает за услуги переводчика?", VOGT[1]),
        ("Qui est responsable de l'interprétariat ?", VOGT[1]),
        ("Kto kieruje centrum integracji?", LINDNER[1]),
        ("چه کسی مسئول ترجمه است؟", VOGT[1]),
        ("Cine conduce centrul de integrare?", LINDNER[1]),
    ],
)
def test_it_is_told_in_every_language_that_the_assistant_speaks(question: str, line: str) -> None:
    told = asked(question)
    assert told is not None
    assert [sentence.text for sentence in told.sentences] == [line]


@pytest.mark.parametrize(
    "question", ["Who was the head of the KIZ before?", "Кто раньше руководил центром интеграции?"]
)
def test_the_predecessor_is_asked_for_in_other_languages_too(question: str) -> None:
    told = asked(question)
    assert told is not None
    assert [sentence.text for sentence in told.sentences] == [STUMM[1]]


def test_lines_about_something_else_are_no_answer_to_who_is_responsible() -> None:
    """Somebody is responsible for something on every page."""
    question = read_question("Who is responsible for the fire brigade?")
    assert beside(question, ALL, LEXICON, ["Zuständig für Gesundheit ist Frau Sommer"])  # type: ignore[arg-type]
    about = read_question("Who is responsible for volunteers and interpreting?")
    assert not beside(about, ALL, LEXICON, ["Sprachmittlung: Dilek Arslan"])  # type: ignore[arg-type]
    german = read_question("Wer ist für die Feuerwehr zuständig?")
    assert not beside(german, ALL, LEXICON, ["Zuständig für Gesundheit ist Frau Sommer"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "line", "names"),
    [
        ("Wer leitete das KIZ früher?", STUMM[1], ("Harald Stumm", "Petra Lindner")),
        ("Wer war vor Petra Lindner Leiterin des KIZ?", STUMM[1], ("Harald Stumm", "Petra Lindner")),
        ("Wer war vorher für die Sprachmittlung zuständig?", ARSLAN[1], ("Dilek Arslan", "Mirjam Vogt")),
    ],
)
def test_questions_about_the_past_name_the_predecessor_with_dates(
    question: str, line: str, names: tuple[str, str]
) -> None:
    told = asked(question)
    assert told is not None
    assert [sentence.text for sentence in told.sentences] == [line]
    (note,) = told.notes
    assert note.index(names[0]) < note.index("01.03.2018") < note.index(names[1]) < note.index("01.02.2024")


def test_whoever_is_named_is_not_their_own_predecessor() -> None:
    assert asked("Wer war vor Petra Lindner Leiterin des KIZ?", Knowledge(LINDNER)) == Told()


def test_a_predecessor_is_asked_for_by_the_name_of_the_successor_alone() -> None:
    told = asked("Wer war der Vorgänger von Mirjam Vogt?")
    assert told is not None
    assert [sentence.text for sentence in told.sentences] == [ARSLAN[1]]


def test_what_somebody_did_once_is_told_of_them() -> None:
    told = asked("Wofür war Mirjam Vogt zuständig?")
    assert told is not None
    assert [sentence.text for sentence in told.sentences] == [VOGT[1]]


def test_a_number_of_another_body_is_known_as_such() -> None:
    """The Sozialamt is known without a number; the KIZ, which belongs to it, has one."""
    assert asked("Telefon Sozialamt") is None
    assert of_another("Telefon Sozialamt", "Leitung: Harald Stumm, Telefon 02999 555-1")
    assert not of_another("Telefon Sozialamt", "Telefon 02999/555-700")
    assert not of_another("Telefon KIZ", "Telefon 02999 555-1")
    assert not of_another("Telefon Jobcenter", "Telefon 02999 555-1")
    assert of_another("Sosyal yardım dairesinin telefon numarası nedir?", "Leitung: Harald Stumm, Telefon 02999 555-1")


@pytest.mark.parametrize(
    "question",
    [
        "Wer ist zuständig für Einbürgerung?",
        "Wer leitet das Gesundheitsamt?",
        "Was ist das KIZ?",
        "Wann wurde das KIZ gegründet?",
        "Who is responsible for the fire brigade?",
    ],
)
def test_what_the_catalogue_does_not_know_is_left_to_the_search(question: str) -> None:
    assert asked(question) is None


def test_without_an_older_paper_nobody_is_named_as_a_predecessor() -> None:
    assert asked("Wer leitete das KIZ früher?", Knowledge(LINDNER)) is None


def test_who_heads_a_project_of_an_office_does_not_head_the_office() -> None:
    base = Knowledge(
        LINDNER,
        (
            NEW,
            "Leitung des Projektes: Frau Hecht, KIZ",
            Contact("Frau Hecht", "Leitung", "KIZ", tasks=("Projektes",)),
        ),
    )
    told = responsible(read_question("Wer leitet das KIZ?"), base, LEXICON)  # type: ignore[arg-type]
    assert told is not None
    assert [sentence.text for sentence in told.sentences] == ["Leiterin des KIZ ist Petra Lindner"]
