"""The knowledge base as a llama-index retriever, for any llama-index application.

engine = RetrieverQueryEngine.from_args(KizRetriever(kb, k=8), llm=any_llm)
"""

from __future__ import annotations

from typing import Protocol

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from kb.model import Audience, Hit, Query

# Shown to a language model with the text; the rest is for the application.
_FOR_MODELS = ("title", "page", "date", "section")


class Searchable(Protocol):
    """What can be searched: `kb.store.KnowledgeBase`, or a stand-in in tests."""

    def search(self, query: Query, k: int) -> tuple[Hit, ...]: ...


class KizRetriever(BaseRetriever):
    """Returns the `k` best passages with document, title, page, pages, date, section, reference.

    `page` is the first of `pages` (1-based); `date` is ISO 8601, or empty where the paper has none;
    `section` joins the headings above the passage with " > ".
    """

    def __init__(self, kb: Searchable, k: int = 8, *, language: str = "de", audience: Audience = "public") -> None:
        super().__init__()
        self._kb = kb
        self._k = k
        self._language = language
        self._audience = audience

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        query = Query(text=query_bundle.query_str, language=self._language, audience=self._audience)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in self._kb.search(query, self._k)]


def _node(hit: Hit) -> TextNode:
    passage, document = hit.passage, hit.document
    metadata: dict[str, object] = {
        "document": document.file,
        "title": document.title,
        "page": passage.first_page,
        "pages": list(range(passage.first_page, passage.last_page + 1)),
        "date": document.date.isoformat() if document.date else "",
        "section": " > ".join(passage.section),
        "reference": document.reference or "",
    }
    hidden = [name for name in metadata if name not in _FOR_MODELS]
    return TextNode(
        id_=f"{document.id}:{passage.id or passage.ordinal}",
        text=passage.text,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=hidden,
    )
