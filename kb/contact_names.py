"""When two papers mean the same person, the same body, the same task or the same post."""

from __future__ import annotations

import re
from functools import lru_cache

from kb.blocks import key
from kb.contacts import Contact
from kb.german import analyse
from kb.synonyms import load

_TITLE = re.compile(r"(?<!\w)(?:Herrn?|Frau|Hr\.?|Fr\.?|Dr\.?|Prof\.?|Dipl\.-?\w+\.?)(?!\w)\.?")
# Words of a body's name that say what kind it is or where, not which.
_COMMON = frozenset(
    stem
    for word in (
        "Kreis",
        "Stadt",
        "Gemeinde",
        "Landkreis",
        "Kreisverwaltung",
        "Stadtverwaltung",
        "Amt",
        "Abteilung",
        "Sachgebiet",
        "Fachbereich",
        "Dezernat",
    )
    for stem in analyse(word).stems
)
# Who leads a project leads no office: „Leitung des Projektes“.
_OF_PROJECT = r"(?:in)?\s+(?:des|eines|vom)\s+[\w-]*projekt"
# Posts that one person holds at a time, by what their names have in common.
_POSTS = (
    ("leader", re.compile(rf"(?:^|(?<!projekt)(?<!kurs))(?:leit(?:er|ung)(?!{_OF_PROJECT})|leader)", re.IGNORECASE)),
    ("project", re.compile(rf"projektleit|leit(?:er|ung){_OF_PROJECT}", re.IGNORECASE)),
    ("chair", re.compile(r"^(?!stellv).*vorsitz", re.IGNORECASE)),
    ("deputy", re.compile(r"stellv", re.IGNORECASE)),
    ("department", re.compile(r"dezernent|dezernat|beigeordnet|sozialreferent|^referent", re.IGNORECASE)),
    ("mayor", re.compile(r"bürgermeister", re.IGNORECASE)),
    ("landrat", re.compile(r"landr[aä]t", re.IGNORECASE)),
    ("manager", re.compile(r"geschäftsführ|quartiersmanag|koordinat|beauftragt", re.IGNORECASE)),
)


def person_key(name: str) -> tuple[str, frozenset[str]]:
    """Return the family name and the given names of a printed name, without case and titles."""
    bare = _TITLE.sub(" ", name).strip(" .")
    family, _, given = bare.partition(",")
    words = re.findall(r"[\w'’-]+", f"{given} {family}".casefold())
    return (words[-1] if words else ""), frozenset(words[:-1])


def gender(name: str) -> str:
    """Return "f" or "m" where a title says so, else ""."""
    match = re.match(r"\s*(Frau|Fr\.?|Herrn?|Hr\.?)\s", name)
    return ("f" if match[1].startswith("Fr") else "m") if match else ""


@lru_cache(maxsize=20_000)
def body(unit: str) -> frozenset[str]:
    """Return the words that tell a body from others; names of one thing („KIZ“, „Kreisintegrationszentrum“) give the same."""
    bare = re.sub(r"\([^)]*\)", " ", unit)
    stems = analyse(bare).stems
    for number, group in enumerate(load()):
        for way in group.terms:
            if way.stems and _within(way.stems, stems):
                stems = (*(stem for stem in stems if stem not in way.stems), f"={number}")
                break
    told = frozenset(stems) - _COMMON
    return told or frozenset(stems)


def _within(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    size = len(words)
    return any(text[start : start + size] == words for start in range(len(text) - size + 1))


def same_body(left: str | None, right: str | None) -> bool:
    """Tell whether two names are of one body: one has all words of the other that tell it from others."""
    if not left or not right:
        return False
    a, b = body(left), body(right)
    shared = a & b
    return bool(shared) and (a <= b or b <= a) and 2 * len(shared) >= max(len(a), len(b))


@lru_cache(maxsize=20_000)
def task_words(task: str) -> frozenset[str]:
    """Return the words of a task."""
    return frozenset(analyse(task).stems)


def same_task(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether one of the tasks of each is the same: half of the longer one's words in common."""
    return any(
        2 * len(task_words(a) & task_words(b)) >= max(len(task_words(a)), len(task_words(b)), 1)
        for a in left
        for b in right
    )


def post(role: str | None) -> str | None:
    """Return the kind of a post that one person holds at a time, None for others."""
    return next((name for name, look in _POSTS if role and look.search(role)), None)


def same_person(left: Contact, right: Contact) -> bool:
    """Tell whether two papers mean one person: full names that agree; a family name alone only in one body or with one number."""
    a, b = person_key(left.person or ""), person_key(right.person or "")
    if not a[0] or a[0] != b[0]:
        return False
    genders = {gender(left.person or ""), gender(right.person or "")} - {""}
    if len(genders) > 1:
        return False
    if a[1] and b[1]:
        return bool(a[1] & b[1])
    return (
        shares_way(left, right)
        or same_body(left.unit, right.unit)
        or (post(left.role) is not None and post(left.role) == post(right.role))
    )


def shares_way(left: Contact, right: Contact) -> bool:
    """Tell whether two contacts have a number or a mail address in common."""
    phones = {key("phone", one) for one in (left.phone, right.phone) if one}
    mails = {key("mail", one) for one in (left.mail, right.mail) if one}
    return bool((left.phone and right.phone and len(phones) == 1) or (left.mail and right.mail and len(mails) == 1))
