from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cache import Cache
from ingest.drucksachen import Wanted, wanted_files
from ingest.oparl_lists import absolute
from ingest.referred import Objects
from ingest.web import Web
from kb.config import FetchConfig
from kb.model import Consultation

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = "https://ris.example"


def file(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"{BASE}/file/{number}",
        "name": f"Datei {number}",
        "fileName": f"d{number}.pdf",
        "mimeType": "application/pdf",
        "accessUrl": f"{BASE}/f/{number}.pdf",
        "downloadUrl": f"{BASE}/f/{number}/download",
        "modified": "2026-01-05T08:00:00+01:00",
        **fields,
    }


@pytest.fixture
def files(tmp_path: Path, near: FetchConfig, visit: Callable[[FetchConfig], Web]) -> Callable[..., list[Wanted]]:
    """Read a paper's files; things at other addresses may be given by address."""

    def run(paper: dict[str, Any], *, things: dict[str, Any] | None = None, now: datetime = NOW) -> list[Wanted]:
        with Cache(tmp_path, "quelle") as cache, visit(near) as web:
            for name, thing in (things or {}).items():
                cache.keep_thing(name, thing, now)
            objects = Objects(cache, web, now)
            return list(wanted_files({"id": f"{BASE}/paper/1", **paper}, objects, "Kreis Beispiel"))

    return run


def test_a_paper_gives_its_main_file_and_what_is_said_of_it(files) -> None:
    (main,) = files(
        {
            "name": "Integrationskonzept &amp; Umsetzung ",
            "reference": "50/025/2021",
            "date": "2021-10-19",
            "paperType": "Beschlussvorlage",
            "mainFile": file(1),
            "underDirectionOf": [f"{BASE}/org/9"],
            "originatorOrganization": [f"{BASE}/org/8"],
        },
        things={f"{BASE}/org/9": {"name": "Amt 50"}, f"{BASE}/org/8": {"name": "Fraktion"}},
    )
    assert main.key == f"{BASE}/file/1"
    assert main.address == f"{BASE}/f/1/download"
    assert main.name == "d1.pdf"
    entry = main.entry
    assert entry.paper_type == "Beschlussvorlage"
    assert (entry.title, entry.kind, entry.reference) == ("Integrationskonzept & Umsetzung", "vorlage", "50/025/2021")
    assert (entry.date, entry.issuer, entry.unit) == (date(2021, 10, 19), "Kreis Beispiel", "Amt 50")
    assert entry.origin == f"{BASE}/f/1.pdf"
    assert entry.visibility is None


def test_attachments_belong_to_their_paper_and_speak_for_themselves(files) -> None:
    paper = {
        "name": "Konzept",
        "reference": "1/2021",
        "date": "2021-10-19",
        "mainFile": file(1),
        "auxiliaryFile": [file(2, name="Anlage 1"), file(3, name="Handlungskonzept Integration.pdf"), file(4, name="Handlungskonzept Integration")],
    }  # fmt: skip
    _, *attached = files(paper)
    assert [item.attachment_of for item in attached] == [f"{BASE}/paper/1"] * 3
    assert [item.entry.title for item in attached] == [None, None, "Handlungskonzept Integration"]
    assert {item.entry.reference for item in attached} == {"1/2021"}
    assert {(item.entry.date, item.entry.kind, item.entry.paper_type) for item in attached} == {(None, None, None)}


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (["Anlage 1", "Vorlage", "Anlage 2"], "Vorlage"),
        (["Stellungnahme", "Antrag"], "Antrag"),
        (["Protokollauszug", "Konzept"], "Konzept"),
        (["Anlage 1"], None),
    ],
)
def test_without_a_main_file_the_one_that_is_no_attachment_is_taken_for_it(files, names, main) -> None:
    paper = {"paperType": "Antrag", "auxiliaryFile": [file(n, name=name) for n, name in enumerate(names)]}
    found = files(paper)
    assert len(found) == len(names)
    mains = [names[int(item.key[-1])] for item in found if item.attachment_of is None]
    assert mains == ([main] if main else [])


