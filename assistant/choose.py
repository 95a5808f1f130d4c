"""From scored sentences to an answer: which are taken, in what order, and how each is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.asked_nouns import asks_several
from assistant.chronology import tells_of
from assistant.company import asks, company, entry_head, heads_table, whole_list
from assistant.extract import Scored
from assistant.facts import EXACT, OFFICE, kinds
from assistant.legible import labelled
from assistant.person_asked import Person, person_asked, told_of
from assistant.question import Question
from assistant.spelt_out import spelt_out
from assistant.units import ENDS
from kb.model import AnswerPart, AnswerSentence, BlockKind, Citation, Hit

# How much worse than the best (in log-odds) a sentence may be and still belong to the answer, and how many are read
# with pleasure on a phone (chosen in docs/evaluation.md).
KEEP = 3.5
MOST = 5
# Who asks for one fact reads fewer (of 262 questions of the fitted sets two lose theirs, and answers are a tenth shorter).
MOST_FACTS = 3
# So many characters are read at once on a phone; a sentence that does not fit behind the others leaves its place to a shorter.
ROOM = 600
# Log-odds that the papers answer at all, else nothing is answered (chosen in docs/evaluation.md).
ENOUGH = 0.8
# From this on a sentence begins with the thing asked about: more than half of its name (`features.OPENING`).
EXPLAINS = 0.6
# A line that is no sentence says something of what is asked from this share of the question's words on (of 30 lines below
# it in answers to dev questions, without a fact that is asked for, none answered).
SAYS = 0.1
# Who asks for one of these wants no list.
ONE = frozenset(["office", "person", "leader"])
# Who asks for one of these needs no name of an offer with it.
COUNTED = frozenset(["number", "date", "share"])
# Kinds of fact that papers print in more ways than can be listed, and one that is told by a name alone.
LOOSE, STRICT = frozenset(["task", "audience", "place", "course", "charge"]), frozenset(["leader"])
_WORD = re.compile(r"[^\W\d_]{3}")
# Who asks for the questions of an inquiry gets them.
_ASKED = re.compile(r"(?i)\b(?:\w*frage|fragte|wissen)")
_TICKED = re.compile(r"☒|☑|\[x\]", re.I)
_BULLET = re.compile(r"^(?:[•●▪◦‣]\s*|[–-]\s+(?!\d))")
_BOX = re.compile(r"☐|☒|☑|\[x\]|\[ \]", re.I)


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences taken, as (hit number, sentence number), in the order in which they are shown."""

    picked: tuple[tuple[int, int], ...]
    best: Scored


def choose(question: Question, scored: Sequence[Scored], hits: Sequence[Hit], hope: float) -> Choice | None:
    """Return the sentences that answer, None where nothing does.

    :param hope: the log-odds that the papers answer at all.
    """
    if spelt := spelt_out(question.text, scored):
        return Choice(((spelt.unit.hit, spelt.unit.at),), spelt)
    person = person_asked(question.text)
    # Of whom the papers name, and nothing else is asked, they can say something.
    if hope < ENOUGH and not (person and person.alone):
        return None
    ranked = _ranked(question, scored, hits, person)
    if not ranked:
        return None
    best = ranked[0]
    if question.wants & EXACT and asks_several(question.text):
        # "Was kostet es und wo melde ich mich an?": the other half need not hold what the first one asks for.
        question = replace(question, wants=question.wants - EXACT)
        ranked = [
            best,
            *(one for one in _ranked(question, scored, hits, person) if one.score <= best.score and one is not best),
        ]
    seen: set[str] = set()
    taken: list[tuple[int, int]] = []
    near = [entry for entry in ranked if entry.score >= best.score - KEEP]
    if "definition" in question.wants:
        near = sorted(near, key=lambda entry: not _explains(entry))
        best = near[0]
    # Where several kinds are asked for, each may stand in a sentence of its own.
    surest = min(max(entry.fact for entry in near), 1 / max(len(question.wants & kinds()), 1))
    # Whoever heads something is a person; "who" alone may be an office as well.
    leeway = 0.0 if "leader" in question.wants else 1 - OFFICE
    most = MOST_FACTS if question.wants & EXACT else MOST
    told = question.wants & kinds()
    # What a paper does, and for whom, is said in too many ways for a sentence to be idle without the usual ones.
    loose = bool(told) and told <= LOOSE
    sure = bool(told & (EXACT | STRICT))

    def named(hit: int) -> frozenset[int]:
        heads = (other for other in scored if other.unit.hit == hit and other.unit.kind == "heading" and other.own > 0)
        return frozenset(other.unit.at for other in heads)

    count = room = 0
    for entry in near:
        if count >= most:
            break
        key = folded(entry.unit.text)
        # Beside a sentence that holds the date or the name asked for, one without it is idle.
        idle = entry.fact < surest - leeway and not loose and (sure or entry is not best)
        if key in seen or idle or (count and room + len(entry.unit.text) > ROOM):
            continue
        seen.add(key)
        taken.append((entry.unit.hit, entry.unit.at))
        count += 1
        room += len(entry.unit.text)
        passage = hits[entry.unit.hit].passage
        extras = company(passage, entry.unit.at, define="definition" in question.wants and entry is best)
        if entry is best and "list" in question.wants and not question.wants & (EXACT | ONE):
            extras += whole_list(passage, entry.unit.at)
        if question.intent == "offer" and not question.wants & COUNTED and not entry.listing:
            extras += entry_head(passage, entry.unit.at, named(entry.unit.hit), define="definition" in question.wants)
        for extra in extras:
            text = folded(hits[entry.unit.hit].passage.said(extra))
            if text not in seen:
                seen.add(text)
                taken.append((entry.unit.hit, extra))
                room += len(text)
    order = _order(question, list(dict.fromkeys(hit for hit, _ in taken)), hits)
    picked = tuple(sorted(set(taken), key=lambda place: (order.index(place[0]), place[1])))
    return Choice(picked, best)


