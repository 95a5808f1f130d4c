import contextlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cache import Cache
from ingest.oparl import Listing, list_papers
from ingest.web import Web
from kb.config import FetchConfig
from kb.errors import IngestError

Visit = Callable[[FetchConfig], Web]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCHEMA = "https://schema.oparl.org/1.1/"


def paper(site, number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"{site.base}/paper/{number}",
        "type": SCHEMA + "Paper",
        "body": f"{site.base}/body/1",
        "name": f"Drucksache {number}",
        "modified": "2026-02-01T10:00:00+01:00",
        **fields,
    }


def town(site, *pages: list[Any], files: bool = False) -> str:
    """A body with a list of papers of so many pages; return the body's address."""
    body = {
        "id": f"{site.base}/body/1",
        "type": SCHEMA + "Body",
        "name": "Kreis  Beispiel",
        "paper": f"{site.base}/papers",
    }
    if files:
        body["file"] = f"{site.base}/files"
    site.json("/body/1", body)
    for number, items in enumerate(pages, 1):
        links = {"next": f"{site.base}/papers/{number + 1}"} if number < len(pages) else {}
        told = {"totalPages": len(pages), "currentPage": number}
        path = "/papers" if number == 1 else f"/papers/{number}"
        site.json(path, {"data": items, "pagination": told, "links": links})
    return site.base + "/body/1"


@pytest.fixture
def listing(tmp_path: Path, near: FetchConfig, visit: Visit) -> Callable[..., tuple[Listing, list[str]]]:
    """List a source into one folder; return what came of it and the numbers of the papers kept."""

    def run(address: str, *, days: float = 0, full: bool = False, config: FetchConfig = near):
        with Cache(tmp_path, address) as cache, visit(config) as web:
            found = list_papers(address, cache, web, config, NOW + timedelta(days=days), full=full)
            return found, [kept.id.rsplit("/", 1)[1] for kept in cache.papers()]

    return run


def test_a_body_is_listed_over_all_pages(site, listing) -> None:
    address = town(site, [paper(site, 1), paper(site, 2)], [paper(site, 3)])
    found, papers = listing(address)
    assert found == Listing(True, "Kreis Beispiel", ())
    assert papers == ["1", "2", "3"]


def test_a_system_with_one_body_leads_to_it(site, listing) -> None:
    town(site, [paper(site, 1)])
    body = {"id": f"{site.base}/body/1", "type": "https://schema.oparl.org/1.0/Body", "name": "Kreis"}
    site.json("/bodies", {"data": [body], "links": {}})
    system = site.json("/system", {"type": "https://schema.oparl.org/1.0/System", "body": "/bodies"})
    assert listing(system)[1] == ["1"]


def test_a_list_of_papers_may_be_given_itself(site, listing) -> None:
    town(site, [paper(site, 1)])
    assert listing(site.base + "/papers") == (Listing(True, "", ()), ["1"])


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ({"type": SCHEMA + "System", "body": []}, "oparl-no-body"),
        (
            {
                "type": SCHEMA + "System",
                "body": [{"id": "https://o/1", "name": "A"}, {"id": "https://o/2", "name": "B"}],
            },
            "oparl-many-bodies",
        ),
        ({"type": SCHEMA + "Body", "name": "A"}, "oparl-no-papers"),
        ({"type": SCHEMA + "Person"}, "oparl-other-type"),
        ({"data": [{"type": SCHEMA + "Person"}]}, "oparl-other-type"),
        (3, "oparl-other-type"),
    ],
)
def test_another_address_is_refused_with_the_way_out(site, listing, answer: Any, key: str) -> None:
    with pytest.raises(IngestError) as caught:
        listing(site.json("/x", answer))
    assert caught.value.key == key
    if key == "oparl-many-bodies":
        assert "oparl+https://o/2 (B)" in caught.value.remedy


def test_a_web_page_is_no_interface(site, reply, listing) -> None:
    with pytest.raises(IngestError) as caught:
        listing(site.put("/x", reply(b"<html>Ratsinformationssystem</html>")))
    assert caught.value.key == "oparl-no-json"


