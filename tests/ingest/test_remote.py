import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.remote import Fetched, FetchProgress, is_remote, sync
from ingest.web import Web
from kb.config import FetchConfig
from kb.errors import IngestError
from kb.model import Consultation

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCHEMA = "https://schema.oparl.org/1.1/"
Run = Callable[..., Fetched]


@pytest.fixture
def run(tmp_path: Path, near: FetchConfig, visit: Callable[[FetchConfig], Web]) -> Run:
    """Bring one folder up to date, some days after the first run."""

    def bring(address: str, *, days: float = 0, config: FetchConfig = near, **named: Any) -> Fetched:
        return sync(address, tmp_path / "lager", config, now=NOW + timedelta(days=days), visit=visit, **named)

    return bring


def urls(folder: Path, *addresses: str) -> str:
    file = folder / "ki.urls"
    file.write_text("\n".join(addresses), encoding="utf-8")
    return str(file)


def keys(found: Fetched) -> list[str]:
    return [note.key for note in found.notes]


def names(found: Fetched) -> list[str]:
    return sorted(file.path.name for file in found.files)


# Lists and single addresses


def test_the_papers_of_a_list_lie_in_the_folder(site, run: Run, pdf, tmp_path: Path) -> None:
    one, two = site.file("/Flyer%20%C3%BC.pdf", pdf("eins")), site.file("/b.pdf?x=1", pdf("zwei"))
    found = run(urls(tmp_path, f"{one} Unser Flyer", two))
    assert found.complete
    assert (found.new, found.changed, found.notes, found.gone) == (2, 0, (), ())
    first, second = found.files
    assert (first.path.name, first.entry.title, first.entry.origin, first.url) == (
        "Flyer ü.pdf",
        "Unser Flyer",
        one,
        one,
    )
    assert first.path.read_bytes() == pdf("eins")
    assert tmp_path / "lager" / first.entry.file == first.path
    assert second.path.name == "b.pdf"
    assert first.vouched is None


def test_a_single_address_is_a_source(site, run: Run, pdf) -> None:
    (file,) = run(site.file("/a.pdf", pdf("eins"))).files
    assert file.entry.origin == file.url


def test_a_second_run_transfers_nothing(site, run: Run, pdf, tmp_path: Path) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")))
    first = run(address)
    again = run(address, days=1)
    assert again.files == first.files
    assert (again.new, again.changed) == (0, 0)
    assert site.asked[-1].headers["if-none-match"]


def test_a_changed_paper_keeps_its_place(site, run: Run, pdf, tmp_path: Path) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")))
    before = run(address).files[0]
    site.file("/a.pdf", pdf("zwei"), **{"Content-Disposition": 'attachment; filename="anders.pdf"'})
    found = run(address, days=1)
    (after,) = found.files
    assert (found.new, found.changed) == (0, 1)
    assert after.path == before.path
    assert after.sha256 != before.sha256
    assert after.path.read_bytes() == pdf("zwei")


def test_an_address_struck_off_the_list_is_gone_at_once(site, run: Run, pdf, tmp_path: Path) -> None:
    one, two = site.file("/a.pdf", pdf("eins")), site.file("/b.pdf", pdf("zwei"))
    gone = next(file.path for file in run(urls(tmp_path, one, two)).files if file.url == one)
    found = run(urls(tmp_path, two), days=1)
    assert found.gone == (one,)
    assert names(found) == ["b.pdf"]
    assert not gone.exists()


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_page_that_is_not_there_is_kept_until_it_stays_away(
    site, run: Run, reply, pdf, tmp_path: Path, status: int
) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")), site.file("/b.pdf", pdf("zwei")))
    run(address)
    site.put("/a.pdf", reply(status=status))
    for day in (1, 2, 3, 7):  # three runs, but not yet seven days
        found = run(address, days=day)
        assert names(found) == ["a.pdf", "b.pdf"]
        assert keys(found) == ["web-missing"]
    assert "frühestens am 09.03.2026" in found.notes[0].remedy
    found = run(address, days=8)
    assert names(found) == ["b.pdf"]
    assert keys(found) == ["web-withdrawn"]
    assert found.gone == (site.base + "/a.pdf",)
    assert found.complete
    # Back again, it is a new paper at the same place.
    site.file("/a.pdf", pdf("eins"))
    found = run(address, days=9)
    assert (names(found), found.new, keys(found)) == (["a.pdf", "b.pdf"], 1, [])


