"""What belongs on a list of offers and in which order: names that questions have, values meant at once, groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.lexicon import lexicon
from assistant.offer_catalogue import NAME, Catalogue
from assistant.offer_terms import Told, folded, value_name
from assistant.offers import Told as Word
from assistant.period import Period
from assistant.phrases import offer_phrases
from assistant.question import WORDS, Question
from kb.contact_names import body
from kb.offer_days import read_times
from kb.offer_history import CatalogueEntry
from kb.offer_names import words

# Lists longer than this are parted by topic, town or audience, if at least so many have one: fewer are seen at a
# glance, and a group "others" of nearly half the list helps nobody.
LONG, PARTED = 6, 0.6
# The centre's own name, whatever a paper or a question calls it.
OURS = body("KIZ")

_Named = tuple[frozenset[str], CatalogueEntry]


class Names:
    """The offers of a catalogue by the words of their names; made anew when the catalogue is another."""

    def __init__(self) -> None:
        """Begin without a catalogue."""
        self._held: tuple[Catalogue, Mapping[str, Sequence[_Named]]] | None = None

    def of(self, catalogue: Catalogue, said: frozenset[str]) -> list[_Named]:
        """Return the entries, each with the words of its name, whose names have no word that is not said."""
        held = self._held
        if held is None or held[0] is not catalogue:
            # One value, swapped whole: another thread sees the one before or this one.
            held = self._held = (catalogue, _by_longest(catalogue))
        return [pair for word in said for pair in held[1].get(word, ()) if pair[0] <= said]


def _by_longest(catalogue: Catalogue) -> Mapping[str, Sequence[_Named]]:
    found: dict[str, list[_Named]] = {}
    for entry in catalogue.entries:
        if name := words(entry.offer.name):
            found.setdefault(max(name, key=len), []).append((name, entry))
    return found


def at_once(told: Sequence[Told], text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield facet and codes for each value that must hold beside another one of its kind, told in the folded text.

    "Neu zugewanderte Kinder" are both; of "Kinder und Jugendliche" either will do.
    """
    for facet in dict.fromkeys(one.facet for one in told):
        groups: list[set[str]] = []
        held = sorted((one for one in told if one.facet == facet), key=lambda one: one.start)
        for before, one in pairwise([None, *held]):
            if one is not None:
                # "Families with children": the narrower word adds nothing.
                if before is not None and (_either(before, one, text) or _within(before, one)):
                    groups[-1].update(one.codes)
                else:
                    groups.append(set(one.codes))
        if len(groups) > 1:
            yield from ((facet, frozenset(group)) for group in groups)


def _within(before: Told, one: Told) -> bool:
    return set(one.codes) < set(before.codes) or set(before.codes) < set(one.codes)


def _either(before: Told, one: Told, text: str) -> bool:
    between = text[before.end : one.start]
    said = set(WORDS.findall(between))
    # Arabic writes "and" together with the next word.
    joined = bool(said or between.strip(" -")) or one.words.startswith("و")
    either = lexicon("offers")["either"]
    # Beside "and" an article may stand ("les enseignants et le personnel"); one alone begins a relative clause.
    return joined and (said <= either or (bool(said & either) and len(said - either) == 1))


def of_ours(asked: Question) -> tuple[Question, bool]:
    """Return a question without the name of the centre whose papers these are, and whether it had it.

    "Welche Kurse gibt es beim KIZ?": hardly an offer says of itself that it is the centre's.
    """
    kept = [word for word in asked.text.split() if not OURS & body(word)]
    named = len(kept) < len(asked.text.split()) and bool(kept)
    return (replace(asked, text=" ".join(kept)), True) if named else (asked, False)


def is_ours(entry: CatalogueEntry) -> bool:
    """Return whether an offer is the centre's own, or no paper says whose it is."""
    return not entry.offer.organiser or bool(OURS & body(entry.offer.organiser))


