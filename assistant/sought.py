"""Reads a question about offices: whom it names, what it asks they be responsible for, in which of the ten languages.

What German questions say is here, what those in other languages say in `offices.toml`, with the names of offices that every
Kreis has. Words of other languages that neither this nor a facet of the offers tells are left to be met by their meaning.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from assistant.facts import kind_of
from assistant.glossary import bodies, in_german_names
from assistant.offer_asking import read_asked
from assistant.offer_terms import folded
from assistant.people import names
from assistant.question import REACHING, WORDS, Question, function_words, reaching
from kb.contact_names import body, post
from kb.german import analyse

# A question that says of something that somebody is responsible for it.
_CHARGED = r"zuständig|verantwortlich|ansprechpartner|ansprechperson|wende\w*\b|kümmert|betreut|bearbeitet|koordiniert"
_LEADS = re.compile(r"^(?:leit(?:et|ete|en|eten)|geleitet|führt|chef\w*)$", re.IGNORECASE)
_ONCE = r"\b(?:früher\w*|vorgänger\w*|vorher\w*|ehemal\w*|bisher\w*|damal\w*|zuvor|vormal\w*|war|waren|leitete|vor)\b"
# Words of such questions that ask for nothing in particular.
_EMPTY = re.compile(
    r"^(?:wer|wen|wem|wie|wo|welche\w*|was|kann|können|erreich\w*|find\w*|sprech\w*|ruf\w*|frage\w*|bitte|heute|aktuell\w*|derzeit\w*|momentan|jetzt|gerade|neue[rns]?"
    r"|person\w*|mitarbeiter\w*|stelle|kontakt\w*|herrn?|frau|wegen|rund|thema|themen|bereich|hilft|hilfe|an|für|ich|man|mich|uns|wir|es|gibt|hat|haben|lautet|heißt|nummer|durchwahl|amtsleit\w*|team)$",
    re.IGNORECASE,
)
# With what somebody is charged is part of the word for them: "Integrationsbeauftragte".
_CHARGE = re.compile(r"(?i)\wbeauftragte[rn]?$")
# Facets of offers by which a question in another language and a paper name one field of work.
_FIELDS = ("audience", "topic")


class Sought(NamedTuple):
    """What a question asks for: people by name, words with other names for the same made one, and as they are asked.

    `posts` are kinds of offices, `ways` how somebody is reached; `charged`: who is responsible; `once`: who it was before.
    `far` are words of another language that a paper can meet by its meaning only.
    """

    people: tuple[str, ...]
    words: frozenset[str]
    literal: frozenset[str]
    posts: frozenset[str]
    ways: frozenset[str]
    charged: bool
    once: bool = False
    far: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether it says of what, or of whom."""
        return bool(self.words or self.far or self.people)


def read_sought(asked: Question) -> Sought:
    """Return what a question asks for."""
    return _german(asked) if asked.language == "de" else _foreign(asked)


def fields(text: str) -> frozenset[str]:
    """Return the fields of work that a German text names, each as a word of its own ("@topic:sport")."""
    return frozenset(
        f"@{one.facet}:{code}" for one in read_asked(text, "de").told if one.facet in _FIELDS for code in one.codes
    )


def _german(asked: Question) -> Sought:
    people = names(asked.text)
    held = [
        word
        for word in WORDS.findall(_without(asked.text, people))
        if word.casefold() not in function_words("de")
        and not _EMPTY.match(word)
        and not _pattern("de", "charged").search(word)
        and not _LEADS.match(word)
        and not _pattern("de", "once").fullmatch(word)
        and not _idle(word)
    ]
    rest = " ".join(held)
    literal = frozenset(analyse(rest).stems)
    charged = bool(_pattern("de", "charged").search(asked.text))
    posts = {
        found
        for word in WORDS.findall(asked.text)
        if (found := post(word)) and not _pattern("de", "charged").search(word)
    }
    if any(_LEADS.match(word) for word in WORDS.findall(asked.text)):
        posts.add("leader")
    charge = {part for word in WORDS.findall(asked.text) if _CHARGE.search(word) for part in analyse(word).parts[:-1]}
    once = bool(_pattern("de", "once").search(asked.text)) and (not people or _precedes(asked.text, people))
    return Sought(
        people,
        (body(rest) if held else literal) | charge,
        literal,
        frozenset(posts),
        asked.wants & REACHING,
        charged,
        once,
    )


def _foreign(asked: Question) -> Sought:
    people = names(asked.text)
    text = in_german_names(_without(asked.text, people), asked.language)
    named = [name for name, _ in bodies() if name in text]
    said = {word for name in named for word in body(name)}
    # Looked at as they are written: the cues of what is asked for are not folded.
    idle = {
        *map(folded, function_words(asked.language)),
        # "зв'язатися" is two words to whoever splits at apostrophes, and one to the cues.
        *(folded(word) for said in text.split() if _idle(said) for word in WORDS.findall(said)),
        *(folded(word) for word in WORDS.findall(text) if _idle(word)),
    }
    text = folded(_without(text, named))
    framed = {kind: _pattern(asked.language, kind) for kind in ("charged", "leads", "once", "empty")}
    charged, leads, once = (bool(framed[kind].search(text)) for kind in ("charged", "leads", "once"))
    told = [one for one in read_asked(text, asked.language).told if one.facet in _FIELDS]
    said |= {f"@{one.facet}:{code}" for one in told for code in one.codes}
    for start, end in sorted(((one.start, one.end) for one in told), reverse=True):
        text = f"{text[:start]} {text[end:]}"
    words = [match.group() for match in WORDS.finditer(text)]
    framing = {word for cue in framed.values() for word in words if cue.search(word)}
    posts = {found for word in WORDS.findall(asked.text) if (found := post(word)) and _german_word(word)}
    far = tuple(dict.fromkeys(word for word in words if word not in idle and word not in framing and len(word) > 1))
    return Sought(
        people,
        frozenset(said),
        frozenset(stem for name in named for stem in analyse(name).stems),
        frozenset(posts | ({"leader"} if leads else set())),
        asked.wants & REACHING,
        charged,
        once and not people,
        far,
    )


def _idle(word: str) -> bool:
    """Return whether a word says who or what is asked for, not of what."""
    return bool(post(word)) or reaching(word) or kind_of(word) in {*REACHING, "leader", "person", "holder", "hours"}


def _german_word(word: str) -> bool:
    return word[0].isupper() and word.isascii()


def _without(text: str, people: Sequence[str]) -> str:
    for name in people:
        text = text.replace(name, " ")
    return text


def _precedes(text: str, people: Sequence[str]) -> bool:
    return any(re.search(rf"vorgänger|\bvor\s+{re.escape(name)}", text, re.IGNORECASE) for name in people)


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    if language == "de":
        return re.compile({"charged": _CHARGED, "once": _ONCE}[kind], re.IGNORECASE)
    return re.compile(folded(str(_table()[language][kind])))


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("assistant") / "offices.toml").read_text(encoding="utf-8"))