def test_many_days_in_few_runs_withdraw_nothing(site, run: Run, pdf, tmp_path: Path) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")), site.file("/b.pdf", pdf("zwei")))
    run(address)
    del site.replies["/a.pdf"]
    run(address, days=10)
    assert names(run(address, days=90)) == ["a.pdf", "b.pdf"]


def test_a_page_that_came_back_begins_to_count_anew(site, run: Run, pdf, tmp_path: Path) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")))
    run(address)
    kept = site.replies.pop("/a.pdf")
    run(address, days=1)
    run(address, days=8)
    site.replies["/a.pdf"] = kept
    assert keys(run(address, days=9)) == []
    del site.replies["/a.pdf"]
    assert names(run(address, days=30)) == ["a.pdf"]


def test_faults_never_withdraw_a_paper(site, run: Run, reply, pdf, tmp_path: Path) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")), site.file("/b.pdf", pdf("zwei")))
    before = run(address)
    answers = [
        reply(status=500), reply(status=302, headers={"Location": "ftp://x/"}), reply(b"<html>Wartung</html>"), reply(b""),
        reply(pdf("neu"), cut=300), reply(status=429, headers={"Retry-After": "99999"}), reply(status=418),
    ]  # fmt: skip
    for day, answer in enumerate(answers, 10):
        site.put("/a.pdf", answer)
        found = run(address, days=day * 10)
        assert [file.path for file in found.files] == [file.path for file in before.files]
        assert len(found.notes) >= 1
        assert found.gone == ()
    assert before.files[0].path.read_bytes() == pdf("eins")


def test_a_source_out_of_reach_withdraws_nothing_and_says_so(site, run: Run, pdf, tmp_path: Path, near) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")), "http://127.0.0.1:9/b.pdf")
    first = run(address)
    assert (names(first), first.complete, keys(first)) == (["a.pdf"], False, ["web-unreachable"])
    site.file("/robots.txt", b"User-agent: *\nDisallow: /\n")
    for day in range(1, 4):
        found = run(address, days=day)
        assert names(found) == ["a.pdf"]
        assert keys(found) == ["web-robots", "web-unreachable"]
    # What never came keeps nothing from being withdrawn for ever.
    assert found.complete


def test_while_nobody_answers_a_run_is_not_complete(site, run: Run, reply, pdf, tmp_path: Path) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")))
    run(address)
    site.put("/robots.txt", reply(status=500))
    found = run(address, days=1)
    assert not found.complete
    assert names(found) == ["a.pdf"]


def test_a_paper_that_is_too_long_is_not_taken(site, run: Run, near, tmp_path: Path) -> None:
    address = urls(tmp_path, site.file("/a.pdf", b"%PDF-" + b"x" * 1024 * 1024))
    found = run(address, config=replace(near, max_mb=1))
    assert (found.files, keys(found)) == ((), ["web-too-large"])
    assert list((tmp_path / "lager" / "papers").iterdir()) == []


def test_a_lost_folder_is_filled_again_at_the_same_places(site, run: Run, pdf, tmp_path: Path) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")))
    before = run(address)
    shutil.rmtree(tmp_path / "lager")
    assert run(address).files == before.files


def test_a_paper_removed_from_the_folder_is_fetched_again(site, run: Run, pdf, tmp_path: Path) -> None:
    address = urls(tmp_path, site.file("/a.pdf", pdf("eins")))
    before = run(address)
    before.files[0].path.unlink()
    assert run(address, days=1).files == before.files
    assert before.files[0].path.exists()