def test_the_next_run_asks_for_what_has_changed_since_less_a_margin(site, listing, near) -> None:
    address = town(site, [paper(site, 1), paper(site, 2)])
    listing(address)
    site.json("/papers", {"data": [paper(site, 2, name="Neu"), paper(site, 3)], "links": {}})
    found, papers = listing(address, days=1)
    assert found.complete
    assert papers == ["1", "2", "3"]
    since = parse_qs(urlsplit(site.paths()[-1]).query)["modified_since"]
    assert since == [(NOW - timedelta(hours=near.overlap_hours)).isoformat()]


def test_a_filter_keeps_company_with_other_parameters(site, listing) -> None:
    site.json("/body/1", {"type": SCHEMA + "Body", "paper": f"{site.base}/papers?limit=50&x=a%20b"})
    site.json("/papers", {"data": [paper(site, 1)]})
    listing(site.base + "/body/1")
    listing(site.base + "/body/1", days=1)
    query = parse_qs(urlsplit(site.paths()[-1]).query)
    assert query["limit"] == ["50"]
    assert query["x"] == ["a b"]
    assert "modified_since" in query


def test_a_deleted_paper_is_dropped_at_once(site, listing) -> None:
    address = town(site, [paper(site, 1), paper(site, 2)])
    listing(address)
    gone = {"id": f"{site.base}/paper/1", "type": SCHEMA + "Paper", "deleted": True, "modified": "2026-03-01T09:00:00Z"}
    site.json("/papers", {"data": [gone], "links": {}})
    assert listing(address, days=1)[1] == ["2"]


def test_a_paper_that_full_lists_lack_goes_after_some_runs_and_days(site, listing) -> None:
    address = town(site, [paper(site, 1), paper(site, 2)])
    listing(address)
    town(site, [paper(site, 2)])
    results = [listing(address, days=day) for day in (8, 9, 10, 16)]
    assert [papers for _, papers in results] == [["1", "2"], ["1", "2"], ["1", "2"], ["2"]]
    assert [[note.key for note in found.notes] for found, _ in results] == [["oparl-unlisted"]] * 3 + [[]]
    # Lists stay full while a paper is missing.
    assert not any("modified_since" in path for path in site.paths())


def test_a_paper_that_is_back_on_the_list_stays(site, listing, near) -> None:
    address = town(site, [paper(site, 1), paper(site, 2)])
    listing(address)
    town(site, [paper(site, 2)])
    listing(address, days=8)
    town(site, [paper(site, 1), paper(site, 2)])
    found, papers = listing(address, days=30)
    assert (found.notes, papers) == ((), ["1", "2"])
    town(site, [paper(site, 2)])
    assert listing(address, days=60)[1] == ["1", "2"]


def test_a_list_that_is_suddenly_empty_is_not_believed(site, listing) -> None:
    address = town(site, [paper(site, 1)])
    listing(address)
    town(site, [])
    for day in (10, 20, 30, 40):
        found, papers = listing(address, days=day)
        assert not found.complete
        assert [note.key for note in found.notes] == ["oparl-empty"]
        assert papers == ["1"]


def test_a_list_that_breaks_off_keeps_what_came_and_withdraws_nothing(site, reply, listing) -> None:
    address = town(site, [paper(site, 1)], [paper(site, 2)])
    listing(address)
    town(site, [paper(site, 3)], [paper(site, 2)])
    site.put("/papers/2", reply(status=500))
    found, papers = listing(address, days=20)
    assert not found.complete
    assert [note.key for note in found.notes] == ["web-server-error"]
    assert papers == ["1", "2", "3"]
    # The next run begins anew where the last whole one ended.
    town(site, [paper(site, 1), paper(site, 2), paper(site, 3)])
    assert listing(address, days=21) == (Listing(True, "Kreis Beispiel", ()), ["1", "2", "3"])


def test_a_source_out_of_reach_is_an_error_at_first_and_a_note_later(site, listing, reply) -> None:
    address = town(site, [paper(site, 1)])
    working = site.replies["/body/1"]
    site.put("/body/1", reply(status=503))
    with pytest.raises(IngestError):
        listing(address)
    site.replies["/body/1"] = working
    listing(address)
    site.put("/body/1", reply(b"<html>Wartungsarbeiten</html>"))
    found, papers = listing(address, days=30)
    assert (found.complete, found.issuer, papers) == (False, "Kreis Beispiel", ["1"])
    assert [note.key for note in found.notes] == ["oparl-no-json"]


