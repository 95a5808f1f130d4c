"""What a single line of a paper's head is: sender, submitter, noise, the beginning of the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.dates import parse_date
from ingest.labels import reference_in, status_of
from ingest.printed import Line, words_of

_BODY = (
    r"Rat\b|Gemeinderat|Stadtrat|Kreistag|Hauptausschuss|Ausschuss|Ortschaftsrat|Magistrat|Integrationsrat"
    r"|Sozialausschuss|[A-ZÄÖÜ]\w+ausschuss|[A-ZÄÖÜ]\w+beirat"
)
# Headings over the parts of a council paper, as they stand alone on a line (boxes or a colon may follow).
_PARTS = (
    r"Beschlu(?:ss|ß)(?:vorschlag|antrag|empfehlung|entwurf|text|fassung)?|Antrag an (?:den|die|das) .*"
    r"|Antragstext|Begründung"
    r"|Sachverhalt|Sachdarstellung|Sachstand|Sach- und Rechtslage"
    r"|Erläuterung(?:en)?(?: und Begründung(?:en)?)?|Kurzfassung"
    r"|(?:Finanzielle|Personelle|Organisatorische) Auswirkung(?:en)?(?: des Antrage?s)?|Haushaltsmittel.*"
    r"|Anlass(?: der Vorlage)?"
    r"|Ausgangslage|Vorbemerkung(?:en)?|Zusammenfassung|Problem|Inhalt(?:sverzeichnis)?|Anlagen?"
    r"|Auswirkung(?:en)? auf .*"
    r"|Fragen?|Bericht|Antrag|Anfrage|Mitteilung|Ergänzende Erläuterungen|Gesamtkosten.*|Klimarelevanz"
    r"|Teil [IVX\d]+\b.*"
    r"|Stellungnahme(?: de[rs] (?:Verwaltung|Bürgermeisteramte?s|Stadt\w*|Amte?s))?|Sachdarstellung"
    r"|Sachverhaltsdarstellung"
)
BODY_HEADING = re.compile(
    rf"^[-–*]?\s*(?:(?:I+\.?|\d\.|[A-Z]\)|[a-z]\))\s*)?(?:{_PARTS})(?:\s*/\s*(?:{_PARTS}))?"
    r"\s*(?:$|[:–-]\s*$|:\s.*|\([^)]*\)\W*$|[☐☒☑□].*|(?:[Jj]a|[Nn]ein)\b.*|- Kurzfassung.*"
    r"|\d{1,2}(?:\s*[-–].*)?$)"
)
# Sentences that open a decision, a question or a letter: text from here on, once a title has been read.
BODY_SENTENCE = re.compile(
    r"^(?:Sehr geehrte|Hiermit|Wir (?:bitten|beantragen|fragen|fordern)|Ich (?:bitte|beantrage|frage)"
    rf"|(?:De[rmn]|Die|Das|Im) (?:\w+ )?(?:{_BODY}|Verwaltung|Stadt \w+|Fraktion|\S+-(?:[Ff]raktion"
    rf"|Gemeinderatsfraktion))\b.*"
    r"|Die (?:CDU|SPD|FDP|GRÜNE|Grüne|LINKE|AfD|FW)\S* )"
)
# What begins the text only after a title: a numbered or lettered point, a question.
POINT = re.compile(
    r"^(?:\d{1,2}(?:[.)]|(?:\.\d+)+\.?)|[A-Za-z][.)]|\(\d\)|[•–▪☐☒-])\s"
    r"|^(?:Wie|Welche[rs]?|Warum|Wann|Ist|Sind|Gibt|Hat|Wird|Inwiefern)\b.*"
)
_NOISE = re.compile(
    r"^(?:Gedruckt(?: auf)?.*|(?:auf )?100 (?:Prozent|%).*|Recycling\w*|.*Recyclingpapier|Seite \d+.*"
    r"|[-–]?\s*\d+\s*[-–]?"
    r"|i\. ?[ABV]\. ?m?\.? \S.{0,30}"  # "i. B. m. TBA", below the office that is responsible
    r"|\d+ (?:von|/) \d+|www\..*|https?:.*|(?:Ja|Nein|ja|nein|x|X|[☐☒]\s*\w*|Ergebnis|ö|nö|Kenntnisnahme"
    r"|Wahl|Beschluss|[-–] Beschluss))$"
)
# "Kreis Mettmann · Der Landrat · Sozialamt"; "Erlangen, den 23.10.2020".
_LETTERHEAD = re.compile(
    r"^(?:(?:Stadt|Kreis|Landkreis|Gemeinde|Landeshauptstadt) [^·|]{3,40}[·|].*"
    r"|[A-ZÄÖÜ][\w.-]+,? (?:den )?\d{1,2}\. ?[\w.]+ ?\d{4})$"
)
_RECYCLED = re.compile(r"^(?:Gedruckt\b.*|Seite \d+.*|Ergebnis|[xX☐☒ ]+)$")
_ISSUER = re.compile(
    r"^(?:(?:Stadt|STADT|Hansestadt|Landeshauptstadt|Kreisstadt|Universitätsstadt|Große Kreisstadt|Kreis"
    r"|KREIS|Landkreis|Rhein-\w+-Kreis"
    r"|Gemeinde|GEMEINDE|Samtgemeinde|Verbandsgemeinde|Markt|Amt|Bezirk|Landschaftsverband|Regionalverband"
    r"|Zweckverband"
    r"|Nachbarschaftsverband|Städteregion|Bezirksamt) [A-ZÄÖÜ][\w./() -]{2,40}"
    r"|[A-ZÄÖÜ]\w+-?[Kk]reis(?: \w+)?)$"
)
_SENDER = re.compile(
    r"^(?:D(?:er|ie) (?:Ober)?(?:[Bb]ürgermeister|[Ll]andr[aä]t|[Kk]reisausschuss|[Mm]agistrat"
    r"|[Gg]emeindevorstand|[Vv]orsitzende"
    r"|Gemeindedirektor|Stadtdirektor|Regierungspräsident)\w*"
    r"|DER \w+|(?:Ortsverwaltung|Stadtamt|Bürgermeisteramt|Landratsamt|Kreisverwaltung|Stadtverwaltung"
    r"|Gemeindeverwaltung|Rathaus)\b.{0,30})$"
)
_PARTIES = frozenset(
    (
        *(
            "cdu",
            "csu",
            "spd",
            "fdp",
            "grüne",
            "grünen",
            "linke",
            "fw",
            "afd",
            "volt",
            "bsw",
            "ödp",
            "piraten",
        ),
        *(
            "piratenpartei",
            "partei",
            "fraktionslos",
            "parteilos",
            "pl",
            "bündnis",
            "b90",
            "90",
            "freie",
            "wähler",
        ),
    )
)
_BETWEEN = frozenset(
    ("und", "die", "der", "das", "im", "des", "von", "stadtrat", "kreistag", "rat", "or", "b", "fraktion")
)
_KINDS = (
    r"(?:Gemeinsame[rs]? |Interfraktionelle[rs]? )?"
    r"(?:Antrag|Anträge|Anfrage|Änderungsantrag|Ergänzungsantrag|Zusatzantrag)"
)
_PERSON = re.compile(
    r"^(?:Stadtr(?:at|ätin|äte|ätinnen)|Gemeinder(?:at|ätin)|Kreisr(?:at|ätin)|Ortschaftsr(?:at|ätin)"
    r"|Ratsmitglied|Ratsfrau|Ratsherr"
    r"|Kreistagsabgeordnete[rn]?|Stadtverordnete[rn]?|Bezirksverordnete[rn]?|StRi?n?|OR) (?:Dr\. "
    r"|Prof\. )*[A-ZÄÖÜ]\w"
)
_OF_PARTY = re.compile(r"^[A-ZÄÖÜ][\w. ’'-]{3,60} ?\((?P<party>[^()]{2,30})\),?$")
# A line of names is short; and the checks below need not look at paragraphs.
_LONGEST_NAMES = 130
# Below a title: whose motion it is, whoever that may be.
_SUBMITTED = re.compile(rf"^{_KINDS}\s*(?::|de[rs]\b|von\b)")
_DEPARTMENT = re.compile(
    r"^(?:[\w. -]{2,24} ?/ ?)?(?:Dez(?:ernat)?\.? ?(?:\d|[IVX]+)\b.{0,20}|Dez\.?(?: .{0,12})?|TOP ?\d*)$"
)
_PEOPLE = re.compile(
    r"^(?:(?:Dipl\.|Dr\.|Prof\.|RA |Vorsitzende[rn]?:?\s)|(?:[A-ZÄÖÜ][\w-]+ ){2,4}[(,] ?(?:Vorsitz|Referent|Leiter))"
)
_AUTHORITY = re.compile(
    r"(?:\w{1,3} )?(?:(?:Bundes|Landes|Staats)?[Mm]inisterium\b.{0,80}|MINISTERIUM .{3,80}|(?:Amts|Land"
    r"|Verwaltungs)gericht(?: [A-ZÄÖÜ]\w+)?"
    r"|[–-] \w+gericht [–-])"
)
_SESSION = re.compile(r"^\d+\.\s*(?:\w+ )?(?:\(\w+\) )?(?:Plenar|Sonder)?[Ss]itzung\b.*|^(?:Plenarsitzung|Sitzung)\b.*")
_LONE_BODY = re.compile(rf"^(?:{_BODY})(?: [A-ZÄÖÜ]\w+(?:-\w+)?)?$")
# No head ends before this line: what looks like the text's beginning there may be the title.
SHORTEST_HEAD = 4


def submitter_line(text: str) -> bool:
    """Return whether a line only says who brings a motion or question: members, parties, groups."""
    if len(text) > _LONGEST_NAMES:
        return False
    if _PERSON.match(text):
        return True
    one = _OF_PARTY.match(text)
    if one:
        return _only_parties(one["party"])
    behind = re.match(rf"^{_KINDS}(?::| de[rs]\b| von\b)", text)
    names = text[behind.end() :] if behind else text
    if re.search(r"[Ff]raktion|FRAKTION|[Rr]atsgruppe", names) and ":" not in names:
        # Names are capital words; a small word that is no "und" or "der" makes a sentence or a title of it.
        small = [word for word in names.split() if word[:1].islower() and word.strip(".,") not in _BETWEEN]
        plural = re.search(r"\b(?:de[rs]|die) Fraktionen\b", names)
        return not small and not plural
    return _only_parties(names)


def _only_parties(text: str) -> bool:
    words = [word.lower() for word in re.findall(r"\w+", text)]
    return any(word in _PARTIES for word in words) and all(word in _PARTIES or word in _BETWEEN for word in words)


def issuer_line(text: str) -> bool:
    """Return whether a line is nothing but the name of a town, district or the like."""
    return _ISSUER.match(text) is not None and len(text.split()) <= 5


def text_start(lines: Sequence[Line], taken: Collection[int] = ()) -> int:
    """Return the index of the line with which the text begins and the head ends."""
    for place in range(SHORTEST_HEAD, len(lines)):
        text = lines[place].text.replace("\t", " ")
        if place not in taken and (BODY_HEADING.match(text) or BODY_SENTENCE.match(text)):
            return place
    return len(lines)


def label_line(text: str) -> bool:
    """Return whether a line begins with a label ("Beginn: 18:30 Uhr")."""
    return re.match(r"^[A-ZÄÖÜ][\w/ .-]{2,24}:(?:\s|$)", text) is not None


def no_heading(text: str) -> bool:
    """Return whether a line names people or an authority, as covers do beside the title."""
    return _PEOPLE.match(text) is not None or _AUTHORITY.fullmatch(text) is not None


def not_title(text: str, *, within: bool = False) -> bool:
    """Return whether a line is known to be no title; `within`: it follows a line of one."""
    if submitter_line(text) or _DEPARTMENT.match(text) or status_of(text) is not None or parse_date(text):
        return True
    if within and _SUBMITTED.match(text):
        return True
    if within:  # "… in der Stadt" / "Karlsruhe": what would be a sender at the top ends a title here
        return _RECYCLED.match(text) is not None
    return (
        _NOISE.match(text) is not None
        or issuer_line(text)
        or _SENDER.match(text) is not None
        or _LETTERHEAD.match(text) is not None
        or _SESSION.match(text) is not None
        or _LONE_BODY.match(text) is not None
        or reference_in(text) == text
        or not words_of(text)
    )