def test_an_interrupted_run_is_gone_on_with(site, run: Run, pdf, tmp_path: Path) -> None:
    addresses = [site.file(f"/{n}.pdf", pdf(f"nr{n}")) for n in range(4)]

    def interrupt(progress: FetchProgress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(urls(tmp_path, *addresses), on_progress=interrupt)
    found = run(urls(tmp_path, *addresses))
    assert len(found.files) == 4
    assert found.new == 2
    asked = [asked for asked in site.asked if asked.path == "/0.pdf"]
    assert "if-none-match" in asked[-1].headers


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.15, 0.3])
def test_a_killed_run_leaves_nothing_half(site, run: Run, reply, pdf, tmp_path: Path, seconds: float) -> None:
    address = urls(tmp_path, *(site.file(f"/{n}.pdf", pdf(f"nr{n}")) for n in range(3)))
    site.put("/1.pdf", reply(pdf("nr1")[:800], drip=0.001), reply(pdf("nr1")))
    script = (
        "import sys; from pathlib import Path; from ingest.remote import sync; from kb.config import FetchConfig\n"
        "sync(sys.argv[1], Path(sys.argv[2]), FetchConfig(allow_private=True, delay=0, robots=False))"
    )
    with subprocess.Popen([sys.executable, "-c", script, address, str(tmp_path / "lager")], cwd=ROOT) as other:
        while "/1.pdf" not in site.paths():
            assert other.poll() is None
            time.sleep(0.005)
        time.sleep(seconds)
        other.kill()
        other.wait()
    found = run(address)
    assert found.complete
    assert [file.path.read_bytes() for file in found.files] == [pdf(f"nr{n}") for n in range(3)]
    assert not (tmp_path / "lager" / ".part").exists()


def test_progress_names_each_file(site, run: Run, pdf, tmp_path: Path) -> None:
    seen: list[FetchProgress] = []
    one, two = site.file("/a.pdf", pdf("eins")), site.file("/b.pdf", pdf("zwei"))
    address = urls(tmp_path, one, two)
    run(address, on_progress=seen.append)
    assert seen == [FetchProgress(0, 0, address), FetchProgress(1, 2, one), FetchProgress(2, 2, two)]


@pytest.mark.parametrize("address", ["oparl+ftp://x", "ordner", "x.pdf", "oparl+"])
def test_another_sort_of_source_is_refused(run: Run, address: str) -> None:
    with pytest.raises(IngestError) as caught:
        run(address)
    assert caught.value.key == "source-unknown"


def test_sources_on_the_web_are_told_by_their_address() -> None:
    told = {
        "oparl+https://a/b": True,
        "HTTPS://a/b.pdf": True,
        "x/a.urls": True,
        "x/addresses.toml": True,
        "x": False,
        "a.pdf": False,
    }
    assert {address: is_remote(address) for address in told} == told


# OParl


class Town:
    """An OParl 1.1 interface with papers, each with a main file and attachments of its own."""

    def __init__(self, site, pdf) -> None:
        self.site, self.pdf = site, pdf
        self.papers: dict[int, dict[str, Any]] = {}
        site.json("/org/1", {"id": f"{site.base}/org/1", "name": "Sozialausschuss"})
        meeting = {
            "id": f"{site.base}/m/1",
            "type": SCHEMA + "Meeting",
            "start": "2021-11-03T17:00:00+01:00",
            "agendaItem": [{"id": f"{site.base}/ai/1", "public": True, "result": "beschlossen"}],
        }
        site.json("/m/1", meeting)
        self.address = "oparl+" + site.json(
            "/body/1",
            {"id": f"{site.base}/body/1", "type": SCHEMA + "Body", "name": "Kreis Beispiel", "paper": "/papers"},
        )

    def file(self, number: str, word: str, **fields: Any) -> dict[str, Any]:
        self.site.file(f"/f/{number}", self.pdf(word))
        return {
            "id": f"{self.site.base}/file/{number}",
            "type": SCHEMA + "File",
            "name": f"Datei {number}",
            "fileName": f"Vorlage {number}.pdf",
            "mimeType": "application/pdf",
            "accessUrl": f"/f/{number}",
            "modified": "2026-01-01T00:00:00+01:00",
            **fields,
        }

    def add(self, number: int, **fields: Any) -> None:
        self.papers[number] = {
            "id": f"/paper/{number}",
            "type": SCHEMA + "Paper",
            "name": f"Drucksache {number}",
            "reference": f"{number}/2021",
            "date": "2021-10-19",
            "paperType": "Beschlussvorlage",
            "mainFile": fields.get("mainFile") or self.file(f"{number}h", f"haupt{number}"),
            "auxiliaryFile": [self.file(f"{number}a", f"anlage{number}", name="Lageplan der Kita")],
            "consultation": [
                {
                    "id": f"/c/{number}",
                    "organization": ["/org/1"],
                    "meeting": "/m/1",
                    "agendaItem": "/ai/1",
                    "role": "Entscheidung",
                    "authoritative": True,
                }
            ],
            **fields,
        }
        self.show()

    def delete(self, number: int) -> None:
        self.papers[number] = {"id": f"/paper/{number}", "type": SCHEMA + "Paper", "deleted": True}
        self.show()

    def show(self) -> None:
        self.site.json("/papers", {"data": list(self.papers.values()), "links": {}})

    def fetched(self) -> list[str]:
        return [path for path in self.site.paths() if path.startswith("/f/")]


