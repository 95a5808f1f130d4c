"""Text to vectors: the model that ships with the project, or any that sentence-transformers can load.

The shipped model is a table with one vector per subword piece (trained by `training/`, described in
`training/README.md`); a text is the L2-normalised sum of its pieces' rows. That needs numpy and
tokenizers, no torch. Other models are loaded through sentence-transformers, imported only then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kb.errors import KnowledgeBaseError
from kb.hub import sentence_transformer

BUILTIN = Path(__file__).resolve().parent / "models" / "builtin"
FILES = ("tokenizer.json", "rows.npy", "scale.npy")
# Texts whose new words are cut into pieces together.
BATCH = 1024
# Words whose pieces are remembered, before all are forgotten: some 40 MB.
REMEMBERED = 200_000


class Embedder(Protocol):
    """Turns texts into vectors of one space."""

    @property
    def space(self) -> str:
        """Name and content hash of the model: vectors of different spaces must never be compared."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of texts to be found, each of length 1."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of questions, each of length 1."""

    def words(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of single words, whatever their language, each of length 1."""


@runtime_checkable
class Wordwise(Protocol):
    """An embedder whose text vectors are sums of word vectors: words alone cost next to nothing."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def sums(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the sums (n, dimension) of the texts' piece vectors: longer where a text says more."""


class Affixes(NamedTuple):
    """What a family of models wants before questions and before passages."""

    query: str
    passage: str


# Families by a part of the model's name (lower case), the first that fits; from the model cards.
FAMILIES: tuple[tuple[str, Affixes], ...] = (
    ("e5-mistral", Affixes("Instruct: Given a question, retrieve passages that answer it\nQuery: ", "")),
    (
        "e5-large-instruct",
        Affixes("Instruct: Given a question, retrieve passages that answer it\nQuery: ", ""),
    ),
    ("e5", Affixes("query: ", "passage: ")),
    ("deepset-mxbai-embed-de", Affixes("query: ", "passage: ")),
    ("mxbai-embed", Affixes("Represent this sentence for searching relevant passages: ", "")),
    ("bge-m3", Affixes("", "")),
    ("bge-", Affixes("Represent this sentence for searching relevant passages: ", "")),
    ("nomic-embed", Affixes("search_query: ", "search_document: ")),
    ("arctic-embed", Affixes("query: ", "")),
    ("embeddinggemma", Affixes("task: search result | query: ", "title: none | text: ")),
    ("qwen3-embedding", Affixes("Instruct: Given a question, retrieve passages that answer it\nQuery:", "")),
)


def load_embedder(model: str = "builtin") -> Embedder:
    """Return the embedder for the setting `model`: "builtin", a model's name on the hub, or a folder.

    The hub is not asked where the environment says ``HF_HUB_OFFLINE=1``.

    :raises KnowledgeBaseError: the model is not there, cannot be reached or is no embedding model.
    """
    return _builtin() if model == "builtin" else HubEmbedder(model)


@cache
def _builtin() -> StaticEmbedder:
    """Load the shipped model once: search, answers and measures of one process share it."""
    return load_static(BUILTIN)


def load_static(folder: Path) -> StaticEmbedder:
    """Return the model in `folder`, as `training.export.write` lays it out.

    :raises KnowledgeBaseError: files are missing or damaged.
    """
    try:
        pieces = _tokenizer((folder / "tokenizer.json").read_text(encoding="utf-8"))
        table = np.load(folder / "rows.npy").astype(np.float32) * np.load(folder / "scale.npy")[:, None]
        space = f"{folder.name}-{_digest(folder / name for name in FILES)}"
    except (OSError, ValueError) as error:
        raise KnowledgeBaseError("model-unavailable", model=folder, why=error) from error
    return StaticEmbedder(space, pieces, table)


