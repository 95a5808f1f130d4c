"""The pipeline of LlamaIndex's tutorials, for benchmarks beside ours.

As its pages "Quickstart", "Storing" and "Chroma" have it, with its defaults: `SimpleDirectoryReader` with pypdf page by
page, `SentenceSplitter` (1024 tokens, overlap 200), `VectorStoreIndex` in memory or in Chroma, a retriever, a query
engine. Two things take the place of what would come from the internet: for the embedding, either a transformer of the
size of all-MiniLM-L6-v2 with random weights (same cost, no sense; it cuts off after 256 tokens, as that model does) or
our own static vectors; for the language model, `MockLLM`, which costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pypdf
from llama_index.core import (
    MockEmbedding,
    SimpleDirectoryReader,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms.mock import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document, MetadataMode, TextNode
from pydantic import PrivateAttr

from evaluation.bench_asked import HITS, Watching, found, timed
from evaluation.bench_measures import Clock, size_mb
from kb.embed import Embedder, load_embedder

if TYPE_CHECKING:
    from evaluation.bench_texts import Paper

Kind = Literal["memory", "chroma"]
# all-MiniLM-L6-v2: six layers of 384, twelve heads; it cuts off after 256 tokens.
MINILM = {
    "vocab_size": 30522,
    "hidden_size": 384,
    "num_hidden_layers": 6,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
}
TOKENS = 256
# Letters of a token, about, for the tokenizers of such models and German text.
LETTERS = 4
# What `VectorStoreIndex` inserts at once.
TOGETHER = 2048


class PagesReader(BaseReader):
    """Reads PDFs as the PDF reader of `llama-index-readers-file` does, which asks for an older pypdf than ours."""

    def load_data(self, file: Path, extra_info: dict[str, Any] | None = None, **_: Any) -> list[Document]:
        """Return a document per page."""
        pages = enumerate(pypdf.PdfReader(file).pages, 1)
        return [
            Document(
                text=page.extract_text(),
                metadata={"page_label": str(number), "file_name": Path(file).name, **(extra_info or {})},
            )
            for number, page in pages
        ]


class StaticEmbedding(MockEmbedding):
    """Vectors of our built-in model."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embed_dim=embedder.dimension)
        self._embedder = embedder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        found: list[list[float]] = self._embedder.passages(texts).tolist()
        return found


