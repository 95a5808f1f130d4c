"""Names of people in questions and answers: as `kb.people` finds them."""

from kb.people import family, is_noun, names

__all__ = ["family", "is_noun", "names"]