class StaticEmbedder:
    """One vector per piece, added up; the same words always give the same vector, in any order.

    :param table: (pieces, dimension), rows already carry their weight.
    """

    def __init__(self, space: str, tokenizer: Tokenizer, table: NDArray[np.float32]) -> None:
        self._space = space
        self._tokenizer = tokenizer
        self._table = table
        self._known: dict[str, list[int]] = {}
        # For texts without a known piece: a direction like any other, so that no cosine is undefined.
        self._nothing = np.full(table.shape[1], table.shape[1] ** -0.5, dtype=np.float32)

    @property
    def space(self) -> str:
        return self._space

    @property
    def dimension(self) -> int:
        return int(self._table.shape[1])

    def folded(self, text: str) -> str:
        """Return the text in the spelling that the pieces know: small letters, no accents, no marks."""
        return str(self._tokenizer.normalizer.normalize_str(text))

    def pieces(self, word: str) -> tuple[str, ...]:
        """Return the pieces that a word is made of."""
        return tuple(self._tokenizer.encode(word, add_special_tokens=False).tokens)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension), each of length 1; questions and passages are treated alike."""
        return _unit(self.sums(texts), self._nothing)

    def sums(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the sums (n, dimension) of the texts' piece vectors, zeros where no piece is known."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [text.split() for text in texts[start : start + BATCH]]
            known = self._pieces(batch)
            for n, words in enumerate(batch, start):
                pieces = [piece for word in words for piece in known[word]]
                # Row by row: numpy's reduceat over the whole batch takes three times as long.
                vectors[n] = self._table.take(pieces, axis=0).sum(axis=0)
        return vectors

    queries = passages
    words = passages

    def _pieces(self, batch: Sequence[Sequence[str]]) -> dict[str, list[int]]:
        """Return the piece ids of every word: no piece spans a blank, so a word met before need not be cut again."""
        known = self._known
        new = sorted({word for words in batch for word in words if word not in known})
        if len(known) + len(new) > REMEMBERED:
            known = self._known = {}
            new = sorted({word for words in batch for word in words})
        for word, pieces in zip(new, self._cut(new), strict=True):
            known[word] = pieces
        return known

    def _cut(self, words: Sequence[str]) -> list[list[int]]:
        """Return the piece ids of each word; cut as one text, which takes half the time of as many small ones."""
        cut: list[list[int]] = [[] for _ in words]
        encoding = self._tokenizer.encode(" ".join(words), add_special_tokens=False)
        starts = np.cumsum([0, *(len(word) + 1 for word in words)])
        firsts = [first for first, _ in encoding.offsets]
        for piece, at in zip(encoding.ids, np.searchsorted(starts, firsts, side="right") - 1, strict=True):
            cut[at].append(piece)
        return cut


class HubEmbedder:
    """A model of sentence-transformers, by name or folder.

    :raises KnowledgeBaseError: the model is not there, cannot be reached or is no embedding model.
    """

    def __init__(self, model: str) -> None:
        self._model = sentence_transformer(model)
        size = self._model.get_embedding_dimension()
        if not size:
            raise KnowledgeBaseError("model-unavailable", model=model, why="dimension 0")
        self._dimension = int(size)
        name = Path(model).name
        self._affixes = affixes(name)
        self._nothing = np.full(self._dimension, self._dimension**-0.5, dtype=np.float32)
        # The weights' content is known by what they answer: a changed model gives other numbers.
        probe = np.round(self._encode(["Integration"], self._affixes.passage), 3).tobytes()
        self._space = f"{name}-{hashlib.sha256(probe).hexdigest()[:12]}"

    @property
    def space(self) -> str:
        return self._space

    @property
    def dimension(self) -> int:
        return self._dimension

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of texts to be found, each of length 1."""
        return self._encode(texts, self._affixes.passage)

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of questions, each of length 1."""
        return self._encode(texts, self._affixes.query)

    def words(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of single words, each of length 1."""
        return self._encode(words, self._affixes.query)

    def _encode(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        vectors = np.tile(self._nothing, (len(texts), 1))
        full = [n for n, text in enumerate(texts) if text.strip()]
        if full:
            found = self._model.encode(
                [prefix + texts[n] for n in full], convert_to_numpy=True, show_progress_bar=False, prompt=""
            )
            vectors[full] = _unit(np.asarray(found, dtype=np.float32), self._nothing)
        return vectors


def affixes(name: str) -> Affixes:
    """Return what the model called `name` wants before questions and passages; nothing if unknown."""
    return next((known for part, known in FAMILIES if part in name.lower()), Affixes("", ""))


def _unit(sums: NDArray[np.float32], nothing: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    empty = lengths < 1e-9
    return np.where(empty, nothing, sums / np.where(empty, 1, lengths)).astype(np.float32)


def _tokenizer(text: str) -> Tokenizer:
    try:
        return Tokenizer.from_str(text)
    except Exception as error:  # tokenizers raises nothing narrower
        raise ValueError(f"tokenizer.json: {error}") from error


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