@pytest.fixture
def town(site, pdf) -> Town:
    return Town(site, pdf)


def test_a_town_gives_its_papers_with_what_it_says_of_them(site, run: Run, town: Town, near) -> None:
    town.add(1)
    main, attached = run(town.address).files
    assert (main.entry.title, main.entry.kind, main.entry.reference) == ("Drucksache 1", "vorlage", "1/2021")
    assert (main.entry.date, main.entry.issuer) == (date(2021, 10, 19), "Kreis Beispiel")
    assert main.entry.paper_type == "Beschlussvorlage"
    assert main.entry.consultations == (
        Consultation("Sozialausschuss", date(2021, 11, 3), "Entscheidung", True, True, "beschlossen"),
    )
    assert main.path.name == "Vorlage 1h.pdf"
    assert (attached.entry.title, attached.attachment_of) == ("Lageplan der Kita", f"{site.base}/paper/1")


def test_a_public_interface_vouches_and_an_internal_one_does_not(run: Run, town: Town, near, monkeypatch) -> None:
    town.add(1)
    assert {file.vouched for file in run(town.address).files} == {None}
    monkeypatch.setattr("ingest.hosts.is_public", lambda address: True)
    assert {file.vouched for file in run(town.address, config=replace(near, allow_private=False)).files} == {"public"}


def test_unchanged_files_of_a_town_are_not_asked_for(run: Run, town: Town) -> None:
    town.add(1)
    run(town.address)
    run(town.address, days=1)
    assert town.fetched() == ["/f/1h", "/f/1a"]
    run(town.address, days=2, full=True)
    assert town.fetched() == ["/f/1h", "/f/1a"] * 2


def test_a_file_that_its_town_says_has_changed_is_fetched(run: Run, town: Town) -> None:
    town.add(1)
    before = run(town.address).files[0]
    town.add(1, mainFile=town.file("1h", "neu", modified="2026-03-01T00:00:00+01:00"))
    found = run(town.address, days=1)
    assert found.changed == 1
    assert found.files[0].path == before.path
    assert town.fetched() == ["/f/1h", "/f/1a", "/f/1h"]


def test_what_a_town_says_of_a_paper_changes_without_the_file(run: Run, town: Town) -> None:
    town.add(1)
    before = run(town.address).files[0]
    town.add(1, name="Neuer Titel")
    after = run(town.address, days=1).files[0]
    assert after.entry.title == "Neuer Titel"
    assert after.entry.digest != before.entry.digest
    assert after.sha256 == before.sha256


def test_a_paper_that_its_town_deleted_is_gone_at_once_with_its_attachments(run: Run, town: Town) -> None:
    town.add(1)
    town.add(2)
    run(town.address)
    town.delete(1)
    found = run(town.address, days=1)
    assert names(found) == ["Vorlage 2a.pdf", "Vorlage 2h.pdf"]
    assert sorted(found.gone) == [f"{town.site.base}/file/1a", f"{town.site.base}/file/1h"]