def test_files_of_other_kinds_are_left_out(files) -> None:
    paper = {
        "mainFile": file(1, mimeType="application/msword", fileName="a.doc"),
        "auxiliaryFile": [
            file(2, mimeType="application/octet-stream", fileName="a.xlsx"),
            file(3, mimeType=None, fileName="b.PDF"),
            file(4, mimeType="application/pdf; charset=binary", fileName="c"),
            {"id": f"{BASE}/file/5", "accessUrl": f"{BASE}/getfile.php?id=5"},
            file(6, deleted=True),
            {"id": f"{BASE}/file/7", "name": "ohne Adresse"},
            3,
        ],
    }
    assert [item.key[-1] for item in files(paper)] == ["3", "4", "5"]


def test_a_file_that_is_no_pdf_is_replaced_by_the_pdf_made_of_it(files) -> None:
    word = file(1, mimeType="application/msword", fileName="a.doc", derivativeFile=[f"{BASE}/file/2"])
    (main,) = files({"mainFile": word}, things={f"{BASE}/file/2": file(2)})
    assert main.key == f"{BASE}/file/2"
    assert main.attachment_of is None


def test_referenced_files_are_looked_up_once_and_again_when_the_paper_changes(site, files) -> None:
    site.json("/file/1", file(1, id=site.base + "/file/1"))
    paper = {"mainFile": site.base + "/file/1", "modified": "2026-02-01T00:00:00Z"}
    assert [item.key for item in files(paper)] == [site.base + "/file/1"]
    files(paper, now=NOW + timedelta(days=1))
    assert site.paths() == ["/file/1"]
    files(paper | {"modified": "2026-03-02T00:00:00Z"}, now=NOW + timedelta(days=2))
    assert site.paths() == ["/file/1", "/file/1"]


def test_a_referenced_file_out_of_reach_is_still_wanted(site, reply, files) -> None:
    site.put("/file/1", reply(status=500))
    (main,) = files({"mainFile": site.base + "/file/1"})
    assert (main.key, main.address, main.missing) == (site.base + "/file/1", "", False)


def test_a_referenced_file_that_is_no_longer_there_is_wanted_as_missing(site, files) -> None:
    site.json("/file/1", file(1, id=site.base + "/file/1"))
    paper = {"name": "Konzept", "mainFile": site.base + "/file/1"}
    files(paper)
    del site.replies["/file/1"]
    (main,) = files(paper, now=NOW + timedelta(days=8))
    assert (main.missing, main.entry.title) == (True, "Konzept")


def test_a_file_that_changed_alone_is_taken_as_it_is_now(files) -> None:
    later = file(1, modified="2026-02-05T08:00:00+01:00", downloadUrl=f"{BASE}/neu.pdf")
    (main,) = files({"mainFile": file(1)}, things={f"{BASE}/file/1": later})
    assert main.address == f"{BASE}/neu.pdf"
    assert files({"mainFile": file(1)}, things={f"{BASE}/file/1": later | {"deleted": True}}) == []
    older = later | {"modified": "2025-02-05T08:00:00+01:00"}
    (main,) = files({"mainFile": file(1)}, things={f"{BASE}/file/1": older})
    assert main.address == f"{BASE}/f/1/download"


def test_the_stamp_changes_with_the_file(files) -> None:
    stamps = [
        files({"mainFile": file(1, **fields)})[0].stamp
        for fields in ({}, {"modified": "2026-01-06T08:00:00+01:00"}, {"sha512Checksum": "ab"})
    ]
    assert len(set(stamps)) == 3
    assert files({"mainFile": file(1, modified=None)})[0].stamp == ""


