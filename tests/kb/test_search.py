from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kb import search
from kb.embed import load_embedder
from kb.errors import KnowledgeBaseError
from kb.model import Box, Consultation, Document, Hit, Passage, Piece, Query, Sentence
from kb.pairs import PairReader
from kb.publication import publication
from kb.search import WEIGHTS, weights_for
from kb.store import KnowledgeBase
from kb.synonyms import load

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


COUNCILS = ("Sozialausschuss", "Schulausschuss", "Kreistag")
TOPICS = ("Sprachkurs Eltern", "Kita Gebühr", "Sprachkurs Frauen", "Gehweg Winter", "Eltern Kita Sprachkurs")


@pytest.fixture(scope="module")
def hundred(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """An index of 120 documents of four passages each, of all sorts."""
    folder = tmp_path_factory.mktemp("hundred")
    with publication(folder, load_embedder()) as work:
        for n in range(120):
            document = paper(
                f"D{n}",
                kind=("vorlage", "bericht", "satzung")[n % 3] if n % 40 else "steckbrief",
                visibility=("public", "internal")[n % 2],
                date=date(2000 + n % 20, 1, 1) if n % 7 else None,
                consultations=(Consultation(COUNCILS[n % 5 % 3]),),
            )
            texts = [f"{TOPICS[(n + m) % 5]} {n % 11} {'mehr ' * m}" for m in range(4)]
            work.add(None, document, "test", [], [], [passage(document, m, text) for m, text in enumerate(texts)])
        work.publish({})
    with KnowledgeBase.open(folder, load_embedder()) as opened:
        yield opened


def legs_of(hits: tuple[Hit, ...]) -> dict[str, list[int]]:
    """Return the passages of each leg in the leg's own order."""
    legs: dict[str, dict[int, int]] = {}
    for hit in hits:
        for found in hit.found:
            legs.setdefault(found.leg, {})[found.rank] = hit.passage.id
    return {leg: [by[rank] for rank in sorted(by)] for leg, by in legs.items() if leg != "near"}


@pytest.mark.parametrize("narrow", [0, 20, 1_000_000], ids=["fetching more", "as shipped", "inside the index"])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "filters",
    [
        {"kinds": ("vorlage",)},
        {"kinds": ("steckbrief",)},
        {"kinds": ("steckbrief", "satzung")},
        {"years": (2010, 2012)},
        {"years": (None, 2018)},
        {"organizations": ("schulausschuss",)},
        {"visibilities": ("public",)},
        {"documents": (paper("D8").id, paper("D17").id)},
        {"kinds": ("bericht",), "years": (2005, None), "visibilities": ("internal",)},
    ],
    ids=str,
)
def test_under_a_filter_each_leg_is_the_whole_ranking_filtered(
    hundred: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, filters: Mapping[str, Any], language: str, narrow: int
) -> None:
    question = {"de": "Sprachkurs für Eltern 7", "en": "language course parents 7"}[language]
    depth = 12
    monkeypatch.setattr(search, "DEPTH", 1000)
    every = hundred.search(Query(question, language), 1000)
    scopes = hundred._scopes(hundred._current(), Query(question, language, **filters))
    passes = {hit.passage.id for hit in every if any(hit.document.id in scope.passing for scope in scopes)}
    by_shard = [{*scope.shown.ids.tolist()} for scope in scopes]
    monkeypatch.setattr(search, "DEPTH", depth)
    monkeypatch.setattr(search, "NARROW", narrow)
    hits = hundred.search(Query(question, language, **filters), 1000)
    whole, filtered = legs_of(every), legs_of(hits)
    assert filtered
    for leg in whole:
        found = filtered.get(leg, [])
        scores = {
            hit.passage.id: next(f.score for f in hit.found if f.leg == leg)
            for hit in every
            if hit.passage.id in whole[leg]
        }
        for ids in by_shard:
            right = [scores[passage] for passage in whole[leg] if passage in passes & ids][:depth]
            got = [scores[passage] for passage in found if passage in ids]
            assert {*found} <= passes
            assert got == pytest.approx(right, abs=1e-5)


