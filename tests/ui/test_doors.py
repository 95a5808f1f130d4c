"""What the staff's door keeps in, tried from outside: over a real index, through the whole app."""

import asyncio
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from kb.config import LimitsConfig, LoginConfig, ServerConfig
from ui.accounts import Accounts, hashed, new_token, read_accounts, write_accounts
from ui.doors import COOKIE, StaffDoor

SECRETS = ("Zitronenfalter", "Erika Geheim", "dienstplan")


@pytest.fixture(scope="module")
def app(building: Any) -> Any:
    return building.app()


@pytest.fixture
def outside(building: Any, app: Any) -> Any:
    with building.client(app) as client:
        yield client


@pytest.fixture
def inside(building: Any, app: Any) -> Any:
    with building.client(app) as client:
        assert building.log_in(client).status_code == 303
        yield client


def routes(building: Any) -> list[tuple[str, str]]:
    """Every kind of route behind the door."""
    paper = building.secret_id
    return [
        ("GET", "/intern"),
        ("GET", "/intern/"),
        ("GET", "/intern/config"),
        ("GET", "/intern/theme.css"),
        ("GET", "/intern/style.css"),
        ("GET", f"/intern/files/{paper}.pdf"),
        ("HEAD", f"/intern/files/{paper}.pdf"),
        ("GET", f"/intern/files/{building.public_id}.pdf"),
        ("GET", f"/intern/pages/{paper}/1.png"),
        ("POST", "/intern/gradio_api/queue/join"),
        ("GET", "/intern/gradio_api/queue/data?session_hash=x"),
        ("GET", "/intern/gradio_api/heartbeat/x"),
        ("GET", "/intern/gradio_api/info"),
        ("GET", "/intern/gradio_api/startup-events"),
        ("POST", "/intern/gradio_api/reset"),
        ("POST", "/intern/gradio_api/cancel"),
        ("GET", "/intern/gradio_api/app_id"),
        ("POST", "/intern/api/ask"),
        ("GET", "/intern/api/documents"),
        ("GET", "/intern/api/offers"),
        ("GET", "/intern/api/openapi.json"),
        ("POST", "/intern/feedback"),
        ("GET", "/intern/logout"),
        ("POST", "/intern/logout"),
    ]


def refused(answer: Any) -> bool:
    """Whether nothing came out: an error without words of a paper, or the way to the login."""
    to_login = answer.status_code == 303 and answer.headers["location"] == "/intern/login"
    return (to_login or answer.status_code in (401, 403, 404)) and not any(word in answer.text for word in SECRETS)


def test_behind_the_door_nothing_is_answered_without_a_session(building: Any, outside: Any) -> None:
    for method, path in routes(building):
        answer = outside.request(method, path, json={"question": "Wer leitet?"} if method == "POST" else None)
        assert refused(answer), f"{method} {path}: {answer.status_code}"


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "../../etc/passwd", "\u00fc".encode().decode("latin-1")])
def test_a_made_up_cookie_opens_nothing(building: Any, outside: Any, token: str) -> None:
    for method, path in routes(building):
        answer = outside.request(method, path, headers={"cookie": f"{COOKIE}={token}".encode("latin-1")})
        assert refused(answer), f"{method} {path}: {answer.status_code}"


def test_with_a_session_each_of_them_is_there(building: Any, inside: Any) -> None:
    # Without two streams of events that do not end, and with the one redirect that adds the slash.
    paths = [path for method, path in routes(building) if method == "GET" and not re.search("data|heartbeat", path)]
    there = {path: inside.get(path).status_code for path in paths}
    assert there.pop("/intern") == 307
    assert set(there.values()) == {200}, there