def named_first(
    found: Sequence[CatalogueEntry], told: Sequence[Word], catalogue: Catalogue, language: str
) -> list[tuple[CatalogueEntry, str]] | None:
    """Return a list for whoever asks for one thing ("Krabbelgruppe"): what is called so, then what else is on its topic.

    None where nothing is called so, or everything, or where the topic itself was named.
    """
    topics = [one for one in told if one.facet == "topic"]
    words = {one.words for one in topics if one.words not in folded(value_name("topic", one.code, "de"))}
    if len(words) != 1:
        return None
    called = {
        catalogue.entries[at].id
        for at, (near, says) in catalogue.words.find(*words).items()
        if near == 1 and says >= NAME
    }
    first = [entry for entry in found if entry.id in called]
    rest = [entry for entry in found if entry.id not in called]
    other = f"{offer_phrases(language)['other']}: {value_name('topic', topics[0].code, language)}"
    return [*((entry, "") for entry in first), *((entry, other) for entry in rest)] if first and rest else None


def dated_first(
    found: Sequence[CatalogueEntry], periods: Sequence[Period], language: str
) -> list[tuple[CatalogueEntry, str]] | None:
    """Return a list for whoever asks for a time: what has a day of its own then, then what goes on all the year.

    None where no time was named, or all of them are of one kind.
    """
    own = [entry for entry in found if _on_days(entry, periods)] if periods else []
    if not own or len(own) == len(found):
        return None
    regular = offer_phrases(language)["regular"]
    return [*((entry, "") for entry in own), *((entry, regular) for entry in found if entry not in own)]


def _on_days(entry: CatalogueEntry, periods: Sequence[Period]) -> bool:
    """Tell an offer for which a day is printed that lies in one of the periods."""
    days = [(meeting.first, meeting.last) for meeting in read_times(entry.offer.time or "").meetings]
    if entry.offer.valid_from and entry.offer.valid_from == entry.offer.valid_to:
        days.append((entry.offer.valid_from, entry.offer.valid_to))
    return any(one[0] <= last and first <= one[1] for one in days for first, last in periods)


def parted(told: Sequence[CatalogueEntry], asked: set[str], language: str) -> list[tuple[CatalogueEntry, str]]:
    """Return the entries of a list, each with its heading: a long one by topic, town or audience, large groups first.

    What is over comes last.

    :param asked: facets that the question names; all of the list have these.
    """
    said = offer_phrases(language)
    going = [entry for entry in told if entry.status != "past"]
    over = [(entry, said["over"]) for entry in told if entry.status == "past"]
    over = over if going else [(entry, "") for entry, _ in over]
    kind = _kind(going, asked) if len(going) > LONG else None
    if kind is None:
        return [*((entry, "") for entry in going), *over]
    values = [(entry, next(iter(_values(entry, kind)), "")) for entry in going]
    sizes = Counter(value for _, value in values)
    # One offer is no group.
    values = [(entry, value if sizes[value] > 1 else "") for entry, value in values]
    sizes = Counter(value for _, value in values)
    order = sorted(sizes, key=lambda value: (not value, -sizes[value], value))
    names = {value: value_name(kind, value, language) if value else said["other"] for value in order}
    return [*((entry, names[value]) for group in order for entry, value in values if value == group), *over]


def _kind(going: Sequence[CatalogueEntry], asked: set[str]) -> str | None:
    """Return the facet by which offers are parted: one that was not asked for, that most have, with several values."""
    for kind in ("topic", "town", "audience"):
        sizes = Counter(values[0] for entry in going if (values := _values(entry, kind)))
        grouped = [size for size in sizes.values() if size > 1]
        if kind not in asked and len(grouped) > 1 and sum(grouped) >= PARTED * len(going):
            return kind
    return None


def _values(entry: CatalogueEntry, kind: str) -> tuple[str, ...]:
    offer = entry.offer
    if kind == "audience":
        return offer.audience
    value = offer.topic if kind == "topic" else offer.town
    return (value,) if value else ()
