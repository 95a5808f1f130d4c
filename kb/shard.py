"""One shard of the knowledge base: the public or the internal papers, each with indexes of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kb import german, steps
from kb.catalogue import Catalogue
from kb.catalogue_place import catalogue_file, catalogue_place
from kb.disk import disk_error
from kb.embed import Embedder
from kb.errors import KnowledgeBaseError
from kb.ledger import Generation
from kb.model import Visibility
from kb.places import VECTORS, open_vectors, open_words
from kb.register import Register
from kb.synonyms import Group
from kb.vectors import VectorIndex
from kb.words import WordIndex

# How a passage's text is put together for the vectors; another way makes other vectors.
COMPOSED = "title+text"


def index_recipe(embedder: Embedder) -> str:
    """Return what word index and vectors are made with: model, analyser, composition of the text."""
    return f"{embedder.space} words-{german.VERSION} {COMPOSED}"


class Shard:
    """What belongs to one visibility: catalogue, word index, vectors and copies of the files.

    Word index and vectors, in the folder `indexes`, are opened at their first use: a run that finds nothing
    changed needs neither.
    """

    def __init__(
        self,
        visibility: Visibility,
        folder: Path,
        indexes: Path,
        catalogue: Catalogue,
        open_words: Callable[[], WordIndex],
        open_vectors: Callable[[], VectorIndex],
    ) -> None:
        self.visibility = visibility
        self.folder = folder
        self.indexes = indexes
        self.catalogue = catalogue
        self._open_words, self._open_vectors = open_words, open_vectors
        self._words: WordIndex | None = None
        self._vectors: VectorIndex | None = None

    @property
    def words(self) -> WordIndex:
        """The word index."""
        if self._words is None:
            self._words = self._open_words()
        return self._words

    @property
    def has_words(self) -> bool:
        """Whether the word index was opened."""
        return self._words is not None

    @property
    def vectors(self) -> VectorIndex:
        """The vectors."""
        if self._vectors is None:
            self._vectors = self._open_vectors()
        return self._vectors

    def file(self, version: str) -> Path:
        """Return where the PDF with this sha256 is kept."""
        return file_path(self.folder, version)

    def close(self) -> None:
        """Release what was opened."""
        if self._words is not None:
            self._words.close()
        if self._vectors is not None:
            self._vectors.close()
        self.catalogue.close()


def file_path(folder: Path, version: str) -> Path:
    """Return where a shard's folder keeps the PDF with the sha256 `version`."""
    return folder / "files" / f"{version}.pdf"


def shard_exists(index: Path, visibility: Visibility) -> bool:
    """Return whether anything was ever written to this shard."""
    return catalogue_place(index) is not None or catalogue_file(index, visibility).is_file()


def past_exists(index: Path, visibility: Visibility, generation: Generation) -> bool:
    """Return whether superseded versions were ever written to this shard until `generation`."""
    return steps.words_of(_indexes(index, visibility, generation.build, True), generation.number) is not None


def open_shard(
    index: Path,
    visibility: Visibility,
    generation: Generation,
    dimension: int,
    *,
    synonyms: tuple[Group, ...] | None = None,
    past: bool = False,
) -> Shard:
    """Open the shard of `index` for reading, with word index and vectors of `generation`; `synonyms` widen questions.

    With `past`: the versions that newer ones superseded, with word index and vectors of their own.

    :raises KnowledgeBaseError: damaged, or locked by another writer.
    """
    folder = index / visibility
    indexes = _indexes(index, visibility, generation.build, past)
    words = steps.words_of(indexes, generation.number)
    if words is None:
        raise KnowledgeBaseError("index-damaged", path=indexes, why=steps.NAME)
    shard = Shard(
        visibility,
        folder,
        indexes,
        Catalogue(catalogue_file(index, visibility), internal=visibility == "internal", past=past),
        lambda: open_words(words, synonyms=synonyms),
        lambda: open_vectors(indexes / VECTORS, generation.space, dimension),
    )
    _ = (
        shard.words,
        shard.vectors,
    )  # damage is to be seen now, not at somebody's question; and threads share what is open
    return shard


class WritableShard(Shard):
    """A shard for the one writer, with the indexes of superseded versions beside those of the current ones."""

    def __init__(self, index: Path, visibility: Visibility, build: int, recipe: str, dimension: int, base: int) -> None:
        """Open the shard of `index`, made where missing, to write the generation after `base`.

        :raises KnowledgeBaseError: damaged, not writable, or locked by another writer.
        """
        folder = index / visibility
        if visibility == "internal" and not folder.exists():
            _make_closed(folder)
        self.register = Register(catalogue_file(index, visibility), internal=visibility == "internal")
        self._base = base

        def within(indexes: Path) -> tuple[Path, Catalogue, Callable[[], WordIndex], Callable[[], VectorIndex]]:
            return (
                indexes,
                self.register,
                lambda: open_words(steps.begin(indexes, base, base + 1), writable=True),
                lambda: open_vectors(indexes / VECTORS, recipe, dimension, writable=True),
            )

        super().__init__(visibility, folder, *within(_indexes(index, visibility, build, False)))
        self.past = Shard(visibility, folder, *within(_indexes(index, visibility, build, True)))

    def has_past(self) -> bool:
        """Return whether superseded versions were ever written here."""
        return self.past.has_words or steps.words_of(self.past.indexes, self._base) is not None

    def close(self) -> None:
        """Release what was opened."""
        self.past.close()
        super().close()


def _make_closed(folder: Path) -> None:
    """Make the folder of internal papers, which other accounts of the machine have no business in."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o750)
    except OSError as error:
        raise disk_error(error, folder) or KnowledgeBaseError("read-only", path=folder, why=error) from error


def _indexes(index: Path, visibility: Visibility, build: int, past: bool) -> Path:
    folder = build_folder(index, visibility, build)
    return folder / "past" if past else folder


def build_folder(index: Path, visibility: Visibility, build: int) -> Path:
    """Return the folder of a build's word index and vectors."""
    return index / visibility / f"build-{build}"
