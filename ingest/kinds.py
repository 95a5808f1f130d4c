"""What kind of paper this is: the paper type that a council paper prints, and the kinds of other documents.

Two things are told apart. `paper_type` is OParl's term: what the head itself says, in the paper's own
words ("Beschlussvorlage", "Stellungnahme zum Antrag"). `kind` is the coarse sort that a reader filters by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from ingest.printed import Line, join_lines

Kind = Literal[
    "vorlage", "konzept", "programmheft", "bericht", "steckbrief", "niederschrift", "einladung",
    "satzung", "praesentation", "broschuere", "gesetz", "wahlprogramm", "sonstiges",
]  # fmt: skip

_NOUN = (
    r"(?:(?:Beschluss|Beschluß|Informations|Mitteilungs|Berichts|Bericht|Sitzungs|Verwaltungs"
    r"|Entscheidungs|Ergänzungs"
    r"|Tisch|Wahl|Anhörungs|Kenntnisnahme|Rats|Kreistags|Ausschuss|Gremien|Magistrats|Gemeinderats)-?"
    r"(?:vorlage|drucksache)"
    r"|(?:Änderungs|Ergänzungs|Zusatz|Dringlichkeits|Eil|Haushalts|Prüf|Sach|Fraktions|Bürger)?-?Antr(?:ag"
    r"|äge)e?n?s?"
    r"|Änderungs-?\s?(?:/|und|oder)\s?Ergänzungsantrag"
    r"|(?:Dringlichkeits|Klein|Groß|Zusatz|Rats|Bürger)?e?\s?-?Anfragen?"
    r"|Dringlichkeits(?:entscheidung|vorlage)|Eilentscheidung|Stellungnahme|Beantwortung|Antwort|Resolution"
    r"|Mitteilung(?:en)?|Informationen der Verwaltung|Bekanntgabe|Offenlage|Vorlage|Drucksache)"
)
_BEFORE = (
    r"(?:(?:(?:nicht)?[-\s]?öffentliche[rs]?|gemeinsame[rsn]?|interfraktionelle[rsn]?|überfraktionelle[rsn]?"
    r"|fraktionsübergreifende[rsn]?|schriftliche[rsn]?|mündliche[rsn]?|kleine[rn]?|große[rn]?"
    r"|dringliche[rsn]?"
    r"|ergänzende[rn]?)\s+)*"
)
_OF = (
    r"(?:\s+(?:der|des)\s+(?:Verwaltung|Bürgermeister(?:s|in|amtes)?|Oberbürgermeister(?:s|in)?|Landrats"
    r"|Landrätin"
    r"|Fraktion(?:en)?|[\w.’'´/-]+-?Fraktion))?"
)
_ANSWER = (
    r"(?:\s+(?:zum|zur|zu\s+den|zu\s+der|zu\s+dem|zu|auf\s+die|auf\s+den|einer|der|eines)\s+"
    rf"{_BEFORE}{_NOUN})?"
)
_NUMBER = r"(?:\s*[-–:]?\s*(?:Nr\.?|Nummer)?:?\s*(?=[\w./-]*\d)[\w./-]+)?"
_STATUS = r"(?:\s*[-–]?\s*\(?(?:nicht)?[-\s]?öffentlich\)?\s*[-–]?)?"
_LEAD = r"(?:[-–•*☒\[\]xX]\s+)?"
_HEADLINE = re.compile(
    rf"^{_LEAD}(?P<type>{_BEFORE}{_NOUN}{_ANSWER}{_OF})(?P<rest>{_NUMBER}{_STATUS})\s*[:.]?$", re.IGNORECASE
)
_SUBJECT = re.compile(
    rf"^(?:(?P<type>{_BEFORE}{_NOUN}{_OF})\s*:\s+\S|(?P<answer>Stellungnahme)\s(?:(?:de[rs]"
    rf"|von)\s.{{3,60}}\s)?zu[mr]?\W)",
    re.IGNORECASE,
)
# A headline that is broken over lines goes on after these.
_OPEN_END = re.compile(
    r"(?:-|\b(?:zum|zur|zu|den|dem|der|die|gemeinsame[rsn]?|interfraktionelle[rsn]?|auf|einer))$",
    re.IGNORECASE,
)
_STARTS_ANSWER = re.compile(r"^(?:zum|zur|zu den|zu)\s", re.IGNORECASE)
_ANSWERED = re.compile(rf"\b(?:zum|zur|zu|auf|einer|der|eines)\b.*?\b(?P<noun>{_NOUN})", re.IGNORECASE)


class Printed(NamedTuple):
    """A headline: the paper type in its own words, and the lines ``lines[first:last]`` it stands on."""

    paper_type: str
    first: int
    last: int


def find_headline(lines: Sequence[Line]) -> Printed | None:
    """Return the first line (or two, three where it is broken) that is nothing but a paper type."""
    for first in range(len(lines)):
        for count in (1, 2, 3):
            chosen = lines[first : first + count]
            if len(chosen) < count:
                break
            text = join_lines([line.text for line in chosen])
            match = _HEADLINE.match(text) if len(text) <= _LONGEST else None
            following = lines[first + count].text if first + count < len(lines) else ""
            # "Vorlage Nr. 12" is a label and its value, no type.
            bare = match and match["type"].lower() in ("vorlage", "drucksache")
            if match and not bare and not _STARTS_ANSWER.match(following):
                return Printed(spell_type(match["type"]), first, first + count)
            if not (_OPEN_END.search(text) or _STARTS_ANSWER.match(following)):
                break
    return None


def headline_in(text: str) -> str | None:
    """Return the paper type that `text` (a file's title) is, None where it says more or other things."""
    match = _HEADLINE.match(text)
    return spell_type(match["type"]) if match else None


def type_at_start(text: str) -> str | None:
    """Return the paper type that a subject line begins with ("Antrag: …", "Stellungnahme zu …")."""
    match = _SUBJECT.match(text)
    named = spell_type(match["type"] or match["answer"]) if match else None
    return None if named in ("Vorlage", "Drucksache") else named


def _lowered(text: str) -> str:
    """Return a line of capitals in ordinary spelling."""
    return " ".join(word.capitalize() if word.isupper() and len(word) > 3 else word for word in text.split())


def spell_type(printed: str) -> str:
    """Return a printed paper type in ordinary spelling ("STELLUNGNAHME zum ANTRAG")."""
    return _lowered(printed)


def base_type(paper_type: str) -> str:
    """Return the type that a council information system files a paper under.

    What the head prints is finer than what the systems' lists hold. The rules, in this order:

    ============================================  ================================================
    printed                                       filed as
    ============================================  ================================================
    Stellungnahme/Antwort/Beantwortung zu X       X: the answer belongs to the paper it answers
    Änderungs-, Ergänzungs-, Zusatzantrag         Änderungs-/Ergänzungsantrag
    gemeinsame/interfraktionelle/Dringlichkeits-  the same without the adjective
    Beschlußvorlage, Vorlage der Verwaltung       new spelling, without the sender
    several (Anträge, Anfragen)                   singular
    ============================================  ================================================
    """
    text = " ".join(paper_type.split())
    answered = re.match(r"(?i)(?:stellungnahme|antwort|beantwortung)\b", text) and _ANSWERED.search(text)
    if answered:
        text = answered["noun"]
    text = re.sub(rf"(?i)^{_BEFORE}", "", text)
    text = re.sub(r"(?i)\s+(?:der|des|zum|zur|zu)\s.*$", "", text)
    if re.match(r"(?i)(?:änderungs|ergänzungs|zusatz).*antr", text):
        return "Änderungs-/Ergänzungsantrag"
    if re.search(r"(?i)antr(?:ag|äge)", text) and not re.match(r"(?i)haushalts", text):
        return "Antrag"
    if re.search(r"(?i)anfrage", text):
        return "Anfrage"
    text = re.sub(r"(?i)beschluß", "Beschluss", text)
    return text[:1].upper() + text[1:].lower()


_LAW = re.compile(
    r"^(?:Vom \d.*)?(?:(?:Erste|Zweite|Dritte|Vierte)[sr]? )?(?:(?:\w*[a-zäöü])?[Gg]esetz|Grundgesetz"
    r"|(?:\w*[a-zäöü])?[Vv]erordnung"
    r"|Verwaltungsvorschrift|Technische Richtlinie|Feuerwehr-?\s?Dienstvorschrift)\b(?!\w*blatt)(?!.*www\.)"
)


def law_line(lines: Sequence[Line]) -> int | None:
    """Return the index of the line with which a law's own title begins, below its gazette's head."""
    return next((n for n, line in enumerate(lines[:_TOP]) if _LAW.match(line.text)), None)


class Sort(NamedTuple):
    """A kind and the line that says so: an index into the lines looked at, -1 where none of them does.

    `quote` is then what says so: a line of the running head (`page` 1) or the file's properties (0).
    """

    kind: Kind
    line: int
    quote: str = ""
    page: int = 0


# Looked for in this order at the beginning of a paper's first lines. Each pattern must begin a line,
# so that a word in running text ("laut Bericht der Verwaltung") says nothing.
_SORTS: tuple[tuple[Kind, str], ...] = (
    ("gesetz", r"Bundesgesetzblatt|.{0,80}www\.gesetze-im-internet\.de|Ausfertigungsdatum:"
    r"|Gliederungs-?Nr\b"),
    ("gesetz", r"(?:Grundgesetz|Gesetz (?:zu[mr]?|über|zur)\b|[A-ZÄÖÜ]\w+gesetz(?: \(|$)"
    r"|Verwaltungsvorschrift\b"
               r"|(?:\w+ )?Verordnung (?:der|des|zu[mr]?|über)\b|Technische Richtlinie\b"
               r"|(?:Feuerwehr-?\s?)?Dienstvorschrift\b(?!.*\.$)|(?:FwDV|PDV|UVV) ?/?.{0,12}\d+\b)"),
    ("einladung", r"(?:Einladung|Öffentliche Einladung|Tagesordnung)\b(?! zum Mitmachen)"),
    ("niederschrift", r"(?:Öffentliche |Nicht-?öffentliche )?(?:Ergebnis-|Sitzungs-?|Wort-?|Kurz|Beschluss"
    r"|Ergebnis)?"
                      r"(?:Niederschrift|Protokoll|niederschrift|protokoll)\b"
                      r"|Stenografisch\w+ (?:Protokoll|Bericht)"
                      r"|\w?\d+\. (?:\w+ )?Sitzung (?:des \w+ )?vom \d"
                      r"|\(Beginn:? .{3,20}Uhr\b.{0,6}Ende:? .{3,20}Uhr\)"),
    ("satzung", r"(?:Öffentliche Bekanntmachung )?(?:\(?\d+\.\)? |Erste |Zweite |Neufassung der )?"
                r"(?:\w+(?:- und \w+)?s?satzung|Satzung|Gefahrenabwehrverordnung|Geschäftsordnung|Hausordnung"
                r"|(?:\w+- und )?(?!Tages|Ver|Neu|Rang|Zu|An|Raum|Rechts|Unter|Größen|Gebiets|Gemeinde|Kreis|Landkreis"
                r"|Kommunal|Abgaben|Gewerbe|Straßenverkehrs|Zivil|Straf)[A-ZÄÖÜ]\w{2,}ordnung)"
                r"(?:\s*(?:$|\(|der\b|des\b|über\b|zu[rm]?\b|für\b|[-–]))"),
    ("steckbrief", r"(?:Kurz)?[Ss]teckbrief\b|Kurzprofil\b|Profil(?:$| )"),
    ("programmheft", r"(?:\w+[-\s])?(?:Programm-?[Hh]eft|Veranstaltungs(?:programm|kalender|übersicht)"
    r"|Kurs-?programm"
                     r"|Fortbildungsprogramm|Jahresprogramm|Halbjahresprogramm|Programm (?:\d|Frühjahr"
                     r"|Herbst|Winter|Sommer))"),
    ("wahlprogramm", r".{0,30}(?:[Ww]ahlprogramm|[Rr]egierungsprogramm|Bürgerprogramm|Kommunalwahl-?programm"
                     r"|Zur Bundestagswahl)"),
    ("konzept", r"(?:\S+ ){0,4}\S*(?:[Kk]onzept(?:ion)?|[Ll]eitbild|[Mm]asterplan|[Aa]ktionsplan)(?:s|es"
    r"|e)?(?:$|[\s,.:–-])"),
    ("bericht", r"(?:\S+ ){0,6}(?:\S*[Bb]ericht|Datensammlung|\S*[Mm]onitoring|Bilanz)(?:$|[\s,.:–-])"),
    ("broschuere", r"(?:\S+ ){0,3}(?:Broschüre|Flyer|\S*[Ll]eitfaden|\S*[Rr]atgeber|Merkblatt|Wegweiser"
    r"|Handreichung"
                   r"|Faltblatt|Tipps für|TIPPS FÜR|Factsheet|Handbuch|DGUV Information)\b"),
)  # fmt: skip
_SORT_PATTERNS = tuple((kind, re.compile(rf"^\W{{0,3}}(?:{pattern})", re.MULTILINE)) for kind, pattern in _SORTS)
_SLIDES = re.compile(r"power\s?point|\.pptx?\b|impress|keynote", re.IGNORECASE)
# A heading that names the kind stands at the top; further down it is more likely the text's.
_TOP = 14
_LONGEST = 110
# Laws and statutes have titles of several lines, which stand here joined.
_LONGEST_LAW = 420
# A line of a list names other papers.
_LISTED = re.compile(r"^[–•▪*-]\s")
_MINUTES = re.compile(
    r"^.{0,3}?\d+\. (?:\w+ )?Sitzung (?:de[rs] .{3,40} )?vom \d|^\W{0,3}(?:Wort|Sitzungs|Beschluss)?-?"
    r"(?:[Pp]rotokoll|[Nn]iederschrift)\b.{0,60}\b[Ss]itzung\b"
)


def sort_of(lines: Sequence[Line], info: Mapping[str, str], running: Sequence[str] = ()) -> Sort | None:
    """Return the kind of a document that is no council paper.

    Told by the program that makes slides, by minutes' running head, by the first lines, by any running
    head, by the file's title, in this order.
    """
    slides = next((info[n] for n in ("title", "creator", "producer") if _SLIDES.search(info.get(n, ""))), None)
    if slides is not None:
        return Sort("praesentation", -1, slides)
    minutes = next((text for text in running if _MINUTES.match(text)), None)
    if minutes is not None:
        return Sort("niederschrift", -1, minutes, 1)
    top = [line for line in lines if line.page <= 2][:_TOP]
    for kind, pattern in _SORT_PATTERNS:
        for place, line in enumerate(top):
            if _sorted(kind, pattern, line.text):
                return Sort(kind, place)
    for source, page in ((running, 1), ((dated_title(info.get("title", "")),), 0)):
        for kind, pattern in _SORT_PATTERNS:
            for text in source:
                if pattern.match(text.strip()):
                    return Sort(kind, -1, text, page)
    return None


def _sorted(kind: Kind, pattern: re.Pattern[str], text: str) -> bool:
    if _LISTED.match(text) or len(text) > (_LONGEST_LAW if kind in ("gesetz", "satzung") else _LONGEST):
        return False
    if len(text) > _LONGEST and text.endswith((".", ":", ";")):
        return False  # a paragraph that begins like a law's title
    return pattern.match(text) is not None or pattern.match(_lowered(text)) is not None


def dated_title(title: str) -> str:
    """Return a file's title without the day and the state of work that its file name bore."""
    bare = re.sub(r"^\W*\d{4}-\d\d-\d\d\s*[-–_]?\s*", "", " ".join(title.split()))
    return re.sub(
        r"[\s_(-]+(?:überprüft|bearbeitet|kommentiert|endg|final|korr)\w*\)?\d*$", "", bare, flags=re.IGNORECASE
    )