class TransformerEmbedding(MockEmbedding):
    """Vectors of a transformer of MiniLM's size that was never trained."""

    _model: Any = PrivateAttr()

    def __init__(self) -> None:
        super().__init__(embed_dim=MINILM["hidden_size"])
        self._model = _transformer()

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        import torch  # noqa: PLC0415 - takes a second, and most runs here need it not

        lengths = [min(TOKENS, max(8, len(text) // LETTERS)) for text in texts]
        tokens = torch.randint(0, MINILM["vocab_size"], (len(texts), max(lengths)))
        mask = torch.arange(max(lengths)) < torch.tensor(lengths)[:, None]
        with torch.inference_mode():
            states = self._model(tokens, attention_mask=mask).last_hidden_state
        means = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        found: list[list[float]] = means.tolist()
        return found


@cache
def _transformer() -> Any:
    import torch  # noqa: PLC0415
    from transformers import BertConfig, BertModel  # noqa: PLC0415

    torch.manual_seed(0)
    return BertModel(BertConfig(**MINILM)).eval()


def kinds() -> tuple[Kind, ...]:
    """Return where this pipeline can keep its vectors here; its adapter for Chroma is a package of its own."""
    there = find_spec("llama_index.vector_stores") and find_spec("llama_index.vector_stores.chroma")
    return ("memory", "chroma") if there else ("memory",)


def read_and_index(files: Sequence[Path], embedding: BaseEmbedding) -> int:
    """Take PDFs into an index in memory; return the number of pages."""
    documents = SimpleDirectoryReader(
        input_files=[str(file) for file in files], file_extractor={".pdf": PagesReader()}, raise_on_error=True
    ).load_data()
    VectorStoreIndex.from_documents(documents, embed_model=embedding, transformations=[SentenceSplitter()])
    return len(documents)


def nodes_of(paper: Paper) -> list[TextNode]:
    """Return the passages of a paper as nodes, with the metadata that the reader of PDFs gives them."""
    document = paper.document
    return [
        TextNode(
            id_=f"{document.id}-{passage.ordinal}",
            text=passage.text,
            metadata={
                "page_label": str(passage.pieces[0].page if passage.pieces else 1),
                "file_name": document.file,
                "title": document.title,
            },
        )
        for passage in paper.passages
    ]


class Building:
    """An index of the tutorial being built from the same passages as ours, in memory or in Chroma."""

    def __init__(self, kind: Kind, folder: Path, source: Path, size: int, questions: Sequence[str] = ()) -> None:
        from evaluation.bench_texts import load, papers  # noqa: PLC0415 - with our index: not to count where it is asked

        self._kind, self._folder = kind, folder
        self._nodes = _batches(papers(load(source), size))
        self._watching = Watching(load_embedder(), questions)
        self._clock = Clock()
        self._done = 0
        with self._clock:
            storage = StorageContext.from_defaults(vector_store=_chroma(folder) if kind == "chroma" else None)
            embedding = StaticEmbedding(self._watching)
            self._index = VectorStoreIndex([], storage_context=storage, embed_model=embedding)

    def step(self, count: int) -> bool:
        """Insert nodes until there are so many more; return whether there is more to come."""
        until = self._done + count
        for nodes in self._nodes:
            with self._clock:
                self._index.insert_nodes(nodes)
            self._done += len(nodes)
            if self._done >= until:
                return True
        return False

    def finish(self) -> dict[str, float]:
        """Write what is not on the disk yet; return the passages, what it took, and what lies there."""
        with self._clock:
            if self._kind == "memory":
                self._index.storage_context.persist(str(self._folder))
        return {
            "passages": self._done,
            "seconds": self._clock.seconds,
            "worked": self._clock.worked,
            "disk_mb": size_mb(self._folder),
        }

    def floors(self) -> list[float]:
        """Return per question how near its tenth nearest passage is."""
        return self._watching.floors()


class Asking:
    """An index of the tutorial being asked."""

    def __init__(self, kind: Kind, folder: Path) -> None:
        self._embedder = load_embedder()
        embedding = StaticEmbedding(self._embedder)
        if kind == "chroma":
            index: Any = VectorStoreIndex.from_vector_store(_chroma(folder), embed_model=embedding)
        else:
            index = load_index_from_storage(
                StorageContext.from_defaults(persist_dir=str(folder)), embed_model=embedding
            )
        self._retriever = index.as_retriever(similarity_top_k=HITS)
        self._engine = index.as_query_engine(llm=MockLLM())

    def search(self, question: str) -> None:
        """Find the ten nearest passages."""
        self._retriever.retrieve(question)

    def answer(self, question: str) -> None:
        """Have the query engine answer, with a language model that costs nothing."""
        self._engine.query(question)

    def timed(self, question: str) -> dict[str, float]:
        """Search and answer once; return the milliseconds of both, by the clock and of the processor."""
        return timed(self, question)

    def found(self, questions: Sequence[str], floors: Sequence[float]) -> float:
        """Return which share of the exactly nearest passages are among those found."""
        cosines = []
        for question, vector in zip(questions, self._embedder.queries(questions), strict=True):
            texts = [each.node.get_content(MetadataMode.EMBED) for each in self._retriever.retrieve(question)]
            cosines.append((self._embedder.passages(texts) @ vector).tolist())
        return found(cosines, floors)


def _chroma(folder: Path) -> Any:
    from llama_index.vector_stores.chroma import ChromaVectorStore  # noqa: PLC0415 - not installed everywhere

    return ChromaVectorStore.from_params(collection_name="tutorial", persist_dir=str(folder))


def _batches(found: Iterable[Paper]) -> Iterator[list[TextNode]]:
    """Yield the nodes of papers, as many together as the index itself inserts at once."""
    nodes = (node for paper in found for node in nodes_of(paper))
    while batch := list(islice(nodes, TOGETHER)):
        yield batch