@pytest.mark.parametrize(
    "path",
    [
        "//intern/files/{id}.pdf",
        "/intern//files/{id}.pdf",
        "/./intern/files/{id}.pdf",
        "/x/../intern/files/{id}.pdf",
        "/files/../intern/files/{id}.pdf",
        "/files/..%2fintern/files/{id}.pdf",
        "/%69ntern/files/{id}.pdf",
        "/intern%2ffiles/{id}.pdf",
        "/intern/%2e%2e/intern/files/{id}.pdf",
        "/INTERN/files/{id}.pdf",
        "/Intern/files/{id}.pdf",
        "/intern;/files/{id}.pdf",
        "/intern\\files\\{id}.pdf",
        "/intern/files/{id}.pdf%00",
        "/intern/login/../files/{id}.pdf",
        "/intern/login/files/{id}.pdf",
        "/intern/assets/../files/{id}.pdf",
        "/intern/static/%2e%2e/files/{id}.pdf",
        "/files/{id}.pdf",
        "/files//{id}.pdf",
        "/pages/{id}/1.png",
        "/files/intern/{id}.pdf",
        "/api/../intern/api/documents",
        "/api/intern/api/documents",
        "/gradio_api/file=/intern/files/{id}.pdf",
        "/intern/gradio_api/file={id}",
        "/INTERN/api/documents",
        "/intern/api//documents",
    ],
)
def test_no_way_of_writing_a_path_leads_around_the_door(building: Any, app: Any, path: str) -> None:
    raw = path.format(id=building.secret_id)
    status, body = asyncio.run(knock(app, raw))
    assert status in (401, 404, 303), raw
    assert not body.startswith((b"%PDF", b"\x89PNG")) and b"dienstplan" not in body


def test_a_staff_session_or_token_opens_nothing_more_on_the_public_side(building: Any, inside: Any) -> None:
    token = inside.cookies[COOKIE]
    for path in (f"/files/{building.secret_id}.pdf", f"/pages/{building.secret_id}/1.png"):
        assert inside.get(path, headers={"cookie": f"{COOKIE}={token}"}).status_code == 404
    listed = inside.get("/api/documents", headers={"cookie": f"{COOKIE}={token}"}).json()
    assert [paper["id"] for paper in listed] == [building.public_id]


def test_the_public_page_never_quotes_an_internal_paper_and_the_staff_page_does(outside: Any, inside: Any) -> None:
    question = "Wer leitet die Dienstbesprechung Zitronenfalter?"
    public = asked_on_the_page(outside, "", question)
    assert "data-turn" in public
    assert "Erika Geheim" not in public
    assert "Erika Geheim" in asked_on_the_page(inside, "/intern", question)


def test_a_conversation_of_staff_cannot_be_listened_to_from_the_public_side(inside: Any, outside: Any) -> None:
    join(inside, "/intern", "Wer leitet die Dienstbesprechung Zitronenfalter?", "geteilt")
    assert outside.get("/intern/gradio_api/queue/data?session_hash=geteilt").status_code == 401
    with pytest.raises(RuntimeError, match="handled exception"):  # Gradio's way to say: no such session here
        outside.get("/gradio_api/queue/data?session_hash=geteilt")
    assert "Erika Geheim" in inside.get("/intern/gradio_api/queue/data?session_hash=geteilt").text


def test_the_internal_index_is_not_even_opened_by_the_citizens_side(building: Any, tmp_path: Path) -> None:
    import shutil

    from kb.store import KnowledgeBase

    shutil.copytree(building.config.index, tmp_path / "index")
    internal = tmp_path / "index" / "internal"
    shutil.rmtree(internal)
    internal.write_text("Wer das öffnet, scheitert.")
    with KnowledgeBase.open(tmp_path / "index", building.embedder, "public") as base:
        assert [paper.id for paper in base.documents()] == [building.public_id]


def test_the_citizens_side_cannot_be_built_over_internal_papers(building: Any) -> None:
    import app

    with pytest.raises(ValueError, match="public papers alone"):
        app.build(building.staff, building.config)


