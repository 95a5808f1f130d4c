"""What sentences say of offers that running text tells of: where, how often, who runs them, how to apply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.offer_bodies import is_body
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_labels import pattern
from ingest.offer_sentences import sentences

_PLACES = (
    r"(?:\w*[Ss]tädten?|\w*[Gg]emeinden?|Kommunen|Kreisen?|\w+teilen?|Quartieren?|Dörfern?|Sozialräumen?|\w*[Ss]chulen?|\w*[Kk]ollegs?|\w*[Kk]itas?|\w*[Kk]indertagesstätten?"
    r"|\w*[Zz]entren|\w*[Ee]inrichtungen?|\w*[Uu]nterkünften?|\w*[Bb]üchereien|\w*[Vv]ereinen?|\w*[Oo]rganisation(?:en)?)"
)
# „in allen zehn kreisangehörigen Städten und Gemeinden“, „an den Berufskollegs“: several places at once.
_ALL = re.compile(
    rf"\b(?:in|an)\s(?P<which>allen|sämtlichen|den|mehreren|vielen|beiden|einigen|verschiedenen|\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)\s(?:(?:[a-zäöüß]+|\d+)\s){{0,3}}{_PLACES}(?:\sund\s{_PLACES})?(?!\w)"
)
# „in der eigenen Gemeinde/Organisation“: with those who take part.
_OWN = re.compile(
    rf"\bin\s(?:der|ihrer|Ihrer|eurer|deiner|seiner)\s(?:eigenen\s)?{_PLACES}(?:(?:/|\soder\s){_PLACES})?(?!\w)"
)
_NAMED_AT = re.compile(rf"\s(?:an|in)\s(?:den\s|allen\s)?(?P<place>{_PLACES})$")
_SINCE = re.compile(r"\b(?:seit|ab)\s(?:\w+\s)?(?:19|20)\d\d\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:(?:ca\.|etwa|rund|bis zu|mindestens)\s)?(?:\d+|ein|zwei|drei|vier|sechs)\s?-?mal\s(?:jährlich|monatlich|wöchentlich|(?:im|pro)\s(?:Jahr|Monat)|(?:pro|in der)\sWoche)",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:finde[nt]\b.*\bstatt|gibt es|angeboten|trifft sich|treffen sich|veranstalte\w+)\b", re.IGNORECASE
)
# „Anträge können beim Integrationszentrum gestellt werden“, „Förderanträge nimmt die Stadt entgegen“.
_APPLYING = re.compile(
    r"\b(?:\w*[Aa]ntr(?:ag|äge)n?|Bewerbung(?:en)?|Anmeldung(?:en)?|Projektideen?)\b[^.;]*(?:\b(?:beim?|an (?:das|die|den)|über (?:das|die|den))\s[^.;]*\b(?:gestellt|eingereicht|gerichtet|abgegeben|beantragt|möglich)\b"
    r"|\bnimmt\s[^.;]*\bentgegen\b|\bsind\s[^.;]*\bzu (?:stellen|richten)\b)"
)
_ENTITLED = re.compile(
    r"\b[Aa]ntragsberechtigt sind\s(?P<who>[^.;]+)|\b(?:[Aa]nträge|[Ee]inen [Aa]ntrag) (?:stellen )?(?:können|dürfen)\s(?P<who2>(?:alle\s)?[A-ZÄÖÜ][^.;]+?)(?:\sstellen)?(?=[.;]|$)"
)
_RUN_BY = re.compile(
    r"\b(?:Angebote?|Informationen|Programme?|Projekte?|Berichte?|Neues|Aktuelles|Kurse|Veranstaltungen)\s(?:aus dem|aus der|des|der|vom|von der|im|beim)\s(?P<who>[A-ZÄÖÜ][^,.:;()]{3,60})$"
)


def tell(draft: Draft, texts: Sequence[Value], *, named: bool) -> None:
    """Take from the sentences that tell of one offer where and how often it is, and from the titles above who runs it.

    :param named: they are those that name it; else they stand under its title, and may tell of other things, too.
    """
    at = _NAMED_AT.search(draft.name.text)
    if at and "place" not in draft.fields:
        draft.put("place", part(draft.name, at.start("place"), at.end("place")))
    for said in _sentences(texts):
        where = _OWN.search(said.text) or _ALL.search(said.text)
        sure = where and (named or where.re is _OWN or where["which"] in {"allen", "sämtlichen"})
        if where and sure and "place" not in draft.fields:
            draft.put("place", part(said, where.start(), where.end()))
        often = _OFTEN.search(said.text)
        if often and _HELD.search(said.text) and "time" not in draft.fields:
            since = _SINCE.search(said.text)
            if since:
                draft.put("validity", part(said, since.start(), since.end()))
                draft.put("time", part(said, since.start(), since.end()))
            draft.put("time", part(said, often.start(), often.end()))
    for title in draft.above[:1] if "organiser" not in draft.fields else ():
        by = _RUN_BY.search(title.name.text.rstrip(" .:"))
        if by and is_body(by["who"]):
            draft.put("organiser", part(title.name, by.start("who"), by.end("who")))


def tell_applying(drafts: Sequence[Draft], texts: Sequence[Value]) -> None:
    """Take from the text that offers stand in how to apply for them, and who may."""
    for said in _sentences(texts) if drafts else ():
        applying, entitled = _APPLYING.search(said.text), _ENTITLED.search(said.text)
        for draft in drafts:
            if applying and "registration" not in draft.fields:
                draft.put("registration", part(said, applying.start(), applying.end()))
            if entitled and "audience" not in draft.fields:
                name = "who" if entitled["who"] else "who2"
                draft.put("audience", part(said, entitled.start(name), entitled.end(name)))


def _sentences(texts: Sequence[Value]) -> Iterator[Value]:
    for text in texts:
        for start, end in sentences(text.text):
            said = part(text, start, end)
            if not pattern("prose", "cancelled").search(said.text):
                yield said
