from datetime import UTC, datetime
from email.utils import format_datetime

import httpx
import pytest

from ingest.manners import Manners, asked_pause, origin
from kb.config import FetchConfig
from kb.errors import IngestError


def test_a_pause_may_be_asked_for_as_a_date() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert asked_pause(format_datetime(datetime(2026, 1, 1, 0, 1, tzinfo=UTC)), now) == 60
    assert asked_pause(format_datetime(datetime(2025, 1, 1, tzinfo=UTC)), now) == 0
    assert asked_pause("bald", now) is None
    assert asked_pause(None, now) is None


def test_ports_and_schemes_are_machines_of_their_own() -> None:
    addresses = ["http://a.example/x", "https://a.example/x", "http://a.example:8080/x", "http://b.example/x"]
    assert len({origin(httpx.URL(address)) for address in addresses}) == 4
    assert origin(httpx.URL("http://a.example:80/y")) == origin(httpx.URL(addresses[0]))


def test_an_answer_in_between_restores_patience(clock) -> None:
    manners = Manners(FetchConfig(), sleep=clock.sleep, clock=clock)
    url = httpx.URL("http://a.example/x")
    for _ in range(2):
        manners.gave_up(url, at_once=False)
    manners.succeeded(url)
    for _ in range(2):
        manners.gave_up(url, at_once=False)
    manners.check(url)
    manners.gave_up(url, at_once=False)
    with pytest.raises(IngestError) as caught:
        manners.check(url)
    assert caught.value.key == "web-left-alone"


def test_a_pause_of_hours_that_robots_txt_wishes_is_cut_to_the_longest_wait(clock) -> None:
    manners = Manners(FetchConfig(delay=1, max_wait=60), sleep=clock.sleep, clock=clock)
    url = httpx.URL("http://a.example/x")
    manners.learn(url, b"User-agent: *\nCrawl-delay: 86400\n")
    manners.asked(url)
    manners.pause(url)
    assert clock.slept == [60]