def test_without_anybody_set_up_the_staffs_side_says_so_and_nothing_else_is_there(building: Any) -> None:
    import app as wiring

    async def build() -> Any:
        return wiring.build(building.assistant, building.config)

    app = asyncio.run(build())
    with building.client(app) as client:
        page = client.get("/intern")
        assert page.status_code == 404
        assert "kiz user add" in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        for method, path in routes(building):
            assert refused(client.request(method, path)), path


def test_no_page_behind_the_door_is_kept_by_the_browser(building: Any, inside: Any) -> None:
    for path in ("/intern/", f"/intern/files/{building.secret_id}.pdf", f"/intern/pages/{building.secret_id}/1.png"):
        assert inside.get(path).headers["cache-control"] == "no-store", path
    assert inside.get("/intern/api/documents").headers["cache-control"] == "no-store"


def test_the_staff_page_names_who_is_logged_in_and_loads_its_own_side(building: Any, inside: Any) -> None:
    page = inside.get("/intern/").text
    assert f"Angemeldet als {building.user}" in page
    assert 'action="/intern/logout"' in page
    assert page.count("<body") == 1 and 'id="kiz"' in page
    assert '"root":"https://kiz.test/intern"' in page.replace(" ", "").replace("\\/", "/")


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}],
)  # fmt: skip
def test_a_foreign_page_cannot_act_for_whoever_is_logged_in(
    building: Any, inside: Any, headers: dict[str, str]
) -> None:
    for path in ("/intern/gradio_api/queue/join", "/intern/api/ask", "/intern/feedback", "/intern/logout"):
        answer = inside.post(path, json={"question": "?", "verdict": "wrong"}, headers=headers)
        assert answer.status_code == 403, path
    assert inside.get("/intern/").status_code == 200
    own = {"origin": building.https, "sec-fetch-site": "same-origin"}
    assert inside.post("/intern/api/ask", json={"question": "Für wen ist Griffbereit?"}, headers=own).status_code == 200


def test_a_programs_token_opens_the_interface_and_no_page(building: Any, tmp_path: Path) -> None:
    token, digest = new_token()
    users = tmp_path / "users.toml"
    write_accounts(users, Accounts({}, {"fachverfahren": digest}))
    app = building.app(replace(building.config, login=LoginConfig(users=users)))
    with building.client(app) as client:
        bearer = {"authorization": f"Bearer {token}"}
        listed = client.get("/intern/api/documents", headers=bearer)
        assert {paper["visibility"] for paper in listed.json()} == {"public", "internal"}
        wrong = client.get("/intern/api/documents", headers={"authorization": f"Bearer {token[:-1]}"})
        assert (wrong.status_code, wrong.headers["www-authenticate"]) == (401, "Bearer")
        for path in ("/intern/", "/intern/config", f"/intern/files/{building.secret_id}.pdf"):
            assert refused(client.get(path, headers=bearer)), path
        write_accounts(users, Accounts({}, {}))
        assert client.get("/intern/api/documents", headers=bearer).status_code == 401


def test_a_name_from_the_proxy_is_believed_from_its_address_alone(building: Any) -> None:
    login = replace(building.config.login, header="X-Remote-User", header_from=("192.0.2.7",))
    app = building.app(replace(building.config, login=login))
    name = {"x-remote-user": "erika"}
    with building.client(app, "192.0.2.7") as proxy:
        assert "Angemeldet als erika" in proxy.get("/intern/", headers=name).text
        assert refused(proxy.get("/intern/config"))  # the proxy itself, without a name
        both = [("x-remote-user", "erika"), ("x-remote-user", "chef")]
        assert refused(proxy.get("/intern/config", headers=both))
    for address in ("192.0.2.8", "127.0.0.1", "testclient"):
        with building.client(app, address) as other:
            for method, path in routes(building):
                assert refused(other.request(method, path, headers=name)), (address, path)
            spoofed = {**name, "x-forwarded-for": "192.0.2.7", "x-real-ip": "192.0.2.7", "forwarded": "for=192.0.2.7"}
            assert refused(other.get("/intern/config", headers=spoofed)), address


