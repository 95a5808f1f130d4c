"""Brochures that say whom to turn to -> services by name with how to reach them, institutions that a question explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.offer_bodies import is_body
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node
from ingest.offer_labels import pattern
from ingest.offer_nouns import is_bare, never
from ingest.offer_values import MAIL, PHONE, WEB
from kb.sentences import spans as sentences

# In words: an institution that a question is about.
NAME = 5
# Somebody to turn to, by the noun; „für wen“ with it.
_SERVICE = re.compile(
    r"(?<![\w-])(?P<name>(?:[A-ZÄÖÜ][\w-]*-)?(?:[A-ZÄÖÜ][\w]*)?(?i:beratung|beratungsstellen?|dienste?n?|telefon|hotline|büros|zentren|lotsen|hilfsangebote?)(?!\w)"
    r"(?:\s(?:für|gegen)\s(?:[a-zäöüß-]+\s)?[A-ZÄÖÜ][\w-]+(?:\svon\s[A-ZÄÖÜ][\w-]+)?(?:\sund\s[A-ZÄÖÜ][\w-]+)?)?"
    r"|[A-ZÄÖÜ]\w{4,}(?:stelle|flüchtlingsrat|agentur)(?!\w)|Flüchtlingsrat(?!\w)|(?<=[„\"])[A-ZÄÖÜ][^„“\"]{4,50}(?=[“\"]))"
)
# „Was ist das Jugendamt und was kann es für dich tun?“, „Was machen Jugendmigrationsdienste?“.
_ABOUT = re.compile(
    r"^(?:Was|Wer)\s(?:ist|sind|macht|machen|tut)\s(?:eigentlich\s)?(?:(?:das|die|der|ein|eine)\s)?"
    r"(?P<name>[A-ZÄÖÜ][\w-]*(?:\s(?:und|für|der|des)\s[A-ZÄÖÜ][\w-]+)*)(?:\sund\s[a-z].*)?\?$"
)


def lines_of(node: Node) -> list[Value]:
    """Return the title, and what reads like a label with its value („Sie heißt Anerkennungsstelle: www.…“)."""
    found = [Value(node.title.text, node.title.spans)] if node.title is not None else []
    found += (
        Value(f"{each.label}: {each.text}", (each.label_span, *each.spans))
        for each in node.parts
        if each.kind == "value" and each.field == "other" and each.label_span is not None
    )
    return found


def turned_to(texts: Sequence[Value], above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield whom brochures name to turn to: a service with its telephone or address on the web in or behind its sentence."""
    for text in texts:
        found = list(sentences(text.text))
        for number, (start, end) in enumerate(found):
            said = text.text[start:end]
            way = next((match for look in (WEB, PHONE, MAIL) if (match := look.search(said))), None)
            if way is None:
                continue
            begin = found[number - 1][0] if number else start
            window = text.text[begin : start + way.start()]
            names = [
                match for match in _SERVICE.finditer(window) if not never(match["name"]) and not is_bare(match["name"])
            ]
            helps = window.rstrip().endswith(":") or pattern("prose", "helping").search(text.text[begin:end])
            if names and helps:
                last = names[-1]
                draft = Draft(
                    part(text, begin + last.start("name"), begin + last.end("name")), above=list(above), told=True
                )
                draft.put("description", part(text, begin, end))
                draft.put("contact", part(text, start + way.start(), start + way.end()))
                yield draft


def explained(node: Node, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the institution that a question as a title is about, where the text below says that it helps."""
    match = _ABOUT.match(node.title.text) if node.title is not None else None
    if match is None or node.title is None or len(match["name"].split()) > NAME or never(match["name"]):
        return
    texts = [Value(each.text, each.spans) for each in node.parts if each.kind in {"text", "item"}]
    said = " ".join(text.text for text in texts)
    if is_body(match["name"]) and pattern("prose", "helping").search(said):
        name = part(Value(node.title.text, node.title.spans), match.start("name"), match.end("name"))
        draft = Draft(name, above=list(above), told=True)
        first = next(iter(sentences(texts[0].text)), None)
        if first is not None:
            draft.put("description", part(texts[0], *first))
        yield draft
