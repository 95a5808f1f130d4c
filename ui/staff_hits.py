"""Where else a paper says something on a question: its hits in reading order, one after the other in the source panel."""

from __future__ import annotations

from assistant.choose import citation as cite
from assistant.followups import own_words
from assistant.question import read_question
from kb.german import analyse
from kb.model import Citation, Hit, Passage, Query, Sentence
from kb.store import KnowledgeBase
from ui.chat import Turn
from ui.markup import text
from ui.staff_words import said

# Passages of one paper that are looked at; more than a reader goes through.
READ = 24
# A stretch that has fewer of a question's words says little on it.
SHARE = 0.5


def hits(base: KnowledgeBase, turn: Turn, chosen: Citation) -> tuple[tuple[Citation, ...], int]:
    """Return the hits of the chosen citation's paper in reading order, and which of them is the chosen one.

    These are what the answer quotes of the paper, and what the search finds in it with at least half of the question's words.
    """
    answer = turn.answer
    quoted = [*answer.citations, *answer.nearest] if answer else []
    found = {_place(one): one for one in (chosen, *quoted) if one.document.id == chosen.document.id}
    asked = read_question(turn.question, answer.language if answer else None)
    stems = {stem for word in own_words(asked.text) for stem in analyse(word).stems}
    if stems:
        query = Query(
            asked.text, asked.language, documents=(chosen.document.id,), past=chosen.document.superseded is not None
        )
        quotes = tuple(found.values())
        for hit in base.search(query, READ):
            for sentence in _telling(hit.passage, stems):
                if not any(_overlap(one, hit, sentence) for one in quotes):
                    one = cite(0, hit, sentence.start, sentence.end)
                    found.setdefault(_place(one), one)
    ordered = tuple(found[place] for place in sorted(found))
    return ordered, ordered.index(found[_place(chosen)])


def bar(key: str, found: tuple[Citation, ...], at: int, document: str) -> str:
    """Return the buttons to the hits before and after, and the way to what is known of the paper."""
    label = said("hits")
    more = f'<a href="unterlagen/{text(document)}">{label["paper"]}</a>'
    if len(found) < 2:
        return f'<div class="hits">{more}</div>'
    buttons = "".join(
        f'<button type="button" class="quiet" data-hit-key="{text(key)}" data-hit="{to}"{"" if there else " disabled"}>'
        f"{name}</button>"
        for to, name, there in ((at - 1, label["before"], at > 0), (at + 1, label["next"], at + 1 < len(found)))
    )
    count = label["count"].format(at=at + 1, of=len(found))
    return (
        f'<div class="hits"><span class="step" role="group" aria-label="{label["group"]}">{buttons}</span>'
        f'<span role="status">{count}</span>{more}</div>'
    )


def _place(one: Citation) -> tuple[int, float, int, int]:
    return one.page, one.boxes[0][1].y0 if one.boxes else 0.0, one.passage, one.start


def _telling(passage: Passage, stems: set[str]) -> list[Sentence]:
    """Return the sentences with at least half of the words; else the one with most, where the passage has as many."""

    def told(text: str) -> int:
        return len(stems & set(analyse(text).stems))

    counts = [told(passage.said(at)) for at in range(len(passage.sentences))]
    least = SHARE * len(stems)
    found = [sentence for sentence, count in zip(passage.sentences, counts, strict=True) if count >= least]
    if not found and any(counts) and told(passage.text) >= least:
        return [passage.sentences[counts.index(max(counts))]]
    return found


def _overlap(quoted: Citation, hit: Hit, sentence: Sentence) -> bool:
    return quoted.passage == hit.passage.id and quoted.start < sentence.end and sentence.start < quoted.end
