"""Short bold or large lines that head nothing: contents entries, captions, addresses, signatures, sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from ingest.paragraphs import Rough

# So many lines of one type on end, with nothing between them, are a list: statutes set five headings on
# end (part, title, section, §, title) and change the type between them.
RUN = 6
# A page is a table of contents if this share of its lines, and at least so many, end in page numbers.
ENTRIES, FEWEST = 0.3, 4
# A sentence in larger type may be a heading up to this length (letters), one in bold type up to so many words.
SENTENCE, WORDS = 80, 4

_WEB = re.compile(
    r"^(?:(?:https?://|www\.)\S+|\S+@\S+\.\w+|[\w-]+(?:\.[\w-]+)*\.(?:de|org|com|net|eu|info|nrw)/?\S*)$", re.I
)
_ADDRESS = re.compile(
    r"^(?:[^\d\n]{3,40}\s\d+\s?[a-z]?\s*[,·|•-]\s*)?(?:D-)?\d{5}\s+[A-ZÄÖÜ][\w.()/-]+(?:\s[\w.()/-]+){0,3}$"
)
_CONTACT = re.compile(r"^(?:Tel|Fon|Fax|Telefon|Telefax|Mobil|E-?Mail|Internet|Web)\b\.?(?::|\s[\d+(]|\s\S+@)", re.I)
_CAPTION = re.compile(r"^(?:Abb\.|Abbildung|Bild|Fotos?|Grafik|Quelle)(?:\s*\d|\s*:)")
# „Erlangen, den 22. Juni 2022“, not „Vom 18. März 2016“.
_PLACE_AND_DATE = re.compile(
    r"^(?!Vom |Stand\b|Am |Ab |Seit |Bis |Zum |Fassung)[A-ZÄÖÜ][\w./-]+"
    r"(?:(?: (?:am|an|der|im|in|bei|ob))* \(?[A-ZÄÖÜ][\w.-]*\)?){0,3}"
    r"(?:,\s?(?:den\s|am\s)?|\sden\s)\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ][a-zä]{2,8}\.?)\s?\d{2,4}\b.{0,10}$"
)
_SIGNED = re.compile(
    r"^(?:gez\.|i\.\s?[AV]\.|Im Auftrag|In Vertretung|\(?Siegel|\(?L\.\s?S\.|Mit freundlichen Grüßen)", re.I
)
_STOP = re.compile(r"[.!][)\]\"“”»«'’]*$")
# „… nach dem Kommando „Alle sofort zurück!““ ends with somebody's sentence, not with its own.
_QUOTED = re.compile(r"^[^„»\"“].*[„»\"“][^„»“\"”]*[“”«\"]$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.\s?V|usw|etc|bzw|Abs|Nr|Nrn|ff?|Mio|Mrd|Co|Str|Dr|inkl|ggf|gem|vgl|ca|Art|Buchst)|\b\w)\.[)\"“”]*$"
)
FINITE = re.compile(
    r"\b(?:ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatten?|kann|können|muss|müssen|soll|sollen|darf|dürfen"
    r"|gilt|gelten|tritt|treten|bleibt|bleiben|stellt|nimmt|beschließt|empfiehlt|befiehlt|lautet|lauten|heißt|folgt|folgen"
    r"|sagt|fragt)\b"
)
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.)]+|\(?[a-zA-Z]\)|[IVX]+\.|\d+(?:\.\d+)+)\s")
_PART = re.compile(r"^(?:(?:Teil|(?:Unter)?[Aa]bschnitt|Kapitel|Titel|Buch|Artikel|Anlage|§)\s*(?:\d|[IVX]))")
_CONTENTS = re.compile(r"^(?:Inhalt|Gliederung|Übersicht)", re.I)
_MARK = re.compile(r"^\(?(\d{1,2}|[a-z])([.)]+)\s")


def text_of(block: Rough) -> str:
    """Return the block's lines on end."""
    return " ".join(line.text for line in block.lines)


def no_heading(text: str, *, larger: bool) -> bool:
    """Tell whether the words alone show that a line is no heading, however it is set."""
    if any(form.match(text) for form in (_WEB, _ADDRESS, _CONTACT, _CAPTION, _PLACE_AND_DATE)):
        return True
    if not _STOP.search(text) or _ABBREVIATED.search(text) or _QUOTED.match(text):
        return False
    if text[0].islower() or (larger and len(text) > SENTENCE):
        return True
    return not larger and (len(text.split()) > WORDS or bool(FINITE.search(text)))