def test_a_question_of_one_or_two_words_trusts_its_vector_less() -> None:
    assert weights_for(Query("Wo kann ich einen Sprachkurs in Mettmann besuchen?")) == WEIGHTS["de"]
    two, one = weights_for(Query("Organe Landkreis?")), weights_for(Query("Hauptsatzung"))
    assert two["vectors"] == pytest.approx(WEIGHTS["de"]["vectors"] * 2 / 3)
    assert one["vectors"] == pytest.approx(WEIGHTS["de"]["vectors"] / 3)
    assert {two[leg] for leg in ("words", "near")} == {WEIGHTS["de"][leg] for leg in ("words", "near")}
    assert weights_for(Query("")) == WEIGHTS["de"]


def test_numbers_alone_are_matched_by_words_alone(base: KnowledgeBase) -> None:
    weights = weights_for(Query("50/025/2021"))
    assert {leg for leg, weight in weights.items() if weight} == {"words"}
    for hit in base.search(Query("2015"), 5):
        assert {found.leg for found in hit.found} == {"words"}


def test_a_few_words_that_the_papers_know_count_as_german_whatever_language_was_told(base: KnowledgeBase) -> None:
    told = base.explain(Query("Gehwege kehren", "pl")).weights
    assert (told["words"], told["translated"]) == (WEIGHTS["de"]["words"], WEIGHTS["other"]["translated"])
    assert base.explain(Query("Gehwege zamiatać", "pl")).weights == WEIGHTS["other"]
    assert base.explain(Query("Der Sprachkurs beginnt: Gehwege kehren", "pl")).weights == WEIGHTS["other"]
    assert base.search(Query("Gehwege kehren", "pl"), 1)[0].document.title == "Straßen"


@pytest.mark.parametrize("text", ["", "???", " – …"])
def test_signs_alone_find_nothing(base: KnowledgeBase, text: str) -> None:
    assert base.search(Query(text), 5) == ()


def test_what_was_looked_up_is_explained(base: KnowledgeBase) -> None:
    english = base.explain(Query("financial support for childcare", "en"))
    assert "kinderbetreuung" in {word.casefold() for word in english.translated}
    assert english.weights == WEIGHTS["other"]
    german = base.explain(Query("Was ist das KIZ?"))
    assert "ki" in german.synonyms
    assert german.translated == {}


def test_an_administrators_synonyms_count_without_a_new_index(base: KnowledgeBase, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[group]]\nterms = ["Besenwagen", "Gehweg"]\n', encoding="utf-8")

    def found(knowledge: KnowledgeBase) -> bool:
        hits = knowledge.search(Query("Besenwagen"), 5)
        return any(leg.leg == "words" and hit.document.title == "Straßen" for hit in hits for leg in hit.found)

    assert not found(base)
    with KnowledgeBase.open(base.index, load_embedder(), synonyms=load(own)) as widened:
        assert found(widened)
        assert "gehweg" in widened.explain(Query("Besenwagen")).synonyms


class Backwards(PairReader):
    """Prefers what speaks of pavements."""

    def scores(self, question: str, texts: Mapping[int, str]) -> list[tuple[int, float]]:
        return [(passage, float("Gehwege" in text)) for passage, text in texts.items()]


def test_a_cross_encoder_has_the_last_word_and_its_rank_is_shown(base: KnowledgeBase) -> None:
    query = Query("Sprachkurs für Mütter und Gehwege")
    assert "pairs" not in base.explain(query).weights
    plain = base.search(query, 4)
    with KnowledgeBase.open(base.index, load_embedder(), reader=Backwards("x")) as read:
        first = read.search(query, 4)[0]
        assert "pairs" in read.explain(query).weights
    assert plain[0].document.title != "Straßen"
    assert first.document.title == "Straßen"
    assert [found.rank for found in first.found if found.leg == "pairs"] == [1]
    absent = PairReader(str(base.index / "none"), lambda _: None)
    with KnowledgeBase.open(base.index, load_embedder(), reader=absent) as without:
        assert [hit.passage.id for hit in without.search(query, 4)] == [hit.passage.id for hit in plain]


def test_a_model_out_of_reach_leaves_the_index_to_serve(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    before = base.search(Query("Sprachkurs"), 3)
    with pytest.raises(KnowledgeBaseError, match="bleibt benutzbar"):
        load_embedder("nobody/kein-modell")
    with KnowledgeBase.open(base.index, load_embedder()) as again:
        assert again.search(Query("Sprachkurs"), 3) == before
