"""What a language model is told: the texts of `prompts.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

# The one word by which the model says that the passages hold no answer.
NOTHING = "KEINE_FUNDSTELLE"


@cache
def prompts(section: str) -> dict[str, str]:
    """Return the texts of a section of `prompts.toml` by name, outer blank lines stripped."""
    text = (files(__package__) / "prompts.toml").read_text(encoding="utf-8")
    return {name: words.strip("\n") for name, words in tomllib.loads(text)[section].items()}
