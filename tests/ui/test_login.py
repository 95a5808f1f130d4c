"""Logging in and out, through the whole app: what the cookie is like, and what an attacker learns and gets."""

import re
from dataclasses import replace
from http.cookies import SimpleCookie
from typing import Any

import pytest

from kb.config import LoginConfig
from ui.doors import COOKIE, StaffDoor, way_back
from ui.limits import Delays
from ui.sessions import Sessions, stamp


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(building: Any, clock: Clock) -> StaffDoor:
    login = building.config.login
    return StaffDoor(building.config, Sessions(login.idle_minutes, login.max_hours, clock), Delays(clock))


@pytest.fixture
def app(building: Any, door: StaffDoor) -> Any:
    return building.app(door=door)


@pytest.fixture
def client(building: Any, app: Any) -> Any:
    with building.client(app) as client:
        yield client


def by_hand(client: Any, path: str) -> Any:
    return client.get(path, headers={"accept": "text/html,*/*", "sec-fetch-mode": "navigate"})


def test_a_login_on_the_way_to_a_page_leads_there(building: Any, client: Any) -> None:
    answer = by_hand(client, "/intern/unterlagen?q=a%26b")
    assert answer.headers["location"] == "/intern/login?weiter=%2Fintern%2Funterlagen%3Fq%3Da%2526b"
    page = client.get(answer.headers["location"]).text
    assert "Nach der Anmeldung öffnet sie sich" in page
    fields = dict(re.findall('name="(form|weiter)" value="([^"]*)"', page))
    fields |= {"name": building.user, "password": building.password}
    assert client.post("/intern/login", data=fields).headers["location"] == "/intern/unterlagen?q=a%26b"


def test_who_was_there_before_is_told_that_the_session_has_ended(building: Any, client: Any, clock: Clock) -> None:
    building.log_in(client)
    clock.now += 3601
    there = by_hand(client, "/intern/")
    assert "Sitzung ist abgelaufen" in client.get(there.headers["location"]).text
    # What a script fetches gets no page in place of its answer.
    assert client.get("/intern/unterlagen", headers={"accept": "text/html", "sec-fetch-mode": "cors"}).content == b""


@pytest.mark.parametrize(
    "way",
    ["https://boese.example/", "//boese.example", "/intern/../impressum", "/intern/logout", "/", "/intern/api/ask",
     "/intern/\r\nX: 1", "/intern/ü", "/intern/" + "x" * 500, ""],
)  # fmt: skip
def test_a_login_leads_nowhere_but_to_pages_behind_the_door(building: Any, client: Any, way: str) -> None:
    assert way_back(way) == "/intern/"


def cookie_of(answer: Any) -> Any:
    headers = answer.headers.get_list("set-cookie")
    return next(SimpleCookie(header)[COOKIE] for header in headers if header.startswith(COOKIE))


