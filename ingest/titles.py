"""The title of a council paper: what its head prints between sender, labels and values, and the text.

A title has no label of its own in most heads. So every line of the head is told what it is; what
remains free is the title: the first stretch of free lines after the labels, else the last before them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.consultations import TABLE
from ingest.labels import begins_with_label
from ingest.parts import BODY_HEADING, BODY_SENTENCE, POINT, SHORTEST_HEAD, label_line, not_title, text_start
from ingest.printed import Line, words_of

# A title of more lines has swallowed text. Of 3,539 titles read right in Karlsruhe's papers (half of those of
# `train/` that print their reference) three had four lines, none more.
_MOST = 6
# Wider than a printed line is a paragraph; but a known heading may come with its lines already joined.
_WIDEST, _LONGEST = 130, 400
_OPEN_END = re.compile(
    r"\b(?:das|die|der|den|dem|des|ein|eine|einer|durch|für|und|in|im|zu|zur|zum|von|vom|über|mit)$|-$|,$"
)
_PROSE_END = re.compile(r"[a-zäöü]{3}[.!?]$|\b(?:ist|sind|wird|werden|hat|haben|wurde)\b.*,$")
# What follows a heading and is none of it: opening words of statutes and letters, dates, contents.
_NEXT = re.compile(
    r"^(?:Auf ?[Gg]rund|Vom \d|vom \d|Inhalt|§|Stand\b|Sehr geehrte|Herausgeber|Die Gemeindevertretung"
    r"|Der (?:Rat|Bundestag)|Anwesend"
    r"|Besprechung|Beginn|Ort:|\(Beginn|Amtliche Abkürzung|Ausfertigungsdatum|Vollzitat|Wir\b|wir\b"
    r"|Nach den|\d+\. Sitzung|Öffentliche Tagesordnung)"
)
_TYPE_BEFORE = re.compile(
    r"^(?:\w*[Vv]orlage|Antrag|Anfrage|Änderungsantrag|Ergänzungsantrag|Sitzungsvorlage"
    r"|Dringlichkeitsantrag)\s*(?::|–|- )\s*"
)
_MACHINE = re.compile(
    r"^Microsoft|\.(?:docx?|pptx?|xlsx?|pdf|indd|odt|rtf|dwg)\b|^\(?unspecified|^PowerPoint|^untitled"
    r"|^Unbenannt|^Dokument\d*$|^Entwurf$"
    r"|Ã|\ufffd|…|\.\.\.|^\W*$|^[\w-]*\d{4,}[\w-]*$",
    re.IGNORECASE,
)


def title_places(lines: Sequence[Line], taken: Mapping[int, str]) -> list[int]:
    """Return the indexes of the lines that are a council paper's title, [] where none can be told.

    :param taken: lines that are known to be something else (label, headline, consultation, ...), by index.
    """
    table = next((n for n, line in enumerate(lines) if TABLE.match(line.text.replace("\t", " "))), len(lines))
    last_label = max((n for n, what in taken.items() if what == "label" and n < text_start(lines, taken)), default=-1)
    runs: list[list[int]] = []
    run: list[int] = []
    for place, line in enumerate(lines):
        text = line.text.replace("\t", " ")
        goes_on = bool(run) and place not in taken and _unfinished(lines[run[-1]].text, text)
        if not goes_on and (place in taken or not_title(text, within=bool(run)) or TABLE.match(text)):
            runs, run = _closed(runs, run)
            if TABLE.match(text) and any(r[0] > last_label for r in runs):
                break
            continue
        titled = bool(run) or any(r[0] > last_label for r in runs)
        if BODY_HEADING.match(text) and (titled or place >= SHORTEST_HEAD):
            break
        if titled and BODY_SENTENCE.match(text):
            break
        if not goes_on and run and (POINT.match(text) or _new_paragraph(lines, run, place)):
            break
        if len(run) >= _MOST:
            break
        run.append(place)
    runs, run = _closed(runs, run)
    runs = [r for r in runs if _plausible([lines[n].text for n in r])]
    # Where titles stand, most usual first: between labels and table, above the labels, below the table.
    between = [r for r in runs if last_label < r[0] < table]
    below = [r for r in runs if r[0] > max(last_label, table) and not _prose([lines[n].text for n in r])]
    above = [r for r in runs if r[0] < max(last_label, 0)]
    for choice in (between, below[:1] if _headed(lines, below) else [], above[-1:], below):
        if choice:
            return choice[0]
    return runs[-1] if runs and not _prose([lines[n].text for n in runs[-1]]) else []


def heading_places(lines: Sequence[Line], first: int, *, sure: bool = False) -> list[int]:
    """Return the indexes of the heading that line `first` begins, [] where it does not look like one.

    :param first: where to look from; lines that cannot be a heading are passed over.
    :param sure: line `first` is known to be the heading.
    """
    near = range(first, min(first + 6, len(lines)))
    start = (
        first if sure else next((n for n in near if not (not_title(lines[n].text) or label_line(lines[n].text))), None)
    )
    if start is not None and not sure and (BODY_SENTENCE.match(lines[start].text) or _NEXT.match(lines[start].text)):
        return []
    if start is None or len(lines[start].text) > (_LONGEST if sure else _WIDEST):
        return []
    if not sure and _PROSE_END.search(lines[start].text):
        return []
    # "IV", "V-VII", "x": a heading has a real word.
    if not any(len(word) > 3 for word in words_of(lines[start].text)):
        return []
    return [start, *carried_on(lines, start, (start,))]


def carried_on(lines: Sequence[Line], last: int, run: Sequence[int]) -> list[int]:
    """Return the indexes of the lines in which a heading that stands on `run` up to `last` goes on."""
    more: list[int] = []
    for place in range(last + 1, min(last + 5, len(lines))):
        text = lines[place].text
        if not_title(text) or TABLE.match(text) or _NEXT.match(text) or BODY_HEADING.match(text):
            break
        if (
            begins_with_label(text)
            or re.match(r"^(?:Der|Die|Das|Wir|Ich)\b.*[.:]$", text)
            or _new_paragraph(lines, [*run, *more], place)
            or POINT.match(text)
            or len(text) > _WIDEST
        ):
            break
        more.append(place)
    # Four lines and no end in sight is a paragraph, of which only the first line was the heading.
    if len(more) < 4 and not any(_PROSE_END.search(lines[n].text) for n in more):
        return more
    return more[:1] if _OPEN_END.search(lines[last].text) else []


def without_type(title: str) -> str:
    """Return a title without the paper type before it ("Antrag: Neubau" -> "Neubau")."""
    bare = _TYPE_BEFORE.sub("", title, count=1)
    return bare if words_of(bare) else title


def sane_title(title: str) -> str:
    """Return a file's title property, "" where it is what a program left there."""
    text = " ".join(title[:_LONGEST].strip(" ()").split())
    return "" if _MACHINE.search(text) or len(words_of(text)) < 1 or len(text) > 200 else text