def test_an_interface_that_fails_over_filters_is_listed_wholly(site, listing, reply) -> None:
    address = town(site, [paper(site, 1)])
    listing(address)
    since = (NOW - timedelta(hours=24)).isoformat()
    site.put(f"/papers?modified_since={since.replace(':', '%3A').replace('+', '%2B')}", reply(status=400))
    assert listing(address, days=1) == (Listing(True, "Kreis Beispiel", ()), ["1"])


@pytest.mark.parametrize("link", ["/papers", "papers"])
def test_a_list_that_leads_back_to_its_start_ends(site, listing, link: str) -> None:
    address = town(site, [paper(site, 1)])
    site.json("/papers", {"data": [paper(site, 1)], "links": {"next": link}})
    found, papers = listing(address)
    assert (found.complete, papers) == (False, ["1"])
    assert [note.key for note in found.notes] == ["oparl-endless"]


def test_a_page_that_names_no_next_one_though_there_are_more_is_no_end(site, listing) -> None:
    address = town(site, [paper(site, 1)])
    site.json("/papers", {"data": [paper(site, 1)], "pagination": {"currentPage": 1, "totalPages": 4}})
    found, _ = listing(address)
    assert not found.complete
    assert [note.key for note in found.notes] == ["oparl-cut"]


def test_a_full_list_can_be_asked_for(site, listing) -> None:
    address = town(site, [paper(site, 1)])
    listing(address)
    listing(address, days=1, full=True)
    assert not any("modified_since" in path for path in site.paths())


def test_a_list_without_a_frame_or_with_references_is_taken(site, listing) -> None:
    address = town(site, [])
    site.json("/papers", [paper(site, 1), "/paper/2", None, {"name": "ohne id"}])
    site.json("/paper/2", paper(site, 2))
    assert listing(address)[1] == ["1", "2"]


def test_papers_inside_the_body_are_taken(site, listing) -> None:
    address = site.json("/body/1", {"type": SCHEMA + "Body", "paper": [paper(site, 1)]})
    assert listing(address)[1] == ["1"]


def test_any_content_type_and_old_letters_are_taken(site, reply, listing) -> None:
    address = town(site, [])
    old = '{"data": [{"id": "/paper/7", "name": "Bürgerbüro"}]}'.encode("cp1252")
    site.put("/papers", reply(old, headers={"Content-Type": "text/html"}))
    assert listing(address)[1] == ["7"]


def test_files_that_changed_alone_are_taken_from_their_own_list(site, listing, tmp_path: Path) -> None:
    address = town(site, [paper(site, 1)], files=True)
    listing(address)
    assert "/files" not in site.paths()
    site.json("/files", {"data": [{"id": f"{site.base}/file/1", "deleted": True}]})
    site.json("/papers", {"data": []})
    found, _ = listing(address, days=1)
    assert found.complete
    with Cache(tmp_path, address) as cache:
        kept = cache.thing(f"{site.base}/file/1")
    assert kept is not None
    assert kept[0]["deleted"] is True


def test_a_list_of_files_that_is_promised_but_not_there_does_no_harm(site, listing) -> None:
    address = town(site, [paper(site, 1)], files=True)
    listing(address)
    assert listing(address, days=1)[0].complete


def test_full_lists_come_round_after_some_days(site, listing, near) -> None:
    address = town(site, [paper(site, 1)])
    config = replace(near, full_days=3)
    for day in (0, 1, 2, 3, 4):
        listing(address, days=day, config=config)
    asked = ["modified_since" in path for path in site.paths() if path.startswith("/papers")]
    assert asked == [False, True, True, False, True]


WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["/papers", "/x", "http://[", "Paper"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "data", "links", "next", "pagination", "currentPage", "totalPages", "paper", "body", "deleted", "file"]),
            inner,
        )
    ),
    max_leaves=20,
)  # fmt: skip


class Sent(Web):
    """A web in which every address has the same thing."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def read(self, address: str) -> bytes:
        return json.dumps(self.thing).encode()


@given(WILD)
@settings(max_examples=60, deadline=None)
def test_whatever_an_interface_sends_is_listed_or_refused_in_words(thing: Any) -> None:
    with tempfile.TemporaryDirectory() as folder, Cache(Path(folder), "quelle") as cache:
        for day in (0, 1):
            with contextlib.suppress(IngestError):
                list_papers(
                    "https://ris.example/body", cache, Sent(thing), FetchConfig(), NOW + timedelta(days=day), full=False
                )
