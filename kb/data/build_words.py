"""Count the words that German compounds are made of, for `kb.compounds`.

    python -m kb.data.build_words FOLDER     # the folder with the .jsonl.xz texts named in SOURCES

writes `german-words.txt.xz` beside this file. Deterministic: the same texts give the same file.

Sources (only counts of words are kept): federal law (bundestag/gesetze, official works, § 5 UrhG),
Saxon law (revosax, official works, § 5 UrhG), council papers of Karlsruhe (OParl, official documents),
pages and lines of the Integreat app (CC BY 4.0, Integreat - tür an tür Digitalfabrik and the towns).

A word becomes an element if enough other words of the texts are made with it: after Koehn & Knight,
Empirical Methods for Compound Splitting (EACL 2003), with productivity in place of part-of-speech tags.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from kb.compounds import fold

SOURCES = (
    "federal-law-sections.jsonl.xz",
    "saxon-law-sections.jsonl.xz",
    "karlsruhe-council-papers.jsonl.xz",
    "integreat-pages.jsonl.xz",
    "integreat-parallel-lines.jsonl.xz",
)
WORD = re.compile(r"(?<![-\w])[a-zäöüß]{3,}(?!\w|\s?-)", re.IGNORECASE)  # halves of broken words left out
# What a modifier loses and gains before another word: Integration|s, Sonne|n, Schul(e), Wohn(en) ...
GAINED = (("", "s"), ("", "n"), ("", "en"), ("", "es"), ("", "er"), ("", "e"))
LINKS = (*GAINED, ("e", ""), ("en", ""), ("e", "s"))
ALWAYS_S = ("ung", "heit", "keit", "schaft", "ion", "taet", "ling", "tum")  # Duden: these always link with s
BROKEN = re.compile(r"\xad\s*|(?<=[a-zäöüß])[-¬]\s+(?!und |oder |bzw|sowie )(?=[a-zäöüß])")  # at a line end
RARE = 4  # words seen less often are mostly slips and names
HEAD_COUNT, MODIFIER_COUNT = 8, 6  # how often an element must stand alone
# How many different words must be made with an element, by its length: short ones match by chance.
PRODUCTIVE = {3: 25, 4: 8, 5: 4}
PRODUCTIVE_LONG = 2
NOUN = 0.8  # share of capitals from which a word counts as a noun; long ones need no second witness


def main(folder: Path) -> None:
    """Count the texts of `folder` and write the list."""
    total, capital = count(texts(folder))
    lists = tomllib.loads(Path(__file__).with_name("german.toml").read_text(encoding="utf-8"))
    elements = productive(
        total, capital, frozenset(lists["never_first"].split()), frozenset(lists["never_last"].split())
    )
    lines = [f"{word} {kinds} {number}" for word, (kinds, number) in sorted(elements.items())]
    target = Path(__file__).with_name("german-words.txt.xz")
    target.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(lines)} elements, {target.stat().st_size} bytes")


def texts(folder: Path) -> Iterator[str]:
    """Yield the German texts, words broken at a line end joined again."""
    for source in SOURCES:
        with lzma.open(folder / source, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                parts = (row.get(key, "") for key in ("title", "heading", "text", "de"))
                text = unicodedata.normalize("NFKC", "\n".join(parts))
                yield BROKEN.sub("", text)


def count(texts: Iterator[str]) -> tuple[Counter[str], Counter[str]]:
    """Return how often each folded word occurs, and how often with a capital letter."""
    surfaces: Counter[str] = Counter()
    for text in texts:
        surfaces.update(WORD.findall(text))
    total: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for surface, number in surfaces.items():
        key = fold(surface.casefold())
        total[key] += number
        if surface[0].isupper() and not surface.isupper():
            capital[key] += number
    return total, capital


def productive(
    total: Mapping[str, int],
    capital: Mapping[str, int],
    never_first: frozenset[str],
    never_last: frozenset[str],
) -> dict[str, tuple[str, int]]:
    """Return element -> (kinds: m, h or mh; how often its word stands alone)."""
    known = {word: number for word, number in total.items() if number >= RARE}
    heads = {word: n for word, n in known.items() if n >= HEAD_COUNT and word not in never_last}
    forms = _forms({word: n for word, n in known.items() if n >= MODIFIER_COUNT})
    modifiers = {form: n for form, n in forms.items() if form not in never_first}
    before: dict[str, set[str]] = defaultdict(set)  # what stands after a modifier, before a head:
    after: dict[str, set[str]] = defaultdict(set)  # the first letters, so that inflections count once
    for word in known:
        for cut in range(3, len(word) - 2):
            first, last = word[:cut], word[cut:]
            if first in modifiers and last in heads:
                before[first].add(last[:5])
                after[last].add(first[:5])
    elements: dict[str, tuple[str, int]] = {}
    for word in sorted(modifiers.keys() | heads.keys()):
        capitals = capital.get(word, 0) / total[word] if word in total else 0.0
        noun = capitals >= NOUN and len(word) > 5
        linked = word.endswith("s") and word[:-1].endswith(ALWAYS_S) and word in modifiers
        enough = 1 if noun or linked else PRODUCTIVE.get(len(word), PRODUCTIVE_LONG)
        modifier = word in modifiers and (linked or len(before[word]) >= enough)
        # short words that are no nouns are mostly endings: jeweil|ige, folge|nden
        head = word in heads and len(after[word]) >= enough and (capitals > 0.4 or len(word) > 6)
        if modifier or head:
            kinds = ("m" if modifier else "") + ("h" if head else "")
            elements[word] = (kinds, max(known.get(word, 0), modifiers.get(word, 0)))
    return elements


def _forms(known: Mapping[str, int]) -> dict[str, int]:
    """Return the forms in which words stand before others, with the frequency of the word itself."""
    forms = dict(known)
    for word, number in known.items():
        for drop, link in LINKS:
            if word.endswith(drop):
                form = word.removesuffix(drop) + link
                forms[form] = max(number, forms.get(form, 0))
    return {form: number for form, number in forms.items() if len(form) > 2}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
