"""The title that a file bears among its properties: often what a program or a template left there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.printed import words_of

_LONGEST = 400
_TYPE_BEFORE = re.compile(
    r"^(?:\w*[Vv]orlage|Antrag|Anfrage|Änderungsantrag|Ergänzungsantrag|Sitzungsvorlage"
    r"|Dringlichkeitsantrag)\s*(?::|–|- )\s*"
)
_GENERIC = re.compile(
    r"(?:Öffentliche )?(?:Bekanntmachung|Satzung|Einladung|Niederschrift|Protokoll|Entwurf|Flyer|Broschüre|Konzept"
    r"|Bericht|Vorlage|Anlage(?: \d+)?|Präsentation|\w*[Vv]erordnung|Gesetz|Richtlinie|Technische Richtlinie)"
)
_MACHINE = re.compile(
    r"^Microsoft|\.(?:docx?|pptx?|xlsx?|pdf|indd|odt|rtf|dwg)\b|^\(?unspecified|^PowerPoint|^untitled"
    r"|^Unbenannt|^Dokument\d*$|^Entwurf$"
    r"|Ã|\ufffd|…|\.\.\.|^\W*$|^[\w-]*\d{4,}[\w-]*$",
    re.IGNORECASE,
)


def generic(title: str) -> bool:
    """Return whether a file's title only says what sort of thing it is, as templates leave it there."""
    return _GENERIC.fullmatch(title) is not None


def without_type(title: str) -> str:
    """Return a title without the paper type before it ("Antrag: Neubau" -> "Neubau")."""
    bare = _TYPE_BEFORE.sub("", title, count=1)
    return bare if words_of(bare) else title


def sane_title(title: str) -> str:
    """Return a file's title property, "" where it is what a program left there."""
    text = " ".join(title[:_LONGEST].split())
    text = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
    return "" if _MACHINE.search(text) or len(words_of(text)) < 1 or len(text) > 200 else text


def borne_out(title: str, pages: Sequence[str]) -> bool:
    """Return whether the first two pages print most of the title's words: else it is another's."""
    # The name itself, before edition and subtitle, may stand on any page where the cover is a picture.
    name = re.split(r"[,:–]", title)[0].strip()
    if len(words_of(name)) >= 3 and any(name in page for page in pages):
        return True
    text = "\n".join([page for page in pages if page.strip()][:2])
    wanted, printed = set(words_of(title)), set(words_of(text))
    # A single word ("Satzung") is no title; "FwDV 12/1" over the text of FwDV 100 is another's.
    if len(wanted) < 2 or not set(re.findall(r"\d+", title)) <= set(re.findall(r"\d+", text)):
        return False
    # Three in five: "Steckbrief KI Kreis Mettmann" over a page that writes the name out has three in four.
    return len(wanted & printed) >= 0.6 * len(wanted)