def test_behind_a_web_server_with_tls_the_page_and_the_login_are_those_of_https(building: Any, app: Any) -> None:
    forwarded = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.44", "x-forwarded-host": "kiz.example"}
    with building.client(app, "127.0.0.1", "http://kiz.example") as proxy:
        proxy.headers.update(forwarded)
        assert '"root":"https://kiz.example"' in proxy.get("/").text.replace(" ", "").replace("\\/", "/")
        # The client speaks http with us, as the web server does, and would keep the cookies to itself.
        form = proxy.get("/intern/login")
        mark = re.search('name="form" value="([^"]+)"', form.text)[1]  # type: ignore[index]
        ticket = {"cookie": form.headers["set-cookie"].partition(";")[0], "origin": "https://kiz.example"}
        fields = {"name": building.user, "password": building.password, "form": mark}
        answer = proxy.post("/intern/login", data=fields, headers=ticket)
        assert answer.status_code == 303
        assert "secure" in answer.headers["set-cookie"].lower()
        cookie = {"cookie": answer.headers["set-cookie"].partition(";")[0], "origin": "https://kiz.example"}
        page = proxy.get("/intern/", headers=cookie).text.replace(" ", "").replace("\\/", "/")
        assert '"root":"https://kiz.example/intern"' in page
        asked = proxy.post("/intern/api/ask", json={"question": "Für wen ist Griffbereit?"}, headers=cookie)
        assert asked.status_code == 200


def test_an_account_file_that_others_can_read_shuts_the_door(building: Any, tmp_path: Path) -> None:
    users = tmp_path / "users.toml"
    write_accounts(users, read_accounts(building.config.login.users))
    app = building.app(replace(building.config, login=LoginConfig(users=users)))
    with building.client(app) as client:
        building.log_in(client)
        assert client.get("/intern/config").status_code == 200
        users.chmod(0o644)
        assert client.get("/intern/config").status_code == 503
        assert client.get("/").status_code == 200


def test_one_person_comes_in_by_the_link_of_this_start(building: Any, tmp_path: Path) -> None:
    login = LoginConfig(users=tmp_path / "none.toml")
    config = replace(building.config, server=ServerConfig(audience="internal"), login=login)
    door = StaffDoor(config)
    app = building.app(config, door)
    with building.client(app) as client:
        assert refused(client.get("/intern/config"))
        assert client.get("/intern/login?key=falsch").status_code == 403
        assert refused(client.get("/intern/config"))
        assert client.get(f"/intern/login?key={door.link}").status_code == 303
        assert client.get("/intern/config").status_code == 200
        assert client.get(f"/files/{building.secret_id}.pdf").status_code == 404
    with building.client(app) as other:
        assert refused(other.get("/intern/config"))


def test_where_everybody_has_an_account_no_link_opens(building: Any, outside: Any) -> None:
    assert StaffDoor(building.config).link == ""
    assert outside.get("/intern/login?key=").status_code == 200
    assert COOKIE not in outside.cookies


def test_a_new_password_ends_the_sessions_of_the_old_one(building: Any, tmp_path: Path) -> None:
    users = tmp_path / "users.toml"
    write_accounts(users, read_accounts(building.config.login.users))
    app = building.app(replace(building.config, login=LoginConfig(users=users)))
    with building.client(app) as client:
        building.log_in(client)
        assert client.get("/intern/config").status_code == 200
        write_accounts(users, Accounts({building.user: hashed("Ein ganz anderes Kennwort")}))
        assert client.get("/intern/config").status_code == 401
        building.log_in(client, password="Ein ganz anderes Kennwort")
        assert client.get("/intern/config").status_code == 200
        write_accounts(users, Accounts({}))
        assert client.get("/intern/config").status_code == 401


