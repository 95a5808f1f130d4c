"""Where sentences end in German administrative prose, as spans over the original text.

A full stop is also the mark of abbreviations (z. B., Nr., gem.), ordinals (15. April, 2. Sitzung),
section numbers (10.1.) and initials. The rules here decide from the word before the stop and the
word after it; nothing is trained. Other languages' stops (؟ ۔ 。 ！ ？ ।) end sentences as well.
"""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# After these a sentence goes on, whatever follows (small letters, without the final stop).
_ABBREVIATIONS = _set(
    """
    abb abs abschn abt abzgl aktz allg amtl anh anl anm ao art aufl ausf az bd bdst begl beigeordn bes
    best betr bez bf bgm bhf bl bspw buchst bzgl bzw ca chr co dez dgl dipl dir dok dr drs ebd ehem
    einschl einw entspr erg erl etwaig ev evtl exkl fa fam fassg fb fe fig fr frl fußn geb gem ges gez gg
    ggf ggfs ggü grds hbf hg hl hr hrn hrsg ing ingl inh inkl insb insbes int jg jgst jh jhd jur kap kath
    kfm kl konst kt ktn ldkr lfd lf lit lt ltd max mag med mind min mio mr mrd mrs ms mtl mwst nachf nat
    nov nr nrn oberbgm öffentl op ord orig o.ä pf pfd phil pkt pos prof prot prov psych qm rd rdnr red ref
    reg rn rer rnr röm rspr rz schr sen sg sog soz spez sr st std stdn stellv str stv tab tel telef tgl
    tit tlw top tr tsd u.a überarb übers umg undatiert ungef univ unterz urspr urt usf v.a verf verg verm
    vers vertr vgl vgt vhs vid vj voll vorl vors vs wg wiss z.b z.t zb zit zt zul zus zusätzl zw zzgl zzt
    jan feb febr mär apr jun jul aug sep sept okt mo di mi do sa so pp lic oec habil theol aod th ph wolfg
    """
)
# These may also end a sentence: they do where a word follows that usually begins one.
_FINAL = _set(
    """
    usw etc ff f e.v ev a u.a u.ä u.s.w o.ä o.g m.e gmbh co str tel mio mrd v vj jh jhd std min nr top
    """
)
# Words that begin German sentences and, written with a capital, hardly stand elsewhere.
_STARTERS = _set(
    """
    Aber Aktuell Alle Allerdings Als Also Am An Andere Andererseits Anschließend Auch Auf Aufgrund Aus
    Außerdem Bei Beide Beim Bereits Bis Bisher Bitte Da Dabei Dadurch Dafür Dagegen Daher Damit Danach
    Daneben Dann Daran Darauf Daraus Darin Darüber Darunter Das Dass Davon Dazu Dem Den Denn Dennoch Der
    Deren Des Deshalb Dessen Die Dies Diese Diesem Diesen Dieser Dieses Dort Durch Ebenso Ein Eine Einem
    Einen Einer Eines Einige Er Erst Es Etwa Falls Ferner Für Gegen Gegenüber Gemäß Gleichzeitig Herr Frau
    Hier Hierbei Hierdurch Hierfür Hiermit Hierzu Hinsichtlich Ich Ihr Ihre Im In Innerhalb Insbesondere
    Insgesamt Ist Je Jede Jeder Jedes Jedoch Kein Keine Können Laut Man Mit Mithilfe Mittlerweile Nach
    Nachdem Neben Nicht Nun Nur Ob Obwohl Oder Ohne Seine Seit Seitdem Sie Sind So Sobald Sofern Somit
    Sowohl Sollte Sollten Soweit Trotz Trotzdem Über Um Und Unser Unsere Unter Viele Vom Von Vor Vorher
    Wann War Waren Warum Was Wegen Weil Weiter Weitere Weiterhin Welche Wenn Wer Werden Wie Wir Wird Wo
    Wurde Wurden Während Zu Zudem Zum Zur Zusätzlich Zuvor Zwar Zwischen
    """
)
_MONTHS = _set(
    """
    Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jan Feb Febr
    Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez
    """
)
_DOTTED = re.compile(r"^(?!www)(?:[a-zäöüß]{1,4}\.)+[a-zäöüß]{1,4}$")
_ROMAN = re.compile(r"^[IVX]{1,5}$")
_STOP = re.compile(r"(?:[.!?…]+|[؟۔।])[)\]\"'“”»«›‹’]*(?=\s|$)|[。！？]+[」』）”’]*|(?=\n\n)")
_WORD = re.compile(r"[^\s(\[„\"“»«‚'/]+$")
_NEXT = re.compile(r"\s*([\"„“»«‚‘'(\[–—•-]*\s?)([^\s.,;:!?)\]\"“”»«/]*)")


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of each sentence of `text`, without the white space around it.

    The spans are in order, do not overlap and hold every character that is not white space.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.end() > start and (stop.end() == stop.start() or _ends(text, start, stop.start(), stop.end())):
            _add(found, text, start, stop.end())
            start = stop.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    inner = text[start:end]
    stripped = inner.strip()
    if stripped:
        at = start + inner.index(stripped[0]) if not inner[:1].strip() else start
        found.append((at, at + len(stripped)))