def test_deletions_are_heeded_though_the_list_breaks_off(site, run: Run, town: Town) -> None:
    town.add(1)
    town.add(2)
    run(town.address)
    town.delete(1)
    site.json("/papers", {"data": [town.papers[1]], "links": {"next": "/papers/2"}})
    found = run(town.address, days=1)
    assert not found.complete
    assert len(found.gone) == 2
    assert names(found) == ["Vorlage 2a.pdf", "Vorlage 2h.pdf"]


def test_an_attachment_taken_off_its_paper_is_gone_at_once(run: Run, town: Town) -> None:
    town.add(1)
    run(town.address)
    town.add(1, auxiliaryFile=[])
    found = run(town.address, days=1)
    assert names(found) == ["Vorlage 1h.pdf"]
    assert found.gone == (f"{town.site.base}/file/1a",)


def test_a_file_of_two_papers_is_kept_as_long_as_one_has_it(run: Run, town: Town) -> None:
    town.add(1)
    town.add(2, auxiliaryFile=[town.papers[1]["mainFile"]])
    found = run(town.address)
    assert names(found) == ["Vorlage 1a.pdf", "Vorlage 1h.pdf", "Vorlage 2h.pdf"]
    assert next(file for file in found.files if file.path.name == "Vorlage 1h.pdf").attachment_of is None
    town.delete(1)
    found = run(town.address, days=1)
    assert names(found) == ["Vorlage 1h.pdf", "Vorlage 2h.pdf"]


def test_a_file_that_its_town_lists_but_does_not_have_is_said_until_it_is_clear(site, run: Run, town: Town) -> None:
    town.add(1)
    del site.replies["/f/1a"]
    results = [run(town.address, days=day) for day in range(5)]
    assert [keys(found) for found in results] == [["web-gone"]] * 3 + [[]] * 2
    assert all(found.complete and names(found) == ["Vorlage 1h.pdf"] for found in results)


def test_a_missing_file_of_a_town_is_asked_for_though_nothing_is_said_to_have_changed(
    site, run: Run, town: Town
) -> None:
    town.add(1)
    run(town.address)
    kept = site.replies.pop("/f/1h")
    town.add(1, mainFile=town.papers[1]["mainFile"] | {"modified": "2026-03-01T00:00:00Z"})
    assert keys(run(town.address, days=1)) == ["web-missing"]
    site.replies["/f/1h"] = kept
    assert keys(run(town.address, days=2)) == []
    site.replies.pop("/f/1h")
    assert keys(run(town.address, days=3)) == []


def test_a_town_out_of_reach_keeps_all_its_papers(site, run: Run, town: Town, reply) -> None:
    town.add(1)
    before = run(town.address)
    for path in list(site.replies):
        site.put(path, reply(status=503))
    for day in (1, 20, 40, 60):
        found = run(town.address, days=day)
        assert not found.complete
        assert found.files == before.files
        assert found.gone == ()
        assert "web-server-error" in keys(found)


def test_a_town_that_was_never_reached_is_an_error(run: Run, near) -> None:
    with pytest.raises(IngestError) as caught:
        run("oparl+http://127.0.0.1:9/body", config=replace(near, robots=False))
    assert caught.value.key == "web-unreachable"


def test_what_a_town_gives_outside_the_web_is_left(site, run: Run, town: Town) -> None:
    town.add(1, mainFile={"id": "x", "accessUrl": "file:///etc/passwd", "mimeType": "application/pdf"})
    assert names(run(town.address)) == ["Vorlage 1a.pdf"]


def test_an_interrupted_run_of_a_town_is_gone_on_with(run: Run, town: Town) -> None:
    for number in range(1, 4):
        town.add(number)

    def interrupt(progress: FetchProgress) -> None:
        if progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(town.address, on_progress=interrupt)
    found = run(town.address)
    assert (len(found.files), found.new) == (6, 3)
    assert len(town.fetched()) == 6
