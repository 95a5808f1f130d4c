"""Publishing in three steps: upload, look at what would change, publish; and back to an earlier state."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException as Unreadable

from kb.errors import KizError
from kb.history import generations, oldest, report_folder
from kb.model import Visibility
from ui.publish_job import Kind, Order
from ui.staff_jobs import Job, Jobs
from ui.staff_publish_parts import STAGED, staged, status, step_check, step_start, upload_form
from ui.staff_publish_past import history, question_back, with_way_back
from ui.staff_sheet import Desk, back_to, fields, visitor_name
from ui.staff_uploads import (
    MOST_FILES,
    PLACES,
    UploadError,
    came_since,
    digest,
    discard,
    receive,
    turn,
    waiting,
    withdraw,
)
from ui.staff_words import said

HERE = "veroeffentlichen"


def routes(desk: Desk, jobs: Jobs) -> APIRouter:
    """Return `/veroeffentlichen` and what its forms send to."""
    router = APIRouter(prefix=f"/{HERE}")
    page = _Page(desk, jobs)

    @router.get("")
    def start_page(request: Request) -> Response:
        kept = request.query_params.get("neu", "")
        told = said("upload")["kept_one" if kept == "1" else "kept"].format(count=kept)
        return page.show(request, told if kept.isdigit() and kept != "0" else "")

    @router.get("/stand")
    def progress() -> Response:
        job = jobs.last()
        told = {"state": job.state, "kind": job.kind} if job else {"state": "", "kind": ""}
        return JSONResponse({**told, "html": status(job)})

    _uploads(router, page)
    _runs(router, page)
    _past(router, page)
    return router


def _uploads(router: APIRouter, page: _Page) -> None:
    """Add what brings files in, and what is done with those that wait."""

    @router.post("/hochladen")
    async def upload(request: Request) -> Response:
        # A run reads what waits: nothing is put beside it meanwhile.
        if await run_in_threadpool(page.jobs.running):
            return await run_in_threadpool(page.busy, request)
        try:
            form = await request.form(max_files=MOST_FILES + 1, max_fields=10)
        except Unreadable:  # too many parts, or none that can be read
            problem = said("upload")["too_many"].format(most=MOST_FILES)
            return await run_in_threadpool(page.show, request, "", problem, 413)
        try:
            files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
            seen, note = str(form.get("visibility", "")), str(form.get("note", ""))
            problems = await run_in_threadpool(_take, files, seen, visitor_name(request), note, page.corpus)
        finally:
            await form.close()
        if problems:
            return await run_in_threadpool(page.show, request, "", "\n".join(problems), 422)
        return back_to(HERE, neu=str(len(files)))

    def changing(path: str, change: Callable[[Path, str], None]) -> None:
        @router.post(path)
        async def send(request: Request) -> Response:
            place = (await fields(request)).get("place", "")
            return await run_in_threadpool(page.change, request, change, place)

    for path, change in (("/verwerfen", discard), ("/entfernen", withdraw), ("/umstellen", turn)):
        changing(path, change)


def _runs(router: APIRouter, page: _Page) -> None:
    """Add what starts a run."""

    @router.post("/pruefen")
    def check(request: Request) -> Response:
        return page.start(request, "preview")

    @router.post("/start")
    async def publish(request: Request) -> Response:
        sent = await fields(request)
        return await run_in_threadpool(page.publish, request, sent.get("digest", ""), sent.get("confirm") == "ja")

    @router.post("/zurueck")
    async def go_back(request: Request) -> Response:
        sent = (await fields(request)).get("number", "")
        if not sent.isdecimal() or len(sent) > 9:
            raise HTTPException(422)
        return await run_in_threadpool(lambda: page.start(request, "rollback", to=int(sent)))


def _past(router: APIRouter, page: _Page) -> None:
    """Add what shows earlier publications: their reports, and the question before one goes back."""
    index = page.config.index

    @router.get("/zurueck/{number}")
    def ask_back(request: Request, number: str) -> Response:
        published = generations(index)
        found = next((one for one in published if str(one.number) == number), None)
        if found is None:
            raise HTTPException(404)
        title = said("publish")["back_title"].format(number=number)
        since = [(one, _documents(index, one.number)) for one in published if one.number > found.number]
        return page.desk.page(request, HERE, title, question_back(found, since))

    @router.get("/bericht/{number}")
    def report(number: str) -> Response:
        file = report_folder(index, int(number)) / "report.html"
        if not file.is_file():
            raise HTTPException(404)
        return HTMLResponse(with_way_back(file.read_text(encoding="utf-8")))


def _documents(index: Path, number: int) -> list[Mapping[str, Any]]:
    """Return what a publication changed, () where its report is not kept any more."""
    try:
        told = json.loads((report_folder(index, number) / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return list(told.get("documents", ()))


class _Page:
    """The page with its three steps, and what is done from it."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        self.desk, self.jobs = desk, jobs
        self.config, self.corpus = desk.config, desk.config.corpus
        self.label = said("publish")

    def show(self, request: Request, notice: str = "", problem: str = "", code: int = 200) -> Response:
        """Return the page."""
        job = self.jobs.last()
        working = job is not None and job.state == "running"
        listed = () if working else waiting(self.corpus)
        # Once something new waits, what was published before is history, and stands there.
        over = job is not None and job.state == "done" and came_since(self.corpus, job.ended)
        body = f"<p>{self.label['lead']}</p>{status(None if over else job)}"
        if not working:
            looked = self._looked(job)
            stale = looked is not None and looked.report.get("digest") != digest(self.corpus)
            body += upload_form() + staged(listed, _unread(job)) + step_check(looked, stale=stale)
            body += step_start(looked.report if looked and not stale else {})
        index = self.config.index
        try:
            body += history(generations(index), oldest(index), index, working=working)
        except KizError as error:
            problem = problem or str(error)
        return self.desk.page(request, HERE, self.label["title"], body, notice=notice, problem=problem, status=code)

    def busy(self, request: Request) -> Response:
        """Return the page with the word that something is at work."""
        return self.show(request, problem=self.label["busy"], code=409)

    def start(self, request: Request, kind: Kind, *, confirmed: bool = False, to: int | None = None) -> Response:
        """Start a run; return the way back to the page, which tells how it goes."""
        try:
            begun = self.jobs.start(Order(kind, self.config, visitor_name(request), confirmed, to))
        except OSError as error:
            why = self.label["failed_run"].format(why=error.strerror or error)
            return self.show(request, problem=why, code=503)
        return back_to(HERE, at="job") if begun else self.busy(request)

    def publish(self, request: Request, seen: str, confirmed: bool) -> Response:
        """Publish what was looked at: nobody publishes what nobody has seen."""
        if self.jobs.running():  # somebody else was quicker
            return self.busy(request)
        looked, mark = self._looked(self.jobs.last()), digest(self.corpus)
        if looked is None or looked.report.get("digest") != mark or seen != mark:
            return self.show(request, problem=self.label["stale"], code=409)
        return self.start(request, "publish", confirmed=confirmed)

    def change(self, request: Request, change: Callable[[Path, str], None], place: str) -> Response:
        """Change what waits, and return the way back to the page."""
        if self.jobs.running():
            return self.busy(request)
        try:
            change(self.corpus, place)
        except UploadError as error:
            return self.show(request, problem=str(error), code=404)
        except OSError as error:
            why = said("upload")["full"].format(why=error.strerror or error)
            return self.show(request, problem=why, code=503)
        return back_to(HERE, at=STAGED)

    def _looked(self, job: Job | None) -> Job | None:
        return job if job is not None and job.kind == "preview" and job.state == "done" else None


def _unread(job: Job | None) -> Mapping[str, str]:
    """Return the files that the last run could not read, by name, each with the reason."""
    failed = job.report.get("failed", ()) if job is not None else ()
    return {Path(one["file"]).name: one["reason"] for one in failed}


def _take(files: Sequence[UploadFile], seen: str, who: str, note: str, corpus: Path) -> list[str]:
    """Keep uploaded files aside; return in words what is wrong with those that are not taken."""
    if not files:
        return [said("upload")["none"]]
    if len(files) > MOST_FILES:
        return [said("upload")["too_many"].format(most=MOST_FILES)]
    visibility = cast(Visibility, seen if seen in PLACES else "internal")
    problems, taken = [], set[str]()
    for file in files:
        try:
            name = receive(corpus, file.filename or "", file.file, visibility, who, note)
        except UploadError as error:
            problems.append(str(error))
            continue
        problems += [said("upload")["twice"].format(file=name)] if name in taken else []
        taken.add(name)
    return problems
