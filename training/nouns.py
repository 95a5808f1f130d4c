"""Counts which German nouns are words and not names, for `assistant.match`.

    python -m training.nouns FOLDER     # the folder with the .jsonl.xz texts named in SOURCES

writes `assistant/nouns.txt.xz`, one word a line, in small letters, umlauts written out; compounds of known words are
left out. Deterministic: the same texts give the same file.

Sources (only the words are kept): federal law (bundestag/gesetze, official works), Saxon law (revosax, official works),
council papers of Karlsruhe (OParl, official documents), pages and lines of the Integreat app (CC BY 4.0), the German
side of parallel sentences (NTREX-128, CC BY-SA 4.0; OPUS test sets, CC BY and CC BY-SA).

A noun mostly stands behind an article or an adjective („der Vater", „viele Sorgen"), a town or a person hardly ever.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kb.compounds import fold, split

SOURCES = (
    "federal-law-sections",
    "saxon-law-sections",
    "karlsruhe-council-papers",
    "integreat-pages",
    "integreat-parallel-lines",
    "parallel-sentences",
)
TARGET = Path(__file__).parents[1] / "assistant" / "nouns.txt.xz"
_ARTICLES = (
    "der die das den dem des zum zur beim vom im ins ans am ein eine einen einem einer eines kein keine keinen keinem "
    "keiner mein meine meinen meinem meiner dein deine deinen ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner "
    "unser unsere unseren unserem unserer jede jeder jedes jeden jedem diese dieser dieses diesen diesem welche welcher "
    "alle aller allen viele vieler einige einiger mehrere mehrerer zwei drei vier fünf"
)
ARTICLES = frozenset(_ARTICLES.split())
ADJECTIVE = re.compile(r"[a-zäöüß]{3,}(?:e|en|er|es|em)")
PAIR = re.compile(r"([a-zäöüß]{2,})\s+([A-ZÄÖÜ][a-zäöüß]{2,})(?![\w-])")
SMALL = re.compile(r"(?<![\w-])[a-zäöüß]{3,}(?![\w-])")
# A word counts as a noun from so many places with an article or adjective on, and from this share of all its places:
# of 45 words looked at, towns and persons stand at .00 to .25, nouns at .41 and more.
LEAST, SHARE = 6, 0.4
# "Erlangen" stands behind "zum" as the verb that it is a hundred times as often.
VERB = 10


def texts(folder: Path) -> Iterator[str]:
    """Yield the German texts of the sources."""
    for name in SOURCES:
        with lzma.open(folder / f"{name}.jsonl.xz", "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                text = row.get("text") or row.get("de")
                if isinstance(text, str):
                    yield text


def nouns(found: Iterator[str]) -> list[str]:
    """Return the nouns of the texts, in order."""
    every: Counter[str] = Counter()
    led: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in found:
        for before, word in PAIR.findall(text):
            every[word] += 1
            led[word] += before in ARTICLES or bool(ADJECTIVE.fullmatch(before))
        small.update(SMALL.findall(text))
    total: Counter[str] = Counter()
    behind: Counter[str] = Counter()
    for word, number in every.items():
        if small[word.casefold()] <= VERB * number:
            total[fold(word.casefold())] += number
            behind[fold(word.casefold())] += led[word]
    sure = (word for word, number in behind.items() if number >= LEAST and number >= SHARE * total[word])
    return sorted(word for word in sure if not split(word))


def main(folder: Path) -> None:
    """Write the list."""
    found = nouns(texts(folder))
    TARGET.write_bytes(lzma.compress("\n".join(found).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(found)} nouns, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