def test_the_beratungsfolge_is_taken_with_bodies_days_roles_and_openness(files) -> None:
    meeting = {
        "start": "2021-11-03T23:30:00Z",
        "agendaItem": [
            {"id": f"{BASE}/item/1", "public": True, "result": "einstimmig beschlossen"},
            {"id": f"{BASE}/item/2", "public": False, "consultation": f"{BASE}/c/2"},
        ],
    }
    things = {
        f"{BASE}/m/1": meeting,
        f"{BASE}/m/2": {"start": "2021-10-01T17:00:00", "organization": [f"{BASE}/o/2"]},
        f"{BASE}/m/3": {"start": "2021-09-01T17:00:00+02:00", "cancelled": True},
        f"{BASE}/o/1": {"name": "Sozialausschuss"},
        f"{BASE}/o/2": {"name": "Kreistag"},
    }
    one = {"id": f"{BASE}/c/1", "organization": [f"{BASE}/o/1"], "meeting": f"{BASE}/m/1", "role": "Vorberatung"}
    paper = {
        "mainFile": file(1),
        "consultation": [
            one | {"agendaItem": f"{BASE}/item/1"},
            one | {"id": f"{BASE}/c/2", "role": "Anhörung"},
            {"meeting": f"{BASE}/m/2", "role": "Entscheidung", "authoritative": True},
            {"organization": f"{BASE}/o/2"},
            one | {"meeting": f"{BASE}/m/3"},
            {"role": "ohne Gremium"},
        ],
    }
    (main,) = files(paper, things=things)
    assert main.entry.consultations == (
        Consultation("Kreistag", date(2021, 10, 1), "Entscheidung", None, True),
        Consultation("Sozialausschuss", date(2021, 11, 4), "Vorberatung", True, None, "einstimmig beschlossen"),
        Consultation("Sozialausschuss", date(2021, 11, 4), "Anhörung", False),
        Consultation("Kreistag"),
    )


def test_a_meeting_to_come_is_asked_for_daily_and_one_long_past_is_not(site, files) -> None:
    site.json("/m/1", {"start": "2026-04-01T17:00:00+02:00"})
    site.json("/m/2", {"start": "2020-04-01T17:00:00+02:00"})
    steps = [{"organization": {"name": "Kreistag"}, "meeting": f"{site.base}/m/{n}"} for n in (1, 2)]
    paper = {"mainFile": file(1), "consultation": steps}
    files(paper)
    site.json("/m/1", {"start": "2026-04-08T17:00:00+02:00"})
    (main,) = files(paper, now=NOW + timedelta(days=1))
    assert main.entry.consultations[1].date == date(2026, 4, 8)
    assert site.paths() == ["/m/1", "/m/2", "/m/1"]


def test_a_body_whose_name_is_out_of_reach_keeps_the_name_it_had(site, reply, files) -> None:
    site.json("/o/1", {"name": "Kreistag"})
    paper = {"mainFile": file(1), "consultation": [{"organization": [site.base + "/o/1"]}]}
    files(paper)
    site.put("/o/1", reply(status=500))
    (main,) = files(paper, now=NOW + timedelta(days=40))
    assert main.entry.consultations == (Consultation("Kreistag"),)


@pytest.mark.parametrize(
    "paper",
    [
        {},
        {"mainFile": None, "auxiliaryFile": None, "consultation": None},
        {"mainFile": 3},
        {"auxiliaryFile": ["", "x", False]},
    ],
)
def test_a_paper_without_files_gives_none(files, paper: dict[str, Any]) -> None:
    assert files(paper) == []


NAMES = [
    "id", "type", "name", "reference", "date", "paperType", "mainFile", "auxiliaryFile", "consultation", "modified", "meeting",
    "organization", "agendaItem", "start", "public", "fileName", "mimeType", "accessUrl", "downloadUrl", "deleted", "size",
    "derivativeFile", "underDirectionOf", "originatorOrganization", "cancelled", "sha512Checksum",
]  # fmt: skip
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(
        ["https://ris.example/a.pdf", "application/pdf", "2021-01-01", "0001-01-01T00:00:00Z", "http://["]
    )
)
WILD = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=8),
    max_leaves=40,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), WILD, max_size=12))
def test_whatever_is_sent_for_a_paper_gives_files_or_none(paper: dict[str, Any]) -> None:
    class Nothing(Objects):
        """No object can be had but those given themselves."""

        def __init__(self) -> None:
            self.missing = set()

        def get(self, reference: Any, fresh: timedelta, since: datetime | None = None) -> dict[str, Any] | None:
            return reference if isinstance(reference, dict) else None

        def kept(self, name: str) -> None:
            return None

    for wanted in wanted_files(absolute(paper, "https://ris.example/papers"), Nothing(), ""):
        assert wanted.key
        assert wanted.entry.digest
        assert wanted.entry.date is None or wanted.entry.date.year >= 1899
