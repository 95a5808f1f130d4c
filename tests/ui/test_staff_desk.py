"""The staff's pages through the whole app: what they show, what they change, and whom they refuse."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kb import feedback
from kb.blocks import blocks
from kb.config import QuestionsConfig
from kb.questions import OpenQuestion, note, open_questions
from kb.store import KnowledgeBase

PAGES = ("unterlagen", "veroeffentlichen", "offen", "angebote", "sperren")
FORMS = (
    "veroeffentlichen/hochladen", "veroeffentlichen/verwerfen", "veroeffentlichen/entfernen", "veroeffentlichen/pruefen",
    "veroeffentlichen/umstellen", "veroeffentlichen/start", "veroeffentlichen/zurueck", "offen/erledigt", "angebote", "angebote/chor", "sperren",
)  # fmt: skip


@pytest.fixture
def config(building: Any, tmp_path: Path) -> Any:
    shutil.copytree(building.config.index, tmp_path / "index")
    shutil.copytree(building.config.index.parent / "papers", tmp_path / "papers")
    return replace(
        building.config,
        index=tmp_path / "index",
        corpus=tmp_path / "papers",
        questions=QuestionsConfig(keep=True),
        ingest=replace(building.config.ingest, workers=1),
    )


@pytest.fixture
def staff(building: Any, config: Any) -> Iterator[Any]:
    """A logged-in browser on a copy of the house."""
    from assistant.answer import Assistant

    with (
        KnowledgeBase.open(config.index, building.embedder, "public") as public,
        KnowledgeBase.open(config.index, building.embedder, "internal") as internal,
    ):
        copy = type(building)(
            config,
            Assistant(public, config, building.embedder),
            Assistant(internal, config, building.embedder),
            building.embedder,
        )
        with copy.client(copy.app()) as client:
            copy.log_in(client)
            client.copy = copy
            client.headers["origin"] = copy.https
            yield client


def finish(client: Any) -> str:
    """Wait for the run at work; return the page."""
    for _ in range(600):
        if client.get("/intern/veroeffentlichen/stand").json()["state"] != "running":
            return str(client.get("/intern/veroeffentlichen").text)
        time.sleep(0.1)
    raise AssertionError("the run does not end")


def upload(client: Any, *files: Path, **fields: str) -> Any:
    sent = [("files", (file.name, file.read_bytes(), "application/pdf")) for file in files]
    return client.post("/intern/veroeffentlichen/hochladen", files=sent, data=fields)


def publish(client: Any, **fields: str) -> str:
    assert client.post("/intern/veroeffentlichen/pruefen").status_code == 303
    page = finish(client)
    mark = re.search(r'name="digest" value="(\w+)"', page)
    assert mark
    assert "Neu (1)" not in page or "sehen alle</span>" in page or "nur intern</span>" in page
    assert client.post("/intern/veroeffentlichen/start", data={"digest": mark[1], **fields}).status_code == 303
    return finish(client)


def test_nobody_unknown_sees_or_changes_anything(building: Any) -> None:
    with building.client(building.app()) as client:
        for path in (
            *PAGES,
            f"unterlagen/{building.secret_id}",
            "veroeffentlichen/stand",
            "veroeffentlichen/bericht/1",
        ):
            answer = client.get(f"/intern/{path}")
            assert (answer.status_code, answer.content) == (401, b""), path
        for path in FORMS:
            assert client.post(f"/intern/{path}", data={"x": "1"}).status_code == 401, path
        for path in PAGES:  # the citizens' side has none of them
            if path != "angebote":
                assert client.get(f"/{path}").status_code == 404, path


def test_a_form_on_a_page_of_somebody_else_changes_nothing(staff: Any) -> None:
    for path in FORMS:
        answer = staff.post(f"/intern/{path}", data={"value": "x"}, headers={"origin": "https://boese.example"})
        assert answer.status_code == 403, path
    assert blocks(staff.copy.config.index) == ()


def test_every_page_has_one_heading_its_place_in_the_bar_and_scripts_of_ours_alone(staff: Any) -> None:
    for path in PAGES:
        answer = staff.get(f"/intern/{path}")
        assert answer.status_code == 200, path
        assert answer.text.count("<h1") == 1
        assert f'href="/intern/{path}" aria-current=page' in answer.text
        assert " style=" not in answer.text
        assert "<script>" not in answer.text
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy


def test_papers_are_listed_sorted_and_filtered(staff: Any) -> None:
    assert "2 Unterlagen" in staff.get("/intern/unterlagen").text
    up, down = (staff.get(f"/intern/unterlagen?nach=titel&richtung={way}").text for way in ("auf", "ab"))
    both = staff.copy.public_id, staff.copy.secret_id
    assert (up.index(both[0]) < up.index(both[1])) != (down.index(both[0]) < down.index(both[1]))
    assert 'aria-sort="ascending"' in up
    only = staff.get("/intern/unterlagen?sicht=internal").text
    assert "1 von 2" in only
    assert staff.copy.secret_id in only
    assert staff.copy.public_id not in only
    assert "Keine Unterlage passt" in staff.get('/intern/unterlagen?q="><script>').text
    assert "<script>" not in staff.get('/intern/unterlagen?q="><script>').text


def test_a_paper_shows_its_fields_with_the_quotes_that_say_so(staff: Any) -> None:
    page = staff.get(f"/intern/unterlagen/{staff.copy.secret_id}").text
    link = re.search(r'href="(/intern/unterlagen/[^"]+/seite/1\?zitat=[^"]+)"', page)
    assert link
    shown = staff.get(link[1].replace("&amp;", "&"))
    assert shown.status_code == 200
    assert "<rect" in shown.text
    assert staff.get("/intern/unterlagen/gibtesnicht").status_code == 404
    assert staff.get(f"/intern/unterlagen/{staff.copy.secret_id}/seite/99").status_code == 404


def test_upload_check_publish_and_take_back(staff: Any, make_pdf: Callable[..., Path], tmp_path: Path) -> None:
    config, papers = staff.copy.config, staff.copy.staff.kb
    file = make_pdf(tmp_path / "neu" / "Lernhaus.pdf", "Lernhaus\nDas Lernhaus Amsel leitet Berta Beispiel seit 2024.")
    broken = tmp_path / "neu" / "kaputt.pdf"
    broken.write_bytes(file.read_bytes()[:300])
    sent = upload(staff, file, broken, visibility="public", note="aus dem <Amt>")
    assert sent.headers["location"].endswith("?neu=2")
    staff.post("/intern/veroeffentlichen/umstellen", data={"place": "oeffentlich/Lernhaus.pdf"})
    page = staff.get("/intern/veroeffentlichen").text
    assert "Lernhaus.pdf" in page
    assert "aus dem &lt;Amt&gt;" in page
    assert len(papers.documents()) == 2
    # Nobody publishes what nobody has looked at.
    assert staff.post("/intern/veroeffentlichen/start", data={"digest": ""}).status_code == 409
    page = publish(staff)
    assert "Veröffentlicht. Das ist Stand 2." in page
    # What could not be read waits again, with the reason, and not among the papers.
    assert re.search(r'kaputt\.pdf</p>.*?<p class="problem">kaputt\.pdf ', page, re.DOTALL)
    assert not (config.corpus / "hochgeladen" / "oeffentlich" / "kaputt.pdf").exists()
    assert '<a href="/intern/unterlagen?q=Lernhaus.pdf">' in page
    new = next(one for one in papers.documents() if one.file == "Lernhaus.pdf")
    assert new.visibility == "internal"
    assert staff.copy.assistant.kb.document(new.id) is None
    answer = staff.copy.staff.ask("Wer leitet das Lernhaus Amsel?")
    assert "Berta Beispiel" in answer.text
    report = staff.get("/intern/veroeffentlichen/bericht/2")
    assert "Lernhaus" in report.text
    assert "script-src" not in report.headers["content-security-policy"]
    assert "von maria.muster" in staff.get(f"/intern/unterlagen/{new.id}").text
    assert 'href="/intern/veroeffentlichen"' in report.text
    question = staff.get("/intern/veroeffentlichen/zurueck/1").text
    assert "Stand 2 vom" in question
    assert "neu: Lernhaus" in question
    staff.post("/intern/veroeffentlichen/zurueck", data={"number": "1"})
    page = finish(staff)
    assert "Der Stand 1 ist wiederhergestellt" in page
    assert "Nicht mehr vormerken" in page  # the file waits again
    assert papers.document(new.id) is None
    assert not (config.corpus / "hochgeladen" / "intern" / "Lernhaus.pdf").exists()


def test_an_uploaded_paper_is_withdrawn_only_after_a_look(
    staff: Any, make_pdf: Callable[..., Path], tmp_path: Path
) -> None:
    papers = staff.copy.staff.kb
    upload(staff, make_pdf(tmp_path / "neu" / "Flyer.pdf", "Flyer\nDas Fest beginnt um 15 Uhr."), visibility="public")
    publish(staff)
    flyer = next(one for one in papers.documents() if one.file == "Flyer.pdf")
    assert flyer.visibility == "public"
    assert "nicht hier hochgeladen" in staff.get(f"/intern/unterlagen/{staff.copy.public_id}").text
    place = re.search(r'name="place" value="([^"]+)"', staff.get(f"/intern/unterlagen/{flyer.id}").text)
    assert place
    assert staff.post("/intern/veroeffentlichen/entfernen", data={"place": place[1]}).status_code == 303
    assert papers.document(flyer.id) is not None
    assert "Zurückgezogen (1)" in publish(staff)
    assert papers.document(flyer.id) is None


def test_what_changed_after_the_look_is_not_published(
    staff: Any, make_pdf: Callable[..., Path], tmp_path: Path
) -> None:
    upload(staff, make_pdf(tmp_path / "neu" / "a.pdf", "Erstes\nDas ist das erste Papier."))
    staff.post("/intern/veroeffentlichen/pruefen")
    mark = re.search(r'name="digest" value="(\w+)"', finish(staff))
    upload(staff, make_pdf(tmp_path / "neu" / "b.pdf", "Zweites\nDas ist das zweite Papier."))
    assert "Bitte noch einmal prüfen" in staff.get("/intern/veroeffentlichen").text
    assert mark
    assert staff.post("/intern/veroeffentlichen/start", data={"digest": mark[1]}).status_code == 409
    assert len(staff.copy.staff.kb.documents()) == 2


def test_refused_uploads_say_why(staff: Any, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"MZ nichts")
    answer = upload(staff, tmp_path / "x.pdf")
    assert answer.status_code == 422
    assert "ist keine PDF-Datei" in answer.text
    assert staff.post("/intern/veroeffentlichen/hochladen", data={"note": "x"}).status_code == 422
    many = [("files", (f"{n}.pdf", b"%PDF-1.4", "application/pdf")) for n in range(30)]
    assert staff.post("/intern/veroeffentlichen/hochladen", files=many).status_code == 413
    # Only this one route takes long requests.
    long = {"value": "x" * 70_000}
    assert staff.post("/intern/sperren", data=long).status_code == 413
    assert staff.post("/intern/veroeffentlichen/verwerfen", data=long).status_code == 413
    assert staff.post("/intern/veroeffentlichen/hochladen", data=long).status_code == 422


def test_one_run_at_a_time_and_a_broken_one_says_so(staff: Any) -> None:
    import fcntl

    from ui.staff_jobs import Jobs

    jobs = Jobs(staff.copy.config.index)
    jobs.folder.mkdir()
    (jobs.folder / "job.jsonl").write_text('{"kind": "publish", "who": "m", "begun": "", "to": null}\n')
    with (jobs.folder / "job.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Die Unterlagen werden veröffentlicht" in staff.get("/intern/veroeffentlichen").text
        assert staff.post("/intern/veroeffentlichen/pruefen").status_code == 409
        assert staff.post("/intern/veroeffentlichen/verwerfen", data={"place": "x"}).status_code == 409
    assert "Der Lauf ist abgebrochen" in staff.get("/intern/veroeffentlichen").text


def test_a_run_that_cannot_be_done_ends_in_words(staff: Any) -> None:
    staff.post("/intern/veroeffentlichen/zurueck", data={"number": "7"})
    page = finish(staff)
    assert "Das hat nicht geklappt:" in page
    assert 'role="alert"' in page


def test_open_questions_and_feedback_are_shown_and_done_with(staff: Any) -> None:
    index, today = staff.copy.config.index, datetime.now(UTC).date()
    note(index, OpenQuestion("Wo ist <das> Fundbüro?", "de", "public", today), 90)
    given = feedback.Feedback(today, "wrong", "public", remark="Nummer alt", sources=((staff.copy.public_id, 1),))
    feedback.give(index, given, 90)
    feedback.give(index, feedback.Feedback(today, "helpful", "public"), 90)
    page = staff.get("/intern/offen").text
    assert "Wo ist &lt;das&gt; Fundbüro?" in page
    assert "#frage=Wo%20ist%20%3Cdas%3E" in page
    assert "Nummer alt" in page
    assert f"/intern/unterlagen/{staff.copy.public_id}/seite/1" in page
    staff.post("/intern/offen/erledigt", data={"question": "Wo ist <das> Fundbüro?", "audience": "public"})
    number = re.search(r'name="feedback" value="(\d+)"', page)
    assert number
    staff.post("/intern/offen/erledigt", data={"feedback": number[1]})
    assert open_questions(index) == ()
    assert [one.verdict for one in feedback.given(index, today, 90)] == ["helpful"]


def test_a_contact_is_blocked_and_let_go(staff: Any) -> None:
    index = staff.copy.config.index
    blocked = staff.post("/intern/sperren", data={"value": "Erika  Geheim"}).text
    assert "Gesperrt: Erika Geheim." in blocked
    assert f'href="/intern/unterlagen/{staff.copy.secret_id}/seite/1"' in blocked  # the PDF still says it
    assert "so nicht gefunden" in staff.post("/intern/sperren", data={"value": "Erna Niemand"}).text
    staff.post("/intern/sperren", data={"remove": "Erna Niemand"})
    assert [one.value for one in blocks(index)] == ["Erika Geheim"]
    assert staff.post("/intern/sperren", data={"value": " "}).status_code == 400
    staff.post("/intern/sperren", data={"remove": "Erika Geheim"})
    assert blocks(index) == ()


def test_a_correction_holds_at_once_at_both_doors_and_can_be_taken_back(
    staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.offers import entries
    from kb.offers import Offer, Span

    bases = (staff.copy.staff.kb, staff.copy.assistant.kb)
    paper = bases[1].documents()[0]
    stated = ((paper, Offer("Elterncafé Amsel", time="dienstags", spans=(("name", (Span(0, 0, 10),)),))),)
    monkeypatch.setattr(KnowledgeBase, "offers", lambda self: stated)
    file = staff.copy.config.corpus / "offers.toml"
    for base in bases:
        base.overrides.later = file  # as `kiz serve` has it
    assert "Noch ist nichts berichtigt" in staff.get("/intern/angebote").text
    file.write_text('# vom Team\n[[offer]]\noffer = "Chor"\nnew = true\ntime = "freitags"\n', "utf-8")
    chor, found = entries(bases[0], date.today())
    assert "von Hand" in staff.get(f"/intern/angebote/{chor.id}").text
    path = f"/intern/angebote/{found.id}"
    assert "Elterncafé Amsel" in staff.get(path).text
    assert "Elterncafé Amsel" in staff.get("/intern/angebote?q=Elterncafé").text
    assert "Elterncafé Amsel" in staff.get("/intern/angebote").text  # without knowing its name
    assert f'href="/intern/unterlagen/{paper.id}"' in staff.get(path).text
    assert staff.post(path, data={"topic": "Quatsch"}).status_code == 400
    assert staff.post(path, data={"time": " dienstags ", "cost": ""}).status_code == 400  # as it is
    assert staff.post("/intern/angebote/gibtesnicht", data={"hide": "ja"}).status_code == 404
    sent = {"contact.phone": "02104 12345", "time": "", "note": "Anruf"}
    assert staff.post(path, data=sent).headers["location"] == f"{path}?meldung=saved"
    assert "Gespeichert." in staff.get(f"{path}?meldung=saved").text
    for base in bases:
        entry = next(one for one in entries(base, date.today()) if one.id == found.id)
        assert (entry.offer.contact.phone, entry.offer.time) == ("02104 12345", None)
        assert entry.corrections[-1].who == "maria.muster"
    page = staff.get("/intern/angebote").text
    mark = re.search(r'name="mark" value="(\w+)"', page)
    assert mark
    assert staff.post("/intern/angebote", data={"row": "2", "mark": "0" * 16}).status_code == 409
    staff.post("/intern/angebote", data={"row": "2", "mark": mark[1]})
    assert entries(bases[1], date.today())[1].offer.contact.phone is None
    assert file.read_text("utf-8").startswith("# vom Team")
