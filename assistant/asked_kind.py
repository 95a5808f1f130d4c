"""Whether a sentence holds the kind of thing asked for, where a question leaves no doubt which kind that is.

"Welche Baufirma ...?" is not answered by an office, "Wann trifft sich ...?" not by a year, "Wie heißt die Leiterin ...?" not
without a name. What a paper says of the right subject without it is a near miss: no answer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant import facts
from assistant.extract import Scored
from assistant.held_facts import SURE
from assistant.lexicon import lexicon as listed
from assistant.match import Matcher
from assistant.needs import is_proper
from assistant.people import names
from assistant.question import WORDS, Question
from kb.model import Hit

# Kinds of fact (`facts.toml`) without which, or without what else can tell one, a sentence is beside the point: an age or a
# rhythm may be told by a bare figure, who leads by whoever is in charge.
STATED = {
    "age": ("age", "number"),
    "duration": ("duration", "number", "date"),
    "frequency": ("frequency", "number"),
    "effect": ("effect", "date"),
    "penalty": ("penalty", "amount"),
    "leader": ("leader", "charge"),
}
_WAYS = frozenset(["phone", "mail"])
_FIGURES = frozenset(["date", "number", "amount", "share"])
# Below this support a word is not met at all: of a question's words some cosine is seldom nought.
HEARD_OF = 0.1
# So many sentences before an answer may say what it is about.
BEFORE = 2
# "... und wer hat das bezahlt?": what holds the one need not hold the other.
_SEVERAL = re.compile(
    r"(?i)\b(?:und|oder|sowie|and|or)\s+(?:\w+\s+)?"
    r"(?:w(?:ie|as|e[rmn]|ann|o|arum|ofür|elch\w*|ieviel)|how|what|who|when|where|which|why)\b"
)
# Who asks for "which towns" is answered by two names at least; a name with the ending of a place is longer than "Stadt".
PLACES, PLACE_ENDS = 2, 5

Holds = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Kind:
    asks: re.Pattern[str]
    looks: re.Pattern[str] | None
    everywhere: bool = False


def misses(
    question: Question,
    picked: Sequence[tuple[int, int]],
    scored: Sequence[Scored],
    hits: Sequence[Hit],
    matcher: Callable[[], Matcher],
) -> bool:
    """Return whether the sentences picked, as (hit number, sentence number), are on the subject without what is asked of it."""
    taken = set(picked)
    texts = [f"{one.unit.lead}\n{one.unit.text}" for one in scored if (one.unit.hit, one.unit.at) in taken]
    near = [hits[number] for number in {number for number, _ in picked}]
    around = [text for hit in near for text in (hit.document.title, *hit.passage.section[-1:])]
    leading = {(number, at - back) for number, at in taken for back in range(1, BEFORE + 1)}
    before = [one.unit.text for one in scored if (one.unit.hit, one.unit.at) in leading]
    return off_kind(question, texts, around, matcher, before)


def off_kind(
    question: Question,
    texts: Sequence[str],
    around: Sequence[str],
    matcher: Callable[[], Matcher],
    before: Sequence[str] = (),
) -> bool:
    """Return whether none of the texts holds the kind of thing that a question surely asks for.

    Nor is a figure or a day an answer where not a single word of the question stands with it.

    :param texts: sentences, each below the lead or heading above it.
    :param around: titles and sections of their papers.
    :param before: the sentences before them: "The lamps are to be new. The costs come to 5,000 Euro."
    :param matcher: makes what compares texts with the question; called where its words are looked for.
    """
    if _SEVERAL.search(question.text):
        return False
    looks = _asked(question, matcher)
    if looks and not any(look(text) for look in looks for text in texts):
        # Who moved something stands in the head of the motion.
        return not _moved(question, around)
    ways = question.wants & _WAYS
    if ways and not any(facts.holds(way, text) for way in ways for text in texts):
        return True
    return bool(question.wants & _FIGURES) and _mute(matcher(), texts, (*around, *before))


def _moved(question: Question, around: Sequence[str]) -> bool:
    """Return whether a party is asked for, and one stands in a title or a heading."""
    party = _kinds()["party"]
    return bool(party.looks and party.asks.search(question.text.casefold()) and any(map(party.looks.search, around)))


def _mute(matcher: Matcher, texts: Sequence[str], around: Sequence[str]) -> bool:
    """Return whether no word of a question is met by texts and what is around them; those for a kind of fact aside."""
    own = [at for at, need in enumerate(matcher.needs) if need.fact is None]
    if not own:
        return False
    met = matcher.supports(matcher.seen([*texts, *around]))
    return float(met[:, own].max(initial=0.0)) < HEARD_OF


def _asked(question: Question, matcher: Callable[[], Matcher]) -> list[Holds]:
    """Return how each kind that is surely asked for looks."""
    found: list[Holds] = []
    if not question.wants & facts.EXACT:
        found += [_held(kind) for kind in sorted(question.wants & STATED.keys()) if _surely(kind, question)]
    for name, kind in _kinds().items():
        if (question.language == "de" or kind.everywhere) and (match := kind.asks.search(question.text.casefold())):
            found.append(_look(name, kind, match, question, matcher))
    return found


def _surely(kind: str, question: Question) -> bool:
    """Return whether a question asks for a kind itself: "Leitung Sprachkurse" may look for more than who leads them."""
    return kind != "leader" or "person" in question.wants


def _held(kind: str) -> Holds:
    """Return what tells whether a text holds a fact of a kind, or one that can stand for it; a name may stand for a leader."""
    named = kind == "leader"
    return lambda text: any(facts.holds(other, text) for other in STATED[kind]) or (named and bool(names(text)))


def _look(name: str, kind: _Kind, match: re.Match[str], question: Question, matcher: Callable[[], Matcher]) -> Holds:
    if name == "role":
        return _in_role(match["role"], matcher())
    if name == "towns":
        said = set(WORDS.findall(question.text))
        return lambda text: len({word for word in WORDS.findall(text) if _place(word)} - said) >= PLACES
    looks = kind.looks
    if name == "helper":
        # Who wrote a paper stands above every sentence of it.
        return lambda text: bool(looks and looks.search(text.rpartition("\n")[2])) and _on_subject(text, matcher())
    return lambda text: bool(looks and looks.search(text))


def _on_subject(text: str, matcher: Matcher) -> bool:
    """Return whether a text says one of the things that a question names; so does any where it names none."""
    things = [at for at, need in enumerate(matcher.needs) if need.sort in ("noun", "name") and need.fact is None]
    return not things or float(matcher.support(text)[things].max()) >= SURE


def _in_role(role: str, matcher: Matcher) -> Holds:
    """Return what tells whether a text names somebody, and the role asked for."""
    at = next((n for n, need in enumerate(matcher.needs) if need.word.casefold() == role), None)

    def look(text: str) -> bool:
        return bool(names(text)) and (at is None or float(matcher.support(text)[at]) >= SURE)

    return look


def _place(word: str) -> bool:
    """Return whether a word is a proper name, or ends as names of places do ("Nordstadt")."""
    if not word[:1].isupper() or word.isupper():
        return False
    return is_proper(word) or (len(word) > PLACE_ENDS and word.casefold().endswith(tuple(listed("places")["endings"])))


@cache
def _kinds() -> dict[str, _Kind]:
    table = tomllib.loads((files("assistant") / "asked_kind.toml").read_text(encoding="utf-8"))
    return {
        name: _Kind(
            re.compile(entry["asks"]),
            re.compile(entry["looks"]) if "looks" in entry else None,
            entry.get("everywhere", False),
        )
        for name, entry in table.items()
    }
