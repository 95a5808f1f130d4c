"""Brings offers together whose names are alike but not the same, the likest first.

Names are compared only where they share one of their rarest words (prefix filter: Bayardo, Ma and Srikant, Scaling Up
All Pairs Similarity Search, 2007), so that the time grows with the number of names, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.offer_contexts import NAME, ORDINARY, Context, evidence
from kb.offer_forms import letters
from kb.offer_names import RARE, WEAK, Name, Relation, ordinary, relation
from kb.offer_sightings import Cluster, join

# A name that more offers have says nothing by itself: only those are compared that share a place or a contact. Keeps
# the time in bounds; no paper that we have states as many of one name.
MANY = 100
# What a name that is not the same weighs against the same.
# A weak one needs further evidence.
_RELATIONS: Mapping[Relation, float] = {
    "same": 0.0, "core": -0.5, "near": -1.5, "part": -0.5, "meant": -NAME, "begins": -NAME,
}  # fmt: skip


def of_like_names(
    clusters: Sequence[Cluster], weights: Mapping[str, float], places: Mapping[str, float]
) -> list[Cluster]:
    """Return offers joined where their names are of one offer and nothing else speaks against it.

    :param weights: how much a stem of a name tells.
    :param places: how much a stem of a place tells.
    """
    of_name: dict[str, list[int]] = defaultdict(list)
    names: dict[str, Name] = {}
    for at, cluster in enumerate(clusters):
        for joined_words, name in cluster.names.items():
            of_name[joined_words].append(at)
            names[joined_words] = name
    alike = {(one, other): how for one, other in _candidates(names, weights)
             if (how := relation(names[one], names[other], weights))}  # fmt: skip
    partners = _partners(pair for pair, how in alike.items() if how not in WEAK)
    every = _partners(alike)
    links: list[tuple[float, int, int, float]] = []
    for (one, other), how in alike.items():
        near = every if how in WEAK else partners
        if how != "same" and any(_umbrella(name, near, names, weights) for name in (one, other)):
            continue
        if max(len(of_name[one]), len(of_name[other])) > MANY:
            continue
        common = how not in WEAK and (ordinary(names[one]) or ordinary(names[other]))
        start = NAME + _RELATIONS[how] + (ORDINARY if common else 0.0)
        for left in of_name[one]:
            for right in of_name[other]:
                if how in WEAK and not _says_the_rest(clusters[left].context, clusters[right].context):
                    continue
                score = start + evidence(clusters[left].context, clusters[right].context, places)
                if score > 0:
                    links.append((-score, min(left, right), max(left, right), start))
    held: list[Cluster | None] = list(clusters)
    home = list(range(len(clusters)))
    for _, left, right, start in sorted(links):
        at, gone = sorted((_root(home, left), _root(home, right)))
        first, second = held[at], held[gone]
        if at == gone or first is None or second is None or first.detailed & second.detailed:
            continue
        if start + evidence(first.context, second.context, places) > 0:
            held[at], held[gone], home[gone] = join(first, second), None, at
    return [one for one in held if one is not None]


def _says_the_rest(left: Context, right: Context) -> bool:
    """Tell statements for the same people, one of which says no more: there is nothing then to be mixed up."""
    return left.audience == right.audience != frozenset() and (left.bare or right.bare)


def _partners(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return found


def _umbrella(
    name: str, partners: Mapping[str, set[str]], names: Mapping[str, Name], weights: Mapping[str, float]
) -> bool:
    """Tell a name whose partners are no names of one offer: it is of a programme, they of its parts."""
    others = sorted(partners.get(name, ()))
    return len(others) > 1 and any(
        relation(names[one], names[other], weights) is None for n, one in enumerate(others) for other in others[:n]
    )


def _candidates(names: Mapping[str, Name], weights: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that share a core or a part, or one of the rare words that like names have to share."""
    holders: dict[str, set[str]] = defaultdict(set)
    for key, name in names.items():
        for form in {name.joined, name.plain, name.general} | name.core | name.parts:
            holders[f"={form}"].add(key)
        for short in name.initials | {name.joined, letters(name.text)}:
            holders[f"~{short}"].add(key)
        if len(name.order) > 1:  # names that begin alike
            holders[f">{' '.join(name.order[:2])}"].add(key)
        holders[f"+{' '.join(sorted(name.pieces))}"].add(key)
        holders[f"#{' '.join(sorted(name.stems))}"].add(key)
        for stem in _prefix(name.stems, weights) if len(name.stems) > 1 else ():
            holders[stem].add(key)
    seen: set[tuple[str, str]] = set()
    for key, sharing in holders.items():
        ordered = sorted(sharing)
        # What very many names begin with tells none of them from another: then only whose whole name it is counts.
        whole = [name for name in ordered if f"={name}" == key] if len(ordered) > MANY else ordered
        for one in whole:
            for other in ordered:
                pair = min(one, other), max(one, other)
                if one != other and pair not in seen:
                    seen.add(pair)
                    yield pair


def _prefix(stems: frozenset[str], weights: Mapping[str, float]) -> Iterator[str]:
    """Yield the rarest stems; names alike share more than `RARE` of their weight, so one of these at least."""
    total = sum(weights[stem] for stem in stems)
    passed = 0.0
    for stem in sorted(stems, key=lambda one: (-weights[one], one)):
        if passed > (1 - RARE) * total:
            return
        passed += weights[stem]
        yield stem


def _root(home: Sequence[int], at: int) -> int:
    while home[at] != at:
        at = home[at]
    return at
