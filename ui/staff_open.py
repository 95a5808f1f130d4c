"""What readers missed or found wrong: questions without an answer, and feedback; to be asked again or done with."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import cast
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from kb import feedback, questions
from kb.errors import KizError
from kb.feedback import Feedback
from kb.model import Audience
from kb.questions import OpenQuestion
from kb.store import KnowledgeBase
from ui.doors import STAFF
from ui.markup import language, text
from ui.ports import Answers
from ui.staff_sheet import Desk, back_to, fields, hidden
from ui.staff_words import said

# Ids of both lists: whoever is done with an entry goes on in its list.
QUESTIONS, FEEDBACK = "fragen", "rueckmeldungen"


def routes(assistant: Answers, desk: Desk) -> APIRouter:
    """Return `/offen`, with what is done with sent there."""
    router = APIRouter()
    papers, config = cast(KnowledgeBase, assistant.kb), desk.config

    @router.get("/offen")
    def listing(request: Request) -> Response:
        label = said("open")
        try:
            waiting = questions.open_questions(config.index)
            given = feedback.given(config.index, datetime.now(UTC).date(), config.feedback.keep_days)
        except KizError as error:
            return desk.page(request, "offen", label["title"], "", problem=str(error), status=503)
        days = max(config.questions.keep_days, config.feedback.keep_days)
        body = (
            f"<p>{label['lead']}</p>{_questions(waiting, kept=config.questions.keep)}{_feedback(given, papers)}"
            f'<p class="soft">{label["keep"].format(days=days)}</p>'
        )
        return desk.page(request, "offen", label["title"], body)

    @router.post("/offen/erledigt")
    async def done(request: Request) -> Response:
        sent = await fields(request)
        today, at = datetime.now(UTC).date(), QUESTIONS if "question" in sent else FEEDBACK
        try:
            if "question" in sent:
                door = cast(Audience, sent.get("audience", ""))
                questions.settle(config.index, [OpenQuestion(sent["question"], "", door, today)])
            elif sent.get("feedback", "").isdigit():
                feedback.settle(config.index, int(sent["feedback"]))
        except KizError as error:
            return desk.page(request, "offen", said("open")["title"], "", problem=str(error), status=503)
        return back_to("offen", at=at)

    return router


def _questions(waiting: tuple[OpenQuestion, ...], *, kept: bool) -> str:
    label = said("open")
    none = "" if waiting else f"<p>{label['questions_none' if kept else 'questions_off']}</p>"
    rows = "".join(
        f'<li><p class="what" {language(one.language)}>{text(one.text)}</p>'
        f'<p class="soft">{label[f"door_{one.audience}"]}, {label["last"].format(day=f"{one.asked:%d.%m.%Y}")}</p>'
        f'<div class="buttons">{_again(one.text)}<form method="post" action="{STAFF}/offen/erledigt">'
        f'{hidden(question=one.text, audience=one.audience)}<button type="submit" class="quiet" '
        f'aria-label="{text(label["done_question"].format(question=one.text))}">{label["done"]}</button></form></div></li>'
        for one in waiting
    )
    return f'<section id="{QUESTIONS}"><h2>{label["questions"]}</h2>{none}<ul class="entries">{rows}</ul></section>'


def _feedback(given: tuple[Feedback, ...], papers: KnowledgeBase) -> str:
    label = said("open")
    counts = Counter(one.verdict for one in given)
    helpful = f"<p>{label['helpful'].format(count=counts['helpful'])}</p>" if counts["helpful"] else ""
    told = [one for one in given if one.verdict != "helpful" or one.remark]
    none = "" if told else f"<p>{label['feedback_none']}</p>"
    rows = "".join(_one(one, papers) for one in told)
    return (
        f'<section id="{FEEDBACK}"><h2>{label["feedback"]}</h2>{helpful}{none}<ul class="entries">{rows}</ul></section>'
    )


def _one(one: Feedback, papers: KnowledgeBase) -> str:
    label = said("open")
    day = f"{one.day:%d.%m.%Y}"
    remark = f'<p class="what" dir="auto">{text(one.remark)}</p>' if one.remark else f"<p>{label['no_remark']}</p>"
    question = (
        f'<p dir="auto">{text(one.question)}</p>' if one.question else f'<p class="soft">{label["no_question"]}</p>'
    )
    cited = [
        f'<li><a href="{STAFF}/unterlagen/{text(document)}/seite/{page}">{text(found.title)}, '
        f"{said('paper')['page'].format(page=page)}</a></li>"
        for document, page in one.sources
        if (found := papers.document(document))
    ]
    sources = f'<p class="soft">{label["sources"]}</p><ul class="plain">{"".join(cited)}</ul>' if cited else ""
    done = (
        f'<form method="post" action="{STAFF}/offen/erledigt">{hidden(feedback=str(one.number))}<button type="submit" '
        f'class="quiet" aria-label="{label["done_feedback"].format(day=day)}">{label["done"]}</button></form>'
    )
    again = _again(one.question) if one.question else ""
    verdict = label.get(one.verdict, said("open")["helpful"].format(count=1))
    return (
        f'<li><p><span class="badge-warn">{verdict}</span> <span class="soft">{day}, {label[f"door_{one.audience}"]}'
        f'</span></p>{remark}{question}{sources}<div class="buttons">{again}{done}</div></li>'
    )


def _again(question: str) -> str:
    return f'<a class="strong" href="{STAFF}/#frage={quote(question)}">{said("open")["again"]}</a>'
