"""The errors of the house. Each says what happened and what the reader can do.

The words stand in `kb/wording/errors.de.toml`: an error is raised by its key there, with the file,
page or field it is about, e.g. ``IngestError("no-pdf", path=folder)``.
"""

from __future__ import annotations

from kb.wording import wording


class KizError(Exception):
    """Base of all errors that a user may meet.

    :param key: section of the wording file, with `message` and `remedy`.
    :param about: values for the placeholders of both.
    """

    def __init__(self, key: str, /, **about: object) -> None:
        self.key = key
        self.about = about
        entry = wording("errors")[key]
        self.message = entry["message"].format(**about)
        self.remedy = entry["remedy"].format(**about)
        super().__init__(f"{self.message} {self.remedy}".strip())


class ConfigError(KizError):
    """A setting is unknown or has a value that cannot be used."""


class IngestError(KizError):
    """A source or file cannot be read."""


class KnowledgeBaseError(KizError):
    """The index is missing, locked, damaged or of another kind."""


class AssistantError(KizError):
    """The language model cannot be used."""