def numbered_sentence(block: Rough, following: Rough | None) -> bool:
    """Tell whether a bold sentence is a numbered thesis that the text after it explains."""
    text = text_of(block)
    if following is None or following.page != block.page or not {following.kind} <= {"text", "item"}:
        return False
    return _bold(block) and not _bold(following) and len(text) <= SENTENCE and bool(_NUMBERED.match(text))


def last_of_list(text: str, before: Rough | None) -> bool:
    """Tell whether a numbered line is the next item of the list that the block before it belongs to."""
    mark = _MARK.match(text)
    last = _MARK.match(text_of(before)) if before is not None and before.kind != "row" else None
    if mark is None or last is None or mark[2] != last[2] or mark[1].isdigit() != last[1].isdigit():
        return False
    step = int(mark[1]) - int(last[1]) if mark[1].isdigit() else ord(mark[1]) - ord(last[1])
    return step == 1


def in_runs(blocks: Sequence[Rough], candidates: Sequence[str], body: float) -> set[int]:
    """Return the candidates that stand on end with others of their type: entries of a list or a table's column."""
    found: set[int] = set()

    def key(index: int) -> tuple[object, ...]:
        block = blocks[index]
        return (candidates[index], block.page, round(block.lines[0].size * 2), _bold(block))

    for (kind, *_), members in groupby(range(len(blocks)), key):
        run = list(members)
        if not kind or len(run) < RUN or blocks[run[0]].lines[0].size >= 1.12 * body:
            continue
        # Items of an agenda that are called up one after the other stay headings: bold and numbered.
        texts = [text_of(blocks[index]) for index in run]
        counted = 3 * sum(bool(_NUMBERED.match(text) or _PART.match(text)) for text in texts) >= len(run)
        if kind == "words" or not counted or any(map(_CONTENTS.match, texts)):
            found.update(index for index, text in zip(run, texts, strict=True) if not _CONTENTS.match(text))
    return found


def contents_entries(blocks: Sequence[Rough]) -> set[int]:
    """Return the blocks that end in the page numbers of a table of contents.

    There the numbers rise down the page, and no two entries are called alike („Artikel 1“, „Artikel 2“).
    """
    found: set[int] = set()
    for _, members in groupby(range(len(blocks)), lambda index: blocks[index].page):
        page = list(members)
        entries = [(index, *entry) for index in page if (entry := _entry(blocks[index])) is not None]
        if len(entries) < max(FEWEST, ENTRIES * sum(_printed_lines(blocks[index]) for index in page)):
            continue
        falls = sum(later[2] < earlier[2] for earlier, later in pairwise(entries))
        if 4 * falls <= len(entries) and 4 * len({title for _, title, _ in entries}) > 3 * len(entries):
            found.update(index for index, _, _ in entries)
    return found


def _entry(block: Rough) -> tuple[str, int] | None:
    """Return title and number of what may be an entry of a table of contents."""
    number = block.lines[-1].words[-1].text
    if len(number) > 3 or not (number.isascii() and number.isdigit()):
        return None
    title = text_of(block).removesuffix(number).rstrip()
    return (title, int(number)) if title else None


def _printed_lines(block: Rough) -> int:
    return max(map(len, block.cells))


def signatures(blocks: Sequence[Rough], candidates: Sequence[str]) -> set[int]:
    """Return the candidates that name who signed: around „gez.“, or after place and date with no text to head.

    A letter has place and date above its subject; a signature comes after text.
    """
    found: set[int] = set()
    told = signing = False
    page = 0
    for index, block in enumerate(blocks):
        text = text_of(block)
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        signing = signing and block.page == page and len(text) < 60
        page = block.page
        if candidates[index]:
            signed = following is not None and following.page == page and _SIGNED.match(text_of(following))
            heads = following is not None and following.kind != "row" and len(text_of(following)) >= 40
            if signed or (signing and not heads and len(text.split()) <= 6):
                found.add(index)
            elif signing and heads:
                signing = False
        elif _SIGNED.match(text) or (told and len(text) < 60 and _PLACE_AND_DATE.match(text)):
            signing = True
        told = told or len(text) > 80
    return found


def _bold(block: Rough) -> bool:
    return all(line.bold for line in block.lines)