def _ranked(question: Question, scored: Sequence[Scored], hits: Sequence[Hit], person: Person | None) -> list[Scored]:
    """Return the sentences that may answer, best first: with an exact fact, of a development, of whom is asked for."""
    ranked = sorted(
        (entry for entry in scored if entry.eligible and not idle_row(entry, hits) and not scrap(entry)),
        key=lambda entry: -entry.score,
    )
    ranked = [entry for entry in ranked if not _open(entry, question, hits)] or ranked
    if question.wants & EXACT:
        ranked = [entry for entry in ranked if entry.fact]
    if "development" in question.wants:
        ranked = [entry for entry in ranked if tells_of(entry)]
    return told_of(person, ranked, hits) if person else ranked


def _explains(entry: Scored) -> bool:
    """Return whether a sentence begins with the thing that is to be explained, and says something of it."""
    return entry.defines >= EXPLAINS and entry.unit.kind in ("text", "item") and not entry.listing


def _open(entry: Scored, question: Question, hits: Sequence[Hit]) -> bool:
    """Return whether a sentence asks itself, and what follows does not answer it: a list of questions to an office."""
    passage, at = hits[entry.unit.hit].passage, entry.unit.at
    if not asks(entry.unit.text) or _ASKED.search(question.text):
        return False
    after = at + 1
    return after >= len(passage.sentences) or passage.sentences[after].kind == "heading" or asks(passage.said(after))


def scrap(entry: Scored) -> bool:
    """Return whether a line is what a form or a page says rather than its paper ("Seite 2 von 4", "Dez. 6").

    It is no sentence, says nothing of what is asked, and holds no fact that is asked for. Of rows, those with boxes to
    tick are such ("Klimarelevanz ☐ ja ☒ nein").
    """
    if entry.fact or entry.own >= SAYS or entry.unit.kind not in ("text", "row"):
        return False
    text = entry.unit.text.rstrip()
    if entry.unit.kind == "row":
        return bool(_BOX.search(text))
    _, _, value = text.partition(":")
    return not (_WORD.search(value) if value and labelled(text) else ENDS.search(text) or text.endswith(":"))


def idle_row(entry: Scored, hits: Sequence[Hit]) -> bool:
    """Return whether a sentence is the head of a table: "Beratungsfolge | Termine | Art der Entscheidung"."""
    return entry.unit.kind == "row" and not entry.fact and heads_table(hits[entry.unit.hit].passage, entry.unit.at)


def _order(question: Question, numbers: list[int], hits: Sequence[Hit]) -> list[int]:
    """Return the hits as they are read: who is in charge now stands in the newest paper."""
    if question.intent != "responsibility":
        return numbers
    return sorted(numbers, key=lambda number: -(day.toordinal() if (day := hits[number].document.date) else 0))


def cite(
    picked: Sequence[tuple[int, int]], hits: Sequence[Hit], part: AnswerPart | None = None, first: int = 1
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Return the picked sentences for reading and their citations; neighbours share one citation.

    `part` is what they are shown as (None: as their kind says), `first` the number of the first citation.
    """
    runs: list[tuple[int, int, int]] = []  # number of the hit, first and last sentence
    for number, at in picked:
        if runs and runs[-1][0] == number and at == runs[-1][2] + 1:
            runs[-1] = (number, runs[-1][1], at)
        else:
            runs.append((number, at, at))
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    for n, (number, start, end) in enumerate(runs, first):
        hit = hits[number]
        citations.append(citation(n, hit, hit.passage.sentences[start].start, hit.passage.sentences[end].end))
        sentences += [
            AnswerSentence(shown(hit.passage.said(at)), (n,), part or _part(hit.passage.sentences[at].kind))
            for at in range(start, end + 1)
        ]
    return tuple(sentences), tuple(citations)


def _part(kind: BlockKind) -> AnswerPart:
    return "item" if kind in ("item", "row") else "text"


def citation(n: int, hit: Hit, start: int, end: int) -> Citation:
    """Return the citation of ``hit.passage.text[start:end]``, its boxes as recorded at extraction."""
    passage = hit.passage
    return Citation(
        n=n,
        document=hit.document,
        page=passage.page_at(start),
        quote=" ".join(passage.text[start:end].split()),
        boxes=passage.boxes(start, end),
        passage=passage.id,
        start=start,
        end=end,
        ocr=passage.ocr,
    )


def shown(text: str) -> str:
    """Return a sentence as it is read aloud: a table row as "label: value", of ticked boxes the ticked."""
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) == 1:
        return _BULLET.sub("", " ".join(text.split()))
    if any(_TICKED.search(cell) for cell in cells):
        label, *choices = [cell for cell in cells if cell]
        ticked = ", ".join(_BOX.sub("", cell).strip() for cell in choices if _TICKED.search(cell))
        return f"{label}: {ticked}" if ticked else _BOX.sub("", label).strip()
    cells = [cell for cell in cells if cell]
    if not cells:
        return ""
    if ":" in cells[0].rstrip(":"):
        # "Fachbereich: Sozialamt | Datum: 1.1.2020": each cell has a label of its own.
        return " · ".join(cells)
    label = cells[0] if cells[0].endswith((":", "?", "!")) else f"{cells[0]}:"
    return f"{label} {' · '.join(cells[1:])}" if len(cells) > 1 else cells[0]


def folded(text: str) -> str:
    """Return the words of a text alone, without regard to case."""
    return re.sub(r"\W+", " ", text).casefold().strip()
