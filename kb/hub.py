"""Models of sentence-transformers by name or folder: from disk where they lie there, else from the hub, if it may be asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

Model = TypeVar("Model")
SECONDS = 10  # for the hub to answer at all; loading straight away would retry for minutes without network


def sentence_transformer(model: str) -> SentenceTransformer:
    """Return an embedding model.

    :raises KnowledgeBaseError: "model-unavailable": not there, out of reach, or no embedding model.
    """
    _quiet()
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (takes seconds, and only this way needs it)

    return _loaded(model, "model-unavailable", SentenceTransformer)


def cross_encoder(model: str) -> CrossEncoder:
    """Return a model that scores pairs of a question and a text.

    :raises KnowledgeBaseError: "reranker-unavailable": not there, out of reach, or no such model.
    """
    _quiet()
    from sentence_transformers import CrossEncoder  # noqa: PLC0415 (takes seconds, and only this way needs it)

    return _loaded(model, "reranker-unavailable", CrossEncoder)


def _quiet() -> None:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def _loaded(model: str, unavailable: str, load: Callable[..., Model]) -> Model:
    from huggingface_hub import HfApi  # noqa: PLC0415

    # Code that comes with a model is never run.
    given: dict[str, Any] = {"device": "cpu", "trust_remote_code": False}
    offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")
    try:
        return load(model, **given, local_files_only=True)
    except Exception as error:  # a damaged file raises whatever its format's library has (safetensors, pickle)
        if offline or Path(model).exists() or Path(model).is_absolute():
            raise KnowledgeBaseError(unavailable, model=model, why=_reason(error)) from error
    try:
        HfApi().model_info(model, timeout=SECONDS)
        return load(model, **given)
    except Exception as error:  # the hub's client lets the errors of its HTTP library through, whichever that is
        raise KnowledgeBaseError(unavailable, model=model, why=_reason(error)) from error


def _reason(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200] or type(error).__name__
