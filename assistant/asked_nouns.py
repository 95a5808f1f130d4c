"""Tells the nouns that a German question asks for from those that it only mentions.

"Wie hoch sind die Kosten?" wants an amount; "Wer trägt die Kosten?" and "Kann ich per E-Mail einen Antrag stellen?" want
neither amount nor address, and an answer need not hold one.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:-\w+)*")
_BEFORE = r"(?:(?:ab|an|auf|aus|bei|bis|für|in|mit|nach|seit|über|unter|von|vor|zu|zum|zur)\s+)?"
# A clause ends at a mark, and before an "and" that goes on asking.
_CLAUSES = re.compile(
    rf"(?i)[,;:?!]\s*|\.\s+(?=\D)|\s+(?:und|oder|sowie)\s+(?={_BEFORE}w(?:ie|as|e[rmn]|ann|o|arum|elch|ieviel))"
)
_LINKS = re.compile(r"(?:(?:und|oder|aber|also|bitte|ja|hallo)\s+)+")
# Verbs with which a question to be answered by yes or no begins.
_WHETHER = (
    r"(?:kann|kannst|können|könnte\w*|muss|musst|müssen|darf|darfst|dürfen|soll\w*|will|wollen|bekomm\w*|krieg\w*|erhalte\w*|erhält|wird|"
    r"werden|wurden?|würde\w*|ist|sind|war|waren|wäre\w*|hat|habe|haben|hatte\w*|braucht?|brauchen|benötig\w*|zahl\w*|bezahl\w*|übernimmt|"
    r"übernehmen|trägt|tragen|gilt|gelten|fällt|fallen|entsteh\w*|reicht|reichen|steig\w*|sink\w*|lohn\w*|stimm\w*|spiel\w*|geht|gehen|"
    r"steht|stehen)\s"
)
# How a clause may begin, the first that fits; what begins in none of these ways is no sentence, but words for a search.
_OPENINGS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("which", _BEFORE + "welch"),
        ("there is", r"gibt(?:\ses|s|'s)\b"),
        ("how", r"wie(?:viele?)?\b"),
        ("what", r"was\b"),
        ("where", r"w(?:o|ann)\b"),
        ("who", r"w(?:e[rmn]|essen|arum|eshalb|ieso|eswegen|o(?:r|für|mit|zu|von|durch|bei|nach|gegen)\w*)\b"),
        ("whether", _WHETHER),
        # Who says "I" and does not look for it tells of himself: "Ich habe wenig Geld."
        ("self", r"(?:ich|wir|mein\w*|unser\w*)\b"),
    )
)
# "Wie" with one of these, "was" with one of those asks for what follows.
_HOW = re.compile(
    r"wie(?:viele?\b|\s+(?:viele?|hoch|hohe|groß|große|teuer|lange?|alt|oft|weit|spät|laute[nt]|ist|sind|war|waren|heiß\w+|nennt)\b)"
)
_WHAT = re.compile(r"was\s+(?:koste[nt]|kostete\w*|ist|sind|war|waren|beträgt|betragen|betrug)\b")
# "Können Sie mir die Nummer nennen?", "Haben Sie die Adresse?" ask for it all the same.
_TELL = re.compile(r"\b(?:nennen|sagen|geben|mitteilen|schicken|senden|haben sie|habt ihr|hast du)\b")
_MONEY = re.compile(r"geld(?:er|es|ern)?$")
_SEEK = re.compile(r"\b(?:such\w*|brauch\w*|benötig\w*|möchte\w*|hätte\w*|wüsste\w*|wissen|frage\w*|interessier\w*)\b")
# A noun belongs to a "which" so many words before it.
REACH = 3


def asked_nouns(question: str) -> tuple[str, ...]:
    """Return the words of a German question that may name what it asks for, in order; all of one without a sentence."""
    asked: list[str] = []
    sentence = False
    for clause in filter(str.strip, _CLAUSES.split(question)):
        folded = _LINKS.sub("", clause.lower().strip(), count=1)
        opening = next((name for name, pattern in _OPENINGS if pattern.match(folded)), "words")
        if opening == "words" and sentence:
            # What depends on a sentence ("..., wenn ich die Nummer verliere") is not what it asks for.
            continue
        sentence = opening != "words"
        words = _WORD.findall(clause)
        asked += [word for at, word in enumerate(words) if word.islower() or _is_asked(opening, folded, words, at)]
    return tuple(asked)


def asks_several(question: str) -> bool:
    """Return whether a German question asks for more than one thing ("Was kostet es und wo melde ich mich an?")."""
    clauses = (_LINKS.sub("", clause.lower().strip(), count=1) for clause in _CLAUSES.split(question) if clause.strip())
    return sum(any(name != "self" and pattern.match(clause) for name, pattern in _OPENINGS) for clause in clauses) > 1


def _is_asked(opening: str, folded: str, words: list[str], at: int) -> bool:
    """Return whether a noun is asked for; a verb ("Was hat es gekostet?") always is what its clause is about."""
    asked = {
        "how": bool(_HOW.match(folded)),
        "what": bool(_WHAT.match(folded)),
        "which": any(word.lower().startswith("welch") for word in words[max(0, at - REACH) : at]),
        "there is": not _MONEY.match(words[at].lower()),
        "whether": at == 0 or bool(_TELL.search(folded)),
        "self": bool(_SEEK.search(folded)),
        "who": False,
    }
    return asked.get(opening, True)
