from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from kb.embed import load_embedder
from kb.model import Box, Consultation, Document, Passage, Piece, Query, Sentence
from kb.publication import publication
from kb.store import KnowledgeBase

BOX = Box(0, 0, 1, 1)


def paper(name: str, **fields: object) -> Document:
    version = sha256(name.encode()).hexdigest()
    given: dict[str, object] = {"kind": "report", "visibility": "public", "title": name} | fields
    return Document(version[:16], version, f"{name}.pdf", pages=2, **given)  # type: ignore[arg-type]


def passage(document: Document, number: int, text: str, page: int = 1) -> Passage:
    pieces = (Piece(0, len(text), page, BOX),)
    return Passage(0, document.id, document.version, number, text, (), pieces, (Sentence(0, len(text), "text"),))


COUNCIL = (Consultation("Sozialausschuss", date(2021, 3, 1)), Consultation("Kreistag"))
PAPERS = [
    (paper("Sprachkurse 2015", date=date(2015, 1, 1)), ["Der Sprachkurs für Eltern findet im Haus statt."]),
    (paper("Sprachkurse 2021", date=date(2021, 5, 1)), ["Der Sprachkurs für Mütter beginnt im Mai."]),
    (
        paper("Vorlage Sprachkurs", kind="paper", date=date(2021, 2, 1), consultations=COUNCIL),
        ["Der Ausschuss beschließt den Sprachkurs."],
    ),
    (paper("Undatiert", issuer="Kreis Mettmann", visibility="internal"), ["Sprachkurs ohne Jahr und ohne Ort."]),
    (paper("Straßen"), ["Die Gehwege sind zu kehren."] * 3),
]


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with publication(tmp_path, load_embedder()) as work:
        for document, texts in PAPERS:
            work.add(None, document, "test", [], [], [passage(document, n, text) for n, text in enumerate(texts)])
        work.publish({})
    with KnowledgeBase.open(tmp_path, load_embedder()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"kinds": ("paper",)}, {"Vorlage Sprachkurs"}),
        ({"years": (2021, 2021)}, {"Sprachkurse 2021", "Vorlage Sprachkurs"}),
        ({"years": (None, 2020)}, {"Sprachkurse 2015"}),
        ({"years": (2016, None)}, {"Sprachkurse 2021", "Vorlage Sprachkurs"}),
        ({"organizations": ("sozialausschuss",)}, {"Vorlage Sprachkurs"}),
        ({"organizations": ("Kreis Mettmann",)}, {"Undatiert"}),
        ({"visibilities": ("internal",)}, {"Undatiert"}),
        ({"documents": (PAPERS[0][0].id,)}, {"Sprachkurse 2015"}),
        ({"years": (2021, 2021), "kinds": ("report",)}, {"Sprachkurse 2021"}),
        ({"kinds": ("minutes",)}, set()),
    ],
)
def test_filters_hold_inside_the_search(base: KnowledgeBase, filters: dict[str, object], titles: set[str]) -> None:
    for language in ("de", "en"):
        hits = base.search(Query("Sprachkurs", language, **filters), 10)  # type: ignore[arg-type]
        assert {hit.document.title for hit in hits} == titles


def test_a_filter_finds_what_a_hundred_better_passages_would_hide(tmp_path: Path) -> None:
    crowd, lone = paper("Viele", kind="minutes"), paper("Einzeln", kind="statute")
    with publication(tmp_path, load_embedder()) as work:
        texts = [f"Der Sprachkurs Nummer {n} für Eltern und Kinder in der Kita." for n in range(300)]
        work.add(None, crowd, "test", [], [], [passage(crowd, n, text) for n, text in enumerate(texts)])
        work.add(
            None, lone, "test", [], [], [passage(lone, 0, "Gebühren werden für Abfälle erhoben, Sprachkurs frei.")]
        )
        work.publish({})
    with KnowledgeBase.open(tmp_path, load_embedder()) as base:
        hits = base.search(Query("Sprachkurs für Eltern", kinds=("statute",)), 5)
    assert [hit.document.title for hit in hits] == ["Einzeln"]


def test_one_page_does_not_take_all_the_first_places(tmp_path: Path) -> None:
    same, other = paper("Ein Blatt"), paper("Anderes Blatt")
    with publication(tmp_path, load_embedder()) as work:
        texts = ["Sprachkurs für Eltern in der Kita.", "Sprachkurs für Eltern.", "Sprachkurs, Eltern, Kita."] * 3
        work.add(None, same, "test", [], [], [passage(same, n, text) for n, text in enumerate(texts)])
        work.add(None, other, "test", [], [], [passage(other, 0, "Eltern und Kita, auch ein Kurs der Sprache.")])
        work.publish({})
    with KnowledgeBase.open(tmp_path, load_embedder()) as base:
        hits = base.search(Query("Sprachkurs für Eltern in der Kita"), 5)
    assert [hit.document.title for hit in hits].index("Anderes Blatt") == 3
    assert len(hits) == 5


def test_every_hit_tells_how_it_was_found(base: KnowledgeBase) -> None:
    (german, *_) = base.search(Query("Sprachkurs für Mütter"), 3)
    assert {found.leg for found in german.found} == {"words", "vectors", "near"}
    (english, *_) = base.search(Query("language course for mothers", "en"), 3)
    assert {"vectors", "near"} <= {found.leg for found in english.found}
    assert english.document.title.startswith(("Sprachkurse", "Vorlage"))