def test_the_right_password_opens_and_logging_out_closes(building: Any, client: Any) -> None:
    assert client.get("/intern/config").status_code == 401
    answer = building.log_in(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/intern/")
    assert client.get("/intern/config").status_code == 200
    token = client.cookies[COOKIE]
    mark = re.search('name="form" value="([^"]+)"', client.get("/intern/logout").text)[1]  # type: ignore[index]
    assert client.post("/intern/logout", data={"form": "falsch"}).headers["location"] == "/intern/logout"
    assert client.get("/intern/config").status_code == 200
    assert client.post("/intern/logout", data={"form": mark}).headers["location"] == "/intern/login"
    assert COOKIE not in client.cookies
    assert client.get("/intern/config", headers={"cookie": f"{COOKIE}={token}"}).status_code == 401


def test_the_cookie_is_for_the_staffs_side_of_this_server_alone(building: Any, client: Any) -> None:
    cookie = cookie_of(building.log_in(client))
    assert cookie["httponly"] and cookie["secure"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("lax", "/intern", "")
    assert cookie["max-age"] == "" and cookie["expires"] == ""  # gone with the browser
    assert len(cookie.value) >= 43  # 256 random bits


def test_a_cookie_without_tls_is_set_on_this_very_machine_alone(building: Any, app: Any) -> None:
    with building.client(app, base="http://127.0.0.1:7860") as here:
        assert not cookie_of(building.log_in(here))["secure"]
        assert here.get("/intern/config").status_code == 200
    with building.client(app, base="http://kiz.test") as there:
        page = there.get("/intern/login")
        assert page.status_code == 403
        assert "https" in page.text and "<form" not in page.text
        assert COOKIE not in building.log_in(there).cookies


def test_the_public_side_sets_no_cookie(client: Any) -> None:
    for path in ("/", "/config", "/impressum", "/style.css", "/api/openapi.json"):
        assert "set-cookie" not in client.get(path).headers, path


def test_a_planted_session_is_not_taken_over_by_the_login(building: Any, client: Any, door: StaffDoor) -> None:
    stored = door.accounts.now().users[building.user]
    planted = door.sessions.begin(building.user, stamp(stored))
    mark = re.search('name="form" value="([^"]+)"', client.get("/intern/login").text)[1]  # type: ignore[index]
    client.cookies.set(COOKIE, planted, domain="kiz.test", path="/intern")
    assert client.get("/intern/config").status_code == 200
    fields = {"name": building.user, "password": building.password, "form": mark}
    fresh = cookie_of(client.post("/intern/login", data=fields)).value
    assert fresh != planted
    assert door.sessions.find(planted) is None
    assert door.sessions.find(fresh) is not None


def test_who_does_nothing_for_an_hour_is_logged_out(building: Any, client: Any, clock: Clock) -> None:
    building.log_in(client)
    for _ in range(3):
        clock.now += 59 * 60
        assert client.get("/intern/config").status_code == 200
    clock.now += 61 * 60
    assert client.get("/intern/config").status_code == 401


def test_after_twelve_hours_everybody_logs_in_again(building: Any, client: Any, clock: Clock) -> None:
    building.log_in(client)
    for _ in range(23):
        clock.now += 31 * 60
        assert client.get("/intern/config").status_code == 200
    clock.now += 31 * 60
    assert client.get("/intern/config").status_code == 401


def test_a_wrong_password_and_an_unknown_name_look_the_same(building: Any, client: Any) -> None:
    answers = [building.log_in(client, name, "falsch falsch falsch") for name in (building.user, "niemand")]
    assert [answer.status_code for answer in answers] == [403, 403]
    bare = [re.sub('value="[^"]+"', "", answer.text) for answer in answers]
    assert bare[0] == bare[1]
    assert "stimmt nicht" in bare[0]
    assert client.get("/intern/config").status_code == 401


@pytest.mark.parametrize("field", ["password", "name", "form"])
def test_what_is_typed_is_never_sent_back(building: Any, client: Any, field: str) -> None:
    evil = '"><script>alert(1)</script>'
    fields = {"name": "x", "password": "y", "form": "z", field: evil}
    client.get("/intern/login")
    assert "alert(1)" not in client.post("/intern/login", data=fields).text


def test_a_form_of_another_browser_is_not_taken(building: Any, app: Any, client: Any) -> None:
    mark = re.search('name="form" value="([^"]+)"', client.get("/intern/login").text)[1]  # type: ignore[index]
    sent = {"name": building.user, "password": building.password, "form": mark}
    client.cookies.clear()
    for cookie in ({}, {"cookie": "kiz-login=anderes"}):
        answer = client.post("/intern/login", data=sent, headers=cookie)
        assert answer.status_code == 400
        assert COOKIE not in answer.cookies


def test_a_foreign_page_cannot_log_its_reader_in(building: Any, client: Any) -> None:
    client.get("/intern/login")
    answer = client.post("/intern/login", data={"name": "x"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert answer.text == ""


def test_after_five_wrong_attempts_even_the_right_password_has_to_wait(
    building: Any, client: Any, clock: Clock
) -> None:
    for _ in range(5):
        assert building.log_in(client, password="falsch falsch").status_code == 403
    answer = building.log_in(client)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "2"
    assert "warten" in answer.text
    clock.now += 2
    assert building.log_in(client).status_code == 303


def test_an_account_is_guarded_also_against_many_addresses(building: Any, app: Any, clock: Clock) -> None:
    with building.client(app) as first:
        for number in range(5):
            client = first if not number else building.client(app)
            assert building.log_in(client, password="falsch falsch").status_code == 403
        assert building.log_in(building.client(app)).status_code == 429
        clock.now += 31  # nobody can lock somebody else out for longer
        assert building.log_in(building.client(app)).status_code == 303


def test_one_address_is_slowed_down_over_all_names(building: Any, app: Any) -> None:
    with building.client(app) as client:
        for number in range(5):
            assert building.log_in(client, f"name{number}", "falsch falsch").status_code == 403
        assert building.log_in(client, "name9", "falsch falsch").status_code == 429


def test_neither_names_nor_addresses_nor_passwords_are_logged(
    building: Any, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    building.log_in(client, "erika.geheim", "Geheimes Kennwort")
    assert "login failed" in caplog.text
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not re.search("erika|Geheimes|203.0.113", " ".join(ours))


@pytest.mark.parametrize("body", [b"", b"\xff\xfe=%", b"a=1&" * 500, b"name=x&name=y&form=z"])
def test_a_broken_form_is_answered_with_a_form(client: Any, body: bytes) -> None:
    client.get("/intern/login")
    answer = client.post("/intern/login", content=body)
    assert answer.status_code == 400
    assert 'type="password"' in answer.text


def test_a_request_without_end_is_not_read(client: Any) -> None:
    assert client.post("/intern/login", content=b"x" * 70_000).status_code == 413
    assert client.post("/api/ask", content=iter([b"x" * 10])).status_code == 413


def test_login_page_has_the_security_headers_and_runs_no_script(client: Any) -> None:
    answer = client.get("/intern/login")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "http" not in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_where_the_house_logs_in_elsewhere_there_is_no_form(building: Any, tmp_path: Any) -> None:
    login = LoginConfig(users=tmp_path / "none", header="X-Remote-User", header_from=("192.0.2.7",))
    with building.client(building.app(replace(building.config, login=login))) as client:
        page = client.get("/intern/login")
        assert page.status_code == 403
        assert "<form" not in page.text and "Anmeldung Ihres Hauses" in page.text
