"""The catalogue of contacts, found by text and body."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.contact_search import entries, find
from kb.contacts import Contact
from kb.model import Document, Hit
from kb.offers import Span
from tests.assistant.factories import FakeKnowledge, document, passage

OLD, NEW = document("Wegweiser", date(2018, 3, 1)), document("Liste", date(2024, 2, 1))
AT = (("person", (Span(1, 0, 5),)),)
STUMM = Contact("Harald Stumm", "Leitung", "KIZ", spans=AT)  # type: ignore[arg-type]
LINDNER = Contact("Petra Lindner", "Leitung", "KIZ", spans=AT)  # type: ignore[arg-type]
VOGT = Contact("Mirjam Vogt", unit="Sozialamt", tasks=("Sprachmittlung",), spans=AT)  # type: ignore[arg-type]


class Knowledge(FakeKnowledge):
    def __init__(self, *stated: tuple[Document, Contact], hits: tuple[Hit, ...] = ()) -> None:
        super().__init__(*hits)
        self.stated = stated

    def contacts(self) -> Any:
        return self.stated


ALL = Knowledge((OLD, STUMM), (NEW, LINDNER), (NEW, VOGT))


def found(base: FakeKnowledge, text: str = "", **options: Any) -> list[str | None]:
    return [entry.contact.person for entry in find(base, text, **options)]  # type: ignore[arg-type]


def test_without_a_text_those_of_now_come_newest_first_and_with_past_all() -> None:
    assert set(found(ALL)) == {"Petra Lindner", "Mirjam Vogt"}
    assert found(ALL, past=True)[-1] == "Harald Stumm"


def test_a_body_is_found_by_each_of_its_names() -> None:
    assert found(ALL, unit="Kommunales Integrationszentrum") == ["Petra Lindner"]
    assert found(ALL, unit="Sozialamt") == ["Mirjam Vogt"]


def test_a_text_finds_by_name_and_by_task_without_the_search() -> None:
    assert found(ALL, "Vogt") == ["Mirjam Vogt"]
    assert found(ALL, "Sprachmittlung") == ["Mirjam Vogt"]


def test_a_text_in_other_words_finds_what_the_search_finds() -> None:
    hit = Hit(passage("Mirjam Vogt"), NEW, 0.5)
    base = Knowledge((OLD, STUMM), (NEW, VOGT), hits=(hit,))
    assert found(base, "interpreters") == ["Mirjam Vogt"]


def test_the_entries_are_worked_out_anew_after_a_publication() -> None:
    base = Knowledge((OLD, STUMM))
    assert entries(base) is entries(base)  # type: ignore[arg-type]
    base.stated = ((NEW, LINDNER),)
    base.generation = type(base.generation)(number=2)
    assert [entry.contact.person for entry in entries(base)] == ["Petra Lindner"]  # type: ignore[arg-type]