def test_who_asks_too_often_on_the_page_is_told_kindly_and_others_go_on(building: Any) -> None:
    app = building.app(replace(building.config, limits=LimitsConfig(questions=1)))
    with building.client(app, "203.0.113.251") as one:
        assert "Eltern mit Kindern" in asked_on_the_page(one, "", "Für wen ist das Programm Griffbereit?")
        told = asked_on_the_page(one, "", "Und das Programm Griffbereit?")
        assert re.search(r"Bitte warten Sie \d+ Sekunden", told)
        assert "Eltern mit Kindern" not in told
        two = building.client(app, "203.0.113.252")
        assert "Eltern mit Kindern" in asked_on_the_page(two, "", "Für wen ist Griffbereit?")


def test_drawing_pages_on_and_on_has_an_end(building: Any) -> None:
    with building.client(building.app(replace(building.config, limits=LimitsConfig(questions=1)))) as client:
        path = f"/pages/{building.public_id}/1.png"
        answers = [client.get(path) for _ in range(21)]
        assert [answer.status_code for answer in answers] == [200] * 20 + [429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert answers[-1].headers["x-content-type-options"] == "nosniff"
        assert client.get("/impressum").status_code == 200


def test_staff_of_one_house_share_its_address_but_not_its_questions(building: Any, tmp_path: Path) -> None:
    users = tmp_path / "users.toml"
    stored = read_accounts(building.config.login.users).users[building.user]
    write_accounts(users, Accounts({building.user: stored, "zweite": stored}))
    config = replace(building.config, limits=LimitsConfig(questions=1), login=LoginConfig(users=users))
    app = building.app(config)
    with building.client(app, "192.0.2.50") as one:
        two = building.client(app, "192.0.2.50")
        building.log_in(one)
        building.log_in(two, "zweite")
        assert [one.get("/intern/api/documents").status_code for _ in range(2)] == [200, 429]
        assert two.get("/intern/api/documents").status_code == 200
        question = "Wer leitet die Dienstbesprechung Zitronenfalter?"
        assert "Bitte warten Sie" in asked_on_the_page(one, "/intern", question)


async def knock(app: Any, raw: str) -> tuple[int, bytes]:
    """Send a request as a server would that has read exactly this line, dots and all."""
    path, _, query = raw.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"kiz.test")],
        "client": ("203.0.113.250", 1),
        "server": ("kiz.test", 443),
    }
    sent: list[Any] = []

    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        message = next(asked, None)
        if message is None:
            await asyncio.Event().wait()  # whoever asked stays and listens
        return message or {}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def join(client: Any, side: str, question: str, session: str) -> None:
    config = client.get(f"{side}/config").json()
    submit = next(d for d in config["dependencies"] if any(target[1] == "submit" for target in d["targets"]))
    # Every other input as the page shows it before anybody has touched it.
    props = {component["id"]: component["props"] for component in config["components"]}
    values = [
        question if props[one].get("elem_id") == "question" else props[one].get("value") for one in submit["inputs"]
    ]
    sent = {"data": values, "fn_index": submit["id"], "session_hash": session}
    assert client.post(f"{side}/gradio_api/queue/join", json=sent).status_code == 200


def asked_on_the_page(client: Any, side: str, question: str) -> str:
    """Ask as the page does: into Gradio's queue, and out of its stream of events. Returns all that it showed."""
    session = re.sub(r"\W", "", f"s{side}{question}")[:20]
    join(client, side, question, session)
    events = client.get(f"{side}/gradio_api/queue/data?session_hash={session}").text
    lines = [json.loads(line.removeprefix("data: ")) for line in events.splitlines() if line.startswith("data: ")]
    assert any(line["msg"] == "process_completed" and line["success"] for line in lines), events[-500:]
    return json.dumps(lines, ensure_ascii=False)