def borne_out(title: str, pages: Sequence[str]) -> bool:
    """Return whether the first two pages print most of the title's words: else it is another's."""
    text = "\n".join(pages[:2])
    wanted, printed = set(words_of(title)), set(words_of(text))
    # A single word ("Satzung") is no title; "FwDV 12/1" over the text of FwDV 100 is another's.
    if len(wanted) < 2 or not set(re.findall(r"\d+", title)) <= set(re.findall(r"\d+", text)):
        return False
    # Three in five: "Steckbrief KI Kreis Mettmann" over a page that writes the name out has three in four.
    return len(wanted & printed) >= 0.6 * len(wanted)


def _unfinished(last: str, text: str) -> bool:
    """Whether a title line is plainly broken off, so that whatever comes next belongs to it."""
    return last.endswith((",", ";")) or (re.search(r"[a-zäöüß]-$", last) is not None and text[:1].islower())


def _new_paragraph(lines: Sequence[Line], run: Sequence[int], place: int) -> bool:
    """Whether line `place` begins something new after the title lines `run`."""
    last = lines[run[-1]]
    if lines[place].page != last.page:
        return True
    if not lines[place].gap:
        return False
    # A space after the title; but a title that is plainly unfinished goes on over it.
    unfinished = last.text.endswith(("-", ",", "/", ":", "–")) or lines[place].text[:1].islower()
    return not unfinished


def _closed(runs: list[list[int]], run: list[int]) -> tuple[list[list[int]], list[int]]:
    return ([*runs, run] if run else runs), []


def _prose(texts: Sequence[str]) -> bool:
    return BODY_SENTENCE.match(texts[0]) is not None or (texts[-1].endswith((".", ";")) and len(texts) > 2)


def _headed(lines: Sequence[Line], runs: Sequence[Sequence[int]]) -> bool:
    """Whether the first of `runs` is followed by a heading of the text, as a title below the table is."""
    after = runs[0][-1] + 1 if runs else len(lines)
    return after < len(lines) and BODY_HEADING.match(lines[after].text.replace("\t", " ")) is not None


def _plausible(texts: Sequence[str]) -> bool:
    text = " ".join(texts)
    return bool(words_of(text)) and sum(character.isalpha() for character in text) >= 4