def _ends(text: str, start: int, at: int, end: int) -> bool:
    """Tell whether the stop at ``text[at:end]`` ends the sentence that began at `start`."""
    mark = text[at]
    following = _NEXT.match(text, end)
    opening, word = (following.group(1), following.group(2)) if following else ("", "")
    if not word and not opening.strip():
        return True
    if mark not in ".…" or text[at:end].startswith(".."):
        # „Wie weiter?“ fragt …; an ellipsis mid-sentence goes on in small letters.
        return not word[:1].islower()
    if mark == "…" or word[:1].islower():
        return not word[:1].islower()
    if text[at - 1] in ')]"“”»«':
        return True  # the bracket or quotation has closed before the stop
    before = _WORD.search(text, start, at)
    last = before.group() if before else ""
    if not last or text[at:end] != ".":
        # A quotation mark or bracket closes after the stop: the abbreviation, if any, is inside.
        return not _continues(text, start, at, last, word) or word in _STARTERS
    return not _continues(text, start, at, last, word)


def _continues(text: str, start: int, at: int, last: str, word: str) -> bool:
    bare = last.lower().rstrip(".")
    starter = word in _STARTERS
    head = text[start : at - len(last)].strip(" \n\t(–-•")
    if last[-1:].isdigit():
        return _number_continues(last, head, word, starter=starter)
    if _ROMAN.match(last):
        return not starter or not head
    if len(bare) == 1 and bare.isalpha():
        return _letter_continues(text, at, bare, last, head, starter=starter)
    if _DOTTED.match(bare) or bare in _ABBREVIATIONS or bare in _FINAL:
        tail = bare.rsplit(".", 1)[-1]
        return not (starter and (bare in _FINAL or tail in {"v", "ä", "a"}))
    # Compounds abbreviated at their end: „Elberfelder Str.“, „Beethovenstr.“, „Ausl.-Nr.“
    return bool(re.search(r"(?:str|nr|tel|abt|abs|hrsg|verf|-dr|-ing|-nr|-str)$", bare)) and not starter


def _number_continues(last: str, head: str, word: str, *, starter: bool) -> bool:
    """Ordinals and enumerations go on; years, amounts and clock times at a sentence's end do not."""
    digits = re.search(r"\d+$", last)
    if not head and re.fullmatch(r"\(?\d{1,3}(?:\.\d+)*", last):
        return True
    if word in _MONTHS or (word[:1].isdigit() and "." in last):
        return True
    if digits and len(digits.group()) > 2:
        return False
    if re.fullmatch(r"(?:\d{1,2}\.)+\d{1,2}", last):  # 10.1. Sprache, 01.02. Montag
        return not starter
    if re.search(r"[,:/%€-]", last):
        return False
    return not starter


def _letter_continues(text: str, at: int, bare: str, last: str, head: str, *, starter: bool) -> bool:
    """Tell initials and spaced abbreviations (z. B., e. V.), which go on, from „Anlage A. Die …“."""
    before = head.rsplit(None, 1)[-1].lower() if head else ""
    pair = before in {
        "z.",
        "u.",
        "e.",
        "o.",
        "i.",
        "s.",
        "d.",
        "a.",
        "v.",
        "m.",
        "h.",
        "n.",
        "b.",
        "p.",
        "g.",
    }
    if pair:
        return not (starter and (before, bare) in {("e.", "v"), ("u.", "a"), ("u.", "ä"), ("o.", "ä"), ("w.", "o")})
    if before in {
        "anlage",
        "buchstabe",
        "variante",
        "gruppe",
        "klasse",
        "teil",
        "typ",
        "vitamin",
        "haus",
        "block",
    }:
        return not starter
    return not (bare == "f" and starter)
