"""Names in a list -> drafts, each with what brackets and commas behind it say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_labels import cut_at, labels_in, pattern
from ingest.offer_nouns import QUOTED, is_bare, is_group, is_named, is_sentence, never
from ingest.offer_pieces import listed
from ingest.offer_values import WEB, costs, look, reached, times
from kb.offer_words import audiences, languages

# In words: a longer piece of a list is no name.
NAME = 14
# Nouns that are no part of the name behind them: „Elternbildungsprogramm „Familienwelten““.
_KIND = re.compile(r"\w*(?:programme?|projekte?|konzepte?|initiative|kampagne)$", re.IGNORECASE)
TAKING = re.compile(r"^(?:Teilnahme|Beteiligung|Mitwirkung) (?:am|an der|an dem|bei|beim)\s(?=\w)")
_AROUND = re.compile(r"^[\s,;.·•|/]+|[\s,;.·•|/]+$")
# A clause that says who is meant is no part of a name either.
_WHO = re.compile(r"\sfür\s(?P<who>[^,„“]+,\s(?:die|der|das|deren|dessen)\s.*)$")
_AGED = re.compile(r"\sfür\s(?P<who>[^\d„“]*\d[^„“]*(?:Klassen?|Jahren?|Jahrgang\w*|jährige)[^„“]*)$")
VERBS = re.compile(
    r"\b(?:ist|sind|wird|werden|hat|haben|können|kann|soll|sollen|wurde|wurden|gibt|bietet|finden|findet|gehört|gehören|zählt|zählen|umfasst|umfassen)\b"
)


def heads(named: Value, rest: Value) -> bool:
    """Tell a topic with names behind it from a name that sounds like one, with what is said of it."""
    if not is_group(named.text):
        return False
    return len(names_in(rest)) > 1 or not is_named(named.text)


def names_in(rest: Value) -> list[str]:
    bare = [re.sub(r"\s*\([^)]*\)", "", piece.text) for piece in parted(rest)]
    listed = [name.strip(" :") for piece in bare for name in piece.split("/")]
    listed = [name for name in listed if name and not times(name)]
    return [
        name for name in listed if is_named(name) or (_is_proper(name) and not languages(name) and look(name) is None)
    ]


def names_of(whole: Value, lead: Value | None, above: Sequence[Draft]) -> Iterator[Draft]:
    heads = [Draft(lead), *above] if lead else list(above)
    found = list(parted(whole))
    if any(VERBS.search(re.sub(r"\([^)]*\)|,\s(?:die|der|das)\s.*", "", piece.text)) for piece in found):
        return
    certain = [is_named(piece.text) for piece in found]
    for whole_piece, sure in zip(found, certain, strict=True):
        piece, when = _untimed(whole_piece)
        text = re.sub(r"\s*\([^)]*\)", "", piece.text)
        proper = bool(lead) and 2 * sum(certain) >= len(certain) and len(text.split()) <= 4 and _is_proper(text)
        if (
            not (sure or proper)
            or never(text)
            or is_bare(text)
            or is_sentence(text)
            or len(text.split()) > NAME
            or (not text[:1].isupper() and text[:1] not in '„"»')
        ):
            continue
        for draft in single(piece, heads):
            if when:
                draft.put("time", when)
            yield draft


def _untimed(piece: Value) -> tuple[Value, Value | None]:
    """Return a name without the day behind it („Girls' Day am 3. April“), and that day."""
    found = times(piece.text)
    if not found or found[-1].end != len(piece.text) or "(" in piece.text or found[-1].start < 4:
        return piece, None
    name = re.sub(r"\s(?:am|vom|ab|im)$", "", piece.text[: found[-1].start].rstrip(" –-"))
    return part(piece, 0, len(name)), part(piece, found[-1].start, len(piece.text))


def _is_proper(text: str) -> bool:
    return all(word[0].isupper() or word[0].isdigit() for word in text.split()) and not re.match(
        r"\w*(?:ung|keit|heit|nis)(?:en)?\b", text
    )


def parted(whole: Value) -> Iterator[Value]:
    """Yield what commas, semicolons and dots part, outside brackets and quotes."""
    depth, quoted, start = 0, False, 0
    parting = ";·•|" if re.search(r"[;·•|]", whole.text) else ","
    text = WEB.sub(lambda match: " " * len(match.group()), whole.text)
    for at, char in enumerate([*text, parting[0]]):
        if char in "(„»":
            depth += 1
        elif char in ")“”«":
            depth = max(depth - 1, 0)
        elif char == '"':
            quoted = not quoted
        if char in parting and (not depth or at == len(text)) and not quoted:
            piece = text[start:at]
            trimmed = _AROUND.sub("", piece)
            if trimmed:
                begin = start + piece.index(trimmed)
                yield part(whole, begin, begin + len(trimmed))
            start = at + 1


def single(piece: Value, heads: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the offers that a piece of a list names: one, or several parted by a stroke."""
    inside = re.search(r"\((?P<what>[^)]*)\)", piece.text)
    named = part(piece, 0, inside.start()) if inside and inside.end() == len(piece.text) else piece
    taking = TAKING.match(named.text)
    named = part(named, taking.end() if taking else 0, len(named.text.rstrip()))
    quoted = QUOTED.search(named.text)
    words = named.text.split()
    kind = _KIND.match(words[0]) if words else None
    if quoted and kind:
        named = part(named, quoted.start("name"), quoted.end("name"))
    elif (
        kind
        and len(words) > 1
        and words[1][0].isupper()
        and not re.search(r"\s(?:für|von|zu|zur|zum|der|des|mit|in|im|an)\s", named.text)
    ):
        named = part(named, len(words[0]) + 1, len(named.text))
    stroke = "/" if re.search(r"\w/[A-ZÄÖÜ]\w+\s?\w*$", named.text) else None
    if kind and words[0].endswith("e") and _is_proper(named.text.replace(" und ", " ")):
        stroke = stroke or " und "
    at = 0
    aged = None if stroke else _AGED.search(named.text) or _WHO.search(named.text)
    for name in named.text.split(stroke) if stroke else [named.text]:
        draft = detailed(part(named, at, aged.start() if aged else at + len(name)), None, heads)
        if aged:  # for whom, with ages or classes, is no part of a name
            draft.put("audience", part(named, aged.start("who"), len(named.text)))
        if inside:
            details(draft, part(piece, inside.start("what"), inside.end("what")))
        yield draft
        at += len(name) + len(stroke or "")


def detailed(named: Value, rest: Value | None, heads: Sequence[Draft]) -> Draft:
    draft = Draft(named, above=list(heads))
    if rest is not None and rest.text:
        draft.texts.append(rest)
    return draft


def tell(draft: Draft, rest: Value) -> None:
    """Take what stands behind a name: fields with labels, a list of values, or running text."""
    for field, start, end in cut_at(rest.text, labels_in(rest.text)):
        text = rest.text[start:end].strip(" ,;|·")
        if not text:
            continue
        begin = start + rest.text[start:end].index(text)
        value = part(rest, begin, begin + len(text))
        if field is None and listed(draft, value):
            continue
        looks = field or look(text)
        if looks and looks not in {"other", "name"}:
            draft.put(looks, value)
        elif field is None:
            draft.texts.append(value)


def details(draft: Draft, held: Value) -> None:
    """Take what brackets behind a name say of it („samstags, Hallenbad“)."""
    for detail in parted(held):
        if times(detail.text):
            draft.put("time", detail)
        elif re.match(r"für\s", detail.text) and audiences(detail.text):
            draft.put("audience", detail)
        elif costs(detail.text):
            draft.put("cost", detail)
        elif reached(detail.text):
            draft.put("contact", detail)
        elif pattern("names", "kinds").search(detail.text) is None and re.match(
            r"[A-ZÄÖÜ][\w-]*[a-zäöüß]", detail.text
        ):
            draft.put("place", detail)
