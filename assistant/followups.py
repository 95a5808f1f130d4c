"""Follow-up questions, completed from the turns before them without a language model.

"und für Väter?" takes the place of the phrase with the same preposition in the question before (in Turkish the word
behind it, "erkekler için", in Arabic the beginning of the word, "وللرجال"), "Und 2022?" that of the year, "Und die
Caritas?" that of the office or person; "Und wie erreiche ich ihn?" takes over what was spoken of, and the person or
offer that the answer named; "seit wann?" takes over what was asked as well. A question that stands on its own is
left alone: a new topic drops the old one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.facts import kind_of
from assistant.lexicon import lexicon
from assistant.people import names
from assistant.question import detect, function_words
from assistant.successors import at_party, newcomers, parties, with_party, with_sibling, with_year, years
from assistant.topicwords import WORD, content_words, own_words, parted, thing

__all__ = ["TURNS", "Turn", "complete", "content_words", "is_follow_up", "own_words", "spoken", "standing", "thing", "wished"]  # fmt: skip

# Judgement, not measured: "er" or "dort" hardly means something further back.
TURNS = 3
# Questions with more content words than this stand on their own.
_FEW = 3
# "und für Väter mit kleinen Kindern" is a phrase, more is a question.
_PHRASE = 6
_END = re.compile(r"[\s?!.؟]+$")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ATTACHED = ("لل", "بال", "ل", "ب")
_SUFFIX = re.compile(r"['’](?:de|da|te|ta|den|dan|ten|tan|e|a|ye|ya)$")
# "Wie lange soll das dauern?": a verb ends the question, no noun follows "das".
_VERB = re.compile(r"[a-zäöü]{2,}e[lr]?n$")
_LOCATIVE = re.compile(r"\w{3,}[dt][ae]$")
# Kinds of fact that can hold since or until when.
_LASTING = frozenset(["leader", "task"])
# Letters that only one of two languages in the same script has.
_ONLY = {"uk": "іїєґ", "ru": "ыэёъ", "fa": "پچژگکی", "ar": "ةىكيأإؤئ"}
# "Und das Amt für Soziales?", "And what about Erika Muster?": the name of an office or person has at most so many words.
_NAMED = 4


# "Hat die Person eine E-Mail-Adresse?": a noun for whatever was spoken of, and nothing behind it that says which.
_MEANT = re.compile(
    rf"\b(?:[Dd](?:ie|as|er|em|en)|(?:[Bb]eim|[Zz]um|[Zz]ur|[Ii]m))\s+(?:(?:nächste|letzte|erste)[nrs]?\s+)?(?:{'|'.join(map(str.capitalize, sorted(lexicon('follow_up')['meant'])))})s?\b"
    r"(?!\s+(?:für|des|der|von|vom|zu|zum|zur|gegen|in|im|am|an|bei|mit|„|\"|[A-ZÄÖÜ])|-)"
)


class Turn(NamedTuple):
    """A question that was asked and the text that answered it."""

    question: str
    answer_text: str


def complete(history: Sequence[Turn], question: str) -> str:
    """Return `question` so that it can be searched for without the turns before it."""
    if not history or not is_follow_up(question):
        return question
    before = standing(history)
    if wished(question):
        return before
    replaced = _in_place(before, question)
    if replaced:
        return replaced
    topic = _topic(before, question)
    said = history[-1].answer_text
    named = _person(said) if _of_a_person(question) else thing(said)
    known = {word.casefold() for word in WORD.findall(f"{question} {named or ''}")}
    new = [word for word in topic if word.casefold() not in known]
    lead = " ".join([*([named] if named else []), *new])
    if lead and _wants_more(question):
        return lead
    return f"{lead}: {question}" if lead else question


def _topic(before: str, question: str) -> list[str]:
    """Return the words of the question before that still hold in a follow-up.

    By what was asked it is not known any more ("erreiche", "kostet", "Telefon"), unless nothing else is asked for:
    "Seit wann?" leaves "leitet". A new year, office or person takes the place of the old.
    """
    rules = lexicon("follow_up")
    keeps = _LASTING if not own_words(question) and not _asks(question) else frozenset[str]()
    gone = {*(years(before) if years(question) else ()), *(parties(before) if newcomers(question) else ())}
    # What was asked of the topic before ("Welche Ziele hat es?") is none itself.
    dropped = rules["asking"] | (rules["owned"] if own_words(question) else frozenset())
    return [
        word
        for word in content_words(before)
        if word not in gone and word.casefold() not in dropped and ((kind := kind_of(word)) is None or kind in keeps)
    ]


def _wants_more(question: str) -> bool:
    """Return whether a question only asks to be told more."""
    words, rules = {word.casefold() for word in WORD.findall(question)}, lexicon("follow_up")
    return (
        bool(words & rules["more"])
        and not own_words(question)
        and not words & rules["asking"]
        and not any(map(kind_of, words))
    )


def spoken(history: Sequence[Turn], question: str) -> str:
    """Return the language of a follow-up: that of the turns before, unless it is surely in another one."""
    if wish := wished(question):
        return wish
    before, now, letters = detect(standing(history)), detect(question), set(question.casefold())
    if before == now:
        return now
    if before in _ONLY and now in _ONLY and bool(_ARABIC.search(question)) == (before in ("ar", "fa")):
        return now if letters & set(_ONLY[now]) and not letters & set(_ONLY[before]) else before
    if before in _ONLY or now in _ONLY:
        return now
    words = {word.casefold() for word in WORD.findall(question)}
    return now if len(words & function_words(now)) > len(words & function_words(before)) else before


def wished(question: str) -> str | None:
    """Return the language in which the last answer is wanted once more ("and in English please?"), None otherwise."""
    rules = lexicon("follow_up")
    words = [word.casefold() for word in WORD.findall(question)]
    named = [
        language
        for name, known in rules.items()
        if name.endswith("_wished") and (language := name.removesuffix("_wished")) != "beside"
        for word in words
        if word in known
    ]
    others = [word for word in words if not any(word in rules[name] for name in rules if name.endswith("_wished"))]
    return named[0] if named and not others else None


def standing(history: Sequence[Turn]) -> str:
    """Return the last question of the conversation, itself completed from those before it."""
    turns = list(history)
    first = next((at for at in range(len(turns) - 1, 0, -1) if not is_follow_up(turns[at].question)), 0)
    text = turns[first].question
    for at in range(first + 1, len(turns)):
        text = complete([Turn(text, turns[at - 1].answer_text)], turns[at].question)
    return text


def _in_place(before: str, question: str) -> str | None:
    """Put "und für Väter?" in the place of "für Mütter"; behind the question where nothing has the place."""
    phrase = _phrase(question)
    words = [word.casefold().strip(",;") for word in phrase.split()]
    asking = lexicon("follow_up")["interrogatives"].intersection(words) or _asks(phrase, dates=False)
    if asking or not 1 <= len(words) <= _PHRASE:
        return None
    named = years(phrase)
    dated = with_year(_END.sub("", before), named[0]) if len(named) == 1 and not own_words(phrase) else None
    if dated:
        return f"{dated}{'؟' if _ARABIC.search(dated) else '?'}"
    return None if _asks(phrase) else _put_in(phrase, before, opened=_opened(question))


def _put_in(phrase: str, before: str, *, opened: bool) -> str | None:
    """Put a phrase that asks nothing itself in the place of one of its kind."""
    rules = lexicon("follow_up")
    words = phrase.split()
    text = _END.sub("", before)
    if words[0].casefold().strip(",;") in rules["prepositions"]:
        if len(words) < 2 or not content_words(" ".join(words[1:])):
            return None
        # Up to the next small word: "für Mütter | mit kleinen Kindern" keeps what follows.
        place = rf"(?i)\b{re.escape(words[0])}\s+(?:{_ARTICLE})?[\w*:-]+"
        old = re.search(place, text)
        swapped = with_party(before, phrase) if old is None and at_party(phrase) else None
        return swapped or _put(phrase, text, old, behind=True)
    if bound := _bound(words, rules, before):
        return _put(phrase, text, re.search(bound, text), behind=bool(_ARABIC.search(text)))
    if not opened:
        return None
    bare = re.sub(rf"(?i)^{_ARTICLE}(?:l['’])?", "", phrase)
    # "Und was macht die Caritas?" is no name: that begins with an article, a capital or itself.
    begins = bare != phrase or bare[:1].isupper() or bare.split()[0] in newcomers(bare)
    party = phrase if newcomers(bare) and begins and len(bare.split()) <= _NAMED else ""
    swapped = with_party(before, party) if party else with_sibling(before, phrase)
    return swapped or _other(text, phrase)


def _bound(words: Sequence[str], rules: Mapping[str, frozenset[str]], before: str) -> str | None:
    """Return where a phrase stands whose case is told at the end (Turkish) or the beginning (Arabic) of a word."""
    first, last = words[0], words[-1].casefold()
    if last in rules["postpositions"] and len(words) > 1:
        return rf"(?i)[\w'’]+\s+{re.escape(last)}(?!\w)"
    attached = next((start for start in _ATTACHED if _ARABIC.match(first) and first.startswith(start)), None)
    if attached:
        return rf"(?<!\w){attached}\w{{3,}}"
    if len(words) == 1 and _SUFFIX.search(first):
        return rf"\w+{_SUFFIX.pattern[:-1]}(?!\w)"
    if len(words) == 1 and detect(before) == "tr" and _LOCATIVE.search(last):
        return r"(?<!\w)\w{3,}[dt][ae](?!\w)"
    return None


def _put(phrase: str, text: str, old: re.Match[str] | None, *, behind: bool) -> str:
    mark = "؟" if _ARABIC.search(text) else "?"
    if old is None:
        return f"{text} {phrase}{mark}" if behind else f"{phrase} {text}{mark}"
    return f"{text[: old.start()]}{phrase}{text[old.end() :]}{mark}"


_ARTICLE = r"(?:(?:der|die|das|den|dem|the|les?|la)\s+)?"


def _other(text: str, phrase: str) -> str | None:
    """Put "und die Väter?" or "what about fathers?" in the place of the one for whom something was asked."""
    bare = re.sub(rf"(?i)^{_ARTICLE}(?:l['’])?", "", phrase)
    if len(bare.split()) != 1 or not content_words(bare):
        return None
    old = re.search(rf"(?i)(?<!\w)((?:für|for|pour|для|dla|pentru|برای)\s+{_ARTICLE})[\w*:-]+", text)
    return _put(f"{old[1]}{bare}", text, old, behind=True) if old else None


def _phrase(question: str) -> str:
    """Return a question without the words by which it goes on with the one before."""
    rules = lexicon("follow_up")
    text = parted(_END.sub("", question))
    longer = sorted((opener for opener in rules["openers"] if " " in opener), key=len, reverse=True)
    words = text.split()
    going = True
    while going:
        going = False
        for opener in longer:
            count = len(opener.split())
            if " ".join(words[:count]).casefold() == opener and len(words) > count:
                words, going = words[count:], True
        if len(words) > 1 and words[0].casefold().strip(",") in rules["openers"]:
            words, going = words[1:], True
    return " ".join(words)


def _opened(question: str) -> bool:
    return _phrase(question) != _END.sub("", question)


def _asks(question: str, *, dates: bool = True) -> bool:
    """Return whether a question names a kind of fact (`dates`: a date as well) or asks how to reach somebody."""
    rules = lexicon("follow_up")
    words = [word.casefold() for word in WORD.findall(parted(question))]
    if _wants_more(question):
        return True
    found = (kind_of(word) for word in words if word not in rules["asking"])
    return any(word in rules["asking"] for word in words) or any(kind and (dates or kind != "date") for kind in found)


def _of_a_person(question: str) -> bool:
    return any(word.casefold() in lexicon("follow_up")["persons"] for word in WORD.findall(question))


def _person(answer: str) -> str | None:
    return next(iter(names(answer)), None)


def is_follow_up(question: str) -> bool:
    """Say whether a question leans on the one before it.

    It does if it has few content words and points back (er, ihn, dort, davon, they, die Person ...), opens as a continuation
    ("Und ...", "And ..."), or if it has no subject at all: no word but what asks, names a kind of fact or a year, or is
    always of something ("Seit wann?", "Telefonnummer?", "Wie viele Teilnehmer waren es?").
    """
    question = parted(question)
    words = [word.lower() for word in WORD.findall(question)]
    if not words:
        return False
    if wished(question):
        return True
    if not own_words(question):
        return True
    if len(content_words(question)) > _FEW:
        return False
    rules = lexicon("follow_up")
    if _MEANT.search(question) or all(word.casefold() in rules["owned"] for word in own_words(question)):
        return True
    opens = words[0] in rules["openers"] or any(
        " ".join(words).startswith(f"{opener} ") for opener in rules["openers"] if " " in opener
    )
    return opens or _points_back(words, rules)


def _points_back(words: Sequence[str], rules: Mapping[str, frozenset[str]]) -> bool:
    """Find a word that stands for something said before; articles and "gibt es" only look like it."""
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word == "es" and before in {"gibt", "gab", "geht", "ging"}:
            continue
        ends = after == words[-1] and _VERB.fullmatch(after)
        if word in rules["articles"] and after and after not in rules["empty"] and not (word == "das" and ends):
            continue
        if word in rules["pointers"] or word in rules["articles"]:
            return True
    return False
