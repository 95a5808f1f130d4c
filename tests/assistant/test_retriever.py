"""The knowledge base as a llama-index retriever."""

from __future__ import annotations

from datetime import date

from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.schema import MetadataMode

from assistant.retriever import KizRetriever
from kb.model import Box, Document, Hit, Passage, Piece, Query


def hit(text: str, *, number: int = 1, dated: date | None = date(2019, 3, 1), pages: tuple[int, int] = (2, 3)) -> Hit:
    pieces = (Piece(0, 3, pages[0], Box(0, 0, 9, 9)), Piece(4, len(text), pages[1], Box(0, 0, 9, 9)))
    document = Document("d1", "v", "vorlage.pdf", "Vorlage", "paper", "public", 5, dated, reference="50/025/2021")
    return Hit(Passage(number, "d1", "v", 0, text, ("5 Bildung", "5.1 Kita"), pieces, ()), document, 0.75)


class Shelf:
    def __init__(self, *hits: Hit) -> None:
        self.hits = hits
        self.asked: list[Query] = []

    def search(self, query: Query, k: int) -> tuple[Hit, ...]:
        self.asked.append(query)
        return self.hits[:k]


def test_nodes_carry_text_score_and_where_they_stand() -> None:
    node = KizRetriever(Shelf(hit("Das Amt hilft."))).retrieve("Wer hilft?")[0]
    assert (node.node.node_id, node.text, node.score) == ("d1:1", "Das Amt hilft.", 0.75)
    assert node.metadata == {
        "document": "vorlage.pdf",
        "title": "Vorlage",
        "page": 2,
        "pages": [2, 3],
        "date": "2019-03-01",
        "section": "5 Bildung > 5.1 Kita",
        "reference": "50/025/2021",
    }


def test_a_paper_without_a_date_has_an_empty_one() -> None:
    assert KizRetriever(Shelf(hit("x y z", dated=None))).retrieve("?")[0].metadata["date"] == ""


def test_only_k_passages_come_back_and_the_public_ones_by_default() -> None:
    shelf = Shelf(hit("Das Amt hilft.", number=1), hit("Der Kreis hilft.", number=2))
    assert len(KizRetriever(shelf, k=1, language="tr").retrieve("kim?")) == 1
    assert shelf.asked == [Query("kim?", language="tr", audience="public")]


def test_a_model_is_shown_title_page_date_and_section_only() -> None:
    node = KizRetriever(Shelf(hit("Das Amt hilft."))).retrieve("?")[0].node
    shown = node.get_content(metadata_mode=MetadataMode.LLM)
    assert "page: 2" in shown
    assert "vorlage.pdf" not in shown


def test_a_llama_index_query_engine_answers_over_it_without_network_or_key() -> None:
    llm = MockLLM()
    engine = RetrieverQueryEngine(KizRetriever(Shelf(hit("Das Amt hilft."))), get_response_synthesizer(llm=llm))
    response = engine.query("Wer hilft?")
    assert "Das Amt hilft." in str(response)
    assert response.source_nodes[0].metadata["page"] == 2
