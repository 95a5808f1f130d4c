"""Questions on residence, asylum and benefits: who answers those decides about people, and a machine may not.

Whoever asks how they themselves come to a permit or a benefit is told which offices decide that, and sees what comes
nearest in the papers as just that: a sentence on something else would look like the decision. Whoever asks in general, or
for people who help, gets an answer from the papers with the same hint below it. A question that only names such a matter has the hint, too:
it costs one paragraph, and to leave it out where somebody asks about their own stay would cost more. The words are in
`caution.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.nearest import NEAREST
from assistant.offer_terms import folded, value_name
from assistant.phrases import phrases
from assistant.question import detect
from kb.config import ContactConfig
from kb.model import Answer, Citation
from kb.narrowed import Extent
from ui.languages import address
from ui.markup import asset, language, text
from ui.ports import Answers, Papers
from ui.wording import LANGUAGES, words

# What Arabic writes together with a word: and, then; the article and what stands before it.
_ATTACHED = "[وف]?(?:ال|لل|بال|كال|وال|[لبك])?"


class Cautious:
    """An assistant that leaves questions about one's own rights to the offices that decide them."""

    def __init__(self, assistant: Answers, contact: ContactConfig) -> None:
        self._assistant = assistant
        self._contact = contact

    @property
    def kb(self) -> Papers:
        """The papers it answers from."""
        return self._assistant.kb

    def stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        language: str | None = None,
        *,
        plain: bool = False,
        within: Extent | None = None,
        frame: str = "",
    ) -> Iterator[Answer]:
        """Yield what the assistant yields, or the hint alone."""
        code = language or detect(question)
        told = self._assistant.stream(question, history, language, plain=plain, within=within, frame=frame)
        if not (asks_for_own_rights(question, code) or (frame and asks_for_own_rights(question, frame))):
            yield from told
            return
        hint = self._left_to_offices(frame or code)
        yield hint  # there is no need to wait for the search
        *_, answer = told
        yield replace(hint, nearest=_nearest(answer))

    def _left_to_offices(self, code: str) -> Answer:
        lines = [words("caution", code)["hint"]]
        known = (self._contact.name, self._contact.phone, self._contact.mail)
        if self._contact.name:
            lines.append(phrases(code)["contact"].format(contact=", ".join(part for part in known if part)))
        return Answer(answered=False, language=code, intent="responsibility", text="\n".join(lines))


def _nearest(answer: Answer) -> tuple[Citation, ...]:
    """Return what an answer quotes as its nearest pages, each once; nothing of offers."""
    cited = answer.nearest if answer.offers else answer.citations or answer.nearest
    pages = {(citation.document.id, citation.page): citation for citation in reversed(cited)}
    first = [citation for citation in cited if pages[citation.document.id, citation.page] is citation]
    return tuple(replace(citation, n=at) for at, citation in enumerate(first[:NEAREST], 1))


def touches_rights(question: str, code: str) -> bool:
    """Return whether a question names residence, asylum or benefits; German words are understood in all languages."""
    return _names("matter", question, code)


def asks_for_own_rights(question: str, code: str) -> bool:
    """Return whether somebody asks what they themselves may have of these, and not who helps with it."""
    return touches_rights(question, code) and _names("own", question, code) and not _names("help", question, code)


def caution(turn_question: str, answer: Answer) -> str:
    """Return the hint (HTML) to the office that decides, "" where the question names nothing of the kind.

    Where the hint is the answer, the way to whoever gives advice stands there instead.
    """
    code = answer.language if answer.language in LANGUAGES else "de"
    label = words("caution", code)
    if not touches_rights(turn_question, answer.language):
        return ""
    if label["hint"] in answer.text:
        advice = f"{words('page', code)['offers']}: {value_name('topic', 'counselling', code)}"
        link = f"{address(code, 'angebote')}?topic=counselling"
        return f'<p {language(code)}><a class="quiet" href="{link}">{text(advice)}</a></p>'
    return (
        f'<div class="caution" role="note" {language(code)}><p><strong>{label["title"]}</strong></p>'
        f"<p>{text(label['hint'])}</p></div>"
    )


def _names(what: str, question: str, code: str) -> bool:
    said = folded(question)
    return any(_cues(what, one).search(said) for one in dict.fromkeys((code if code in LANGUAGES else "de", "de")))


@cache
def _cues(what: str, code: str) -> re.Pattern[str]:
    return re.compile("|".join(_cue(word, code) for word in _words()[what][code]))


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(asset("caution.toml"))


def _cue(word: str, code: str) -> str:
    parts = [re.escape(part).replace(r"\*", r"\w*") for part in folded(word).split()]
    # Any Arabic word may have something before it and an ending behind it.
    parts = [f"{_ATTACHED}{part}\\w{{0,3}}" for part in parts] if code in ("ar", "fa") else parts
    return r"(?<!\w)" + r"[\s\u200c-]+".join(parts) + r"(?!\w)"
