"""The interface for programs, over a real index through the whole app."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.offer_catalogue import prepared
from assistant.offers import FACETS
from kb.config import LimitsConfig, ServerConfig
from kb.model import Answer, OfferCard, OfferValue
from kb.offer_merge import CatalogueEntry, status
from kb.offers import Offer

QUESTION = {"question": "Für wen ist das Programm Griffbereit?"}


@pytest.fixture(scope="module")
def app(building: Any) -> Any:
    return building.app()


@pytest.fixture
def client(building: Any, app: Any) -> Any:
    with building.client(app) as client:
        yield client


def test_an_answer_quotes_its_source_and_says_where_to_see_it(building: Any, client: Any) -> None:
    answer = client.post("/api/ask", json=QUESTION).json()
    assert answer["answered"] and answer["language"] == "de" and answer["written_by"] == "extract"
    source = answer["citations"][0]
    assert "Eltern mit Kindern" in source["quote"] and source["page"] == 1
    assert source["document"]["visibility"] == "public"
    assert client.get(source["document"]["url"]).content.startswith(b"%PDF")
    assert client.get(source["image"]).content.startswith(b"\x89PNG")
    assert source["boxes"] and all(len(box["box"]) == 4 for box in source["boxes"])
    assert answer["sentences"][0]["citations"] == [source["n"]]


def test_a_follow_up_is_understood_from_the_history(building: Any, client: Any) -> None:
    history = [{"question": QUESTION["question"], "answer": "Für Eltern."}]
    answer = client.post("/api/ask", json={"question": "Und was ist das?", "history": history, "language": "en"})
    assert answer.status_code == 200
    assert answer.json()["language"] == "en"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"question": ""},
        {"question": "x" * 601},
        {"question": "?", "language": "xx"},
        {"question": "?", "audience": "internal"},
        {"question": ["?"]},
        {"question": "?", "history": [{"question": "?", "answer": "!"}] * 7},
    ],
)
def test_what_is_no_question_is_told_so(client: Any, sent: Any) -> None:
    assert client.post("/api/ask", json=sent).status_code == 422


def test_the_papers_of_a_door_are_listed_without_their_place_on_disk(building: Any, client: Any) -> None:
    listed = client.get("/api/documents").json()
    assert [paper["id"] for paper in listed] == [building.public_id]
    assert "public/" not in str(listed) and "file" not in listed[0]
    assert client.get("/api/documents?audience=internal").json() == listed


def test_offers_can_be_paged_and_asked_for(client: Any) -> None:
    found = client.get("/api/offers", params={"q": "Griffbereit", "audience": ["Eltern"], "limit": 1}).json()
    assert set(found) == {"total", "offers", "facets"}
    assert len(found["offers"]) <= 1
    for wrong in ("limit=0", "limit=201", "offset=-1", "sort=price", "labels=xx", "facet=town"):
        assert client.get(f"/api/offers?{wrong}").status_code == 422, wrong


@pytest.fixture
def listed(client: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    offers = (
        Offer("Vätertreff", audience=("men",), cost="kostenlos", town="Neudorf", time="samstags, 10 Uhr"),
        Offer("Nähtreff", audience=("women",), cost="5 €", town="Neudorf", languages=("Arabisch",), organiser="Verein"),
        Offer("Sommerfest", audience=("women",), valid_to=date(2020, 8, 1)),
    )
    catalogue = prepared(
        [CatalogueEntry(one, status(one, date.today()), (), None, None, ()) for one in offers], date.today()
    )
    monkeypatch.setattr("assistant.offers.catalogue", lambda base, today: catalogue)

    def listed(**asked: Any) -> Any:
        answer = client.get("/api/offers", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return listed


def names(found: Any) -> list[str]:
    return [offer["name"] for offer in found["offers"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Vätertreff", "Nähtreff"]),
        ({"past": True}, ["Vätertreff", "Nähtreff", "Sommerfest"]),
        ({"status": "past"}, ["Sommerfest"]),
        ({"audience": ["men", "Frauen"]}, ["Vätertreff", "Nähtreff"]),
        ({"cost": "free"}, ["Vätertreff"]),
        ({"language": "ar"}, ["Nähtreff"]),
        ({"when": "sat"}, ["Vätertreff"]),
        ({"organiser": "verein"}, ["Nähtreff"]),
        ({"town": "Neudorf", "sort": "date"}, ["Vätertreff", "Nähtreff"]),
        ({"offset": 1, "limit": 1}, ["Nähtreff"]),
    ],
)
def test_offers_are_chosen_by_each_facet(listed: Any, asked: Any, found: list[str]) -> None:
    assert names(listed(**asked)) == found


def test_facets_are_counted_over_all_pages_with_codes_to_choose_and_labels_to_show(listed: Any) -> None:
    found = listed(audience="men", limit=1, labels="en")
    assert found["total"] == 1
    assert {"code": "men", "label": "Men and fathers", "count": 1, "chosen": True} in found["facets"]["audience"]
    assert [one["count"] for one in found["facets"]["audience"]] == [1, 1]  # as if nothing were chosen here
    assert list(found["facets"]) == list(FACETS)


def test_a_slip_in_a_facet_is_told_to_programs_and_models(client: Any, listed: Any) -> None:
    answer = client.get("/api/offers?town=Neustadt")
    assert answer.status_code == 422 and "Neustadt" in answer.json()["detail"] and "Neudorf" in answer.json()["detail"]
    told = call(client, "tools/call", {"name": "offers", "arguments": {"town": ["Neustadt"]}}).json()["result"]
    assert told["isError"] and "Neudorf" in told["content"][0]["text"]
    found = call(client, "tools/call", {"name": "offers", "arguments": {"when": ["sat"]}}).json()["result"]
    assert names(found["structuredContent"]) == ["Vätertreff"]


def test_an_answer_about_offers_brings_their_cards_with_numbers_of_its_citations(
    building: Any, client: Any, monkeypatch: Any
) -> None:
    name = OfferValue("name", "Griffbereit", (1,))
    card = OfferCard("griffbereit", name, (OfferValue("cost", "2 €", corrected=True),), group="Eltern")
    answer = Answer(True, "de", "offer", "Griffbereit", offers=(card,))
    monkeypatch.setattr(building.assistant, "stream", lambda *_, **__: iter((answer,)))
    (shown,) = client.post("/api/ask", json=QUESTION).json()["offers"]
    assert shown == {
        "id": "griffbereit",
        "name": "Griffbereit",
        "past": False,
        "group": "Eltern",
        "fields": {
            "name": {"text": "Griffbereit", "citations": [1], "corrected": False},
            "cost": {"text": "2 €", "citations": [], "corrected": True},
        },
    }


def test_the_interface_describes_itself_and_names_the_refusals(client: Any) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["servers"] == [{"url": "/api"}]
    assert set(described["paths"]) == {"/ask", "/offers", "/documents"}
    for path in described["paths"].values():
        assert {"200", "429", "503"} <= set(next(iter(path.values()))["responses"])
    assert "securitySchemes" not in described["components"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/docs", "/api/redoc", "/api/nothing", "/docs", "/openapi.json"])
def test_there_is_nothing_else_under_the_interface(client: Any, path: str) -> None:
    assert client.get(path).status_code == 404


def test_answers_of_the_interface_carry_the_security_headers(client: Any) -> None:
    for answer in (client.post("/api/ask", json=QUESTION), client.get("/api/openapi.json"), client.get("/api/x")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "access-control-allow-origin" not in answer.headers


def test_staff_get_internal_papers_with_links_that_stay_behind_the_door(building: Any, app: Any) -> None:
    with building.client(app) as client:
        building.log_in(client)
        answer = client.post("/intern/api/ask", json={"question": "Wer leitet die Dienstbesprechung Zitronenfalter?"})
        source = answer.json()["citations"][0]
        assert source["document"]["visibility"] == "internal"
        assert source["document"]["url"].startswith("/intern/files/")
        assert source["image"].startswith("/intern/pages/")
        assert client.get(source["image"]).status_code == 200
        described = client.get("/intern/api/openapi.json").json()
        assert described["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"


def test_who_asks_too_often_is_told_when_to_come_back_and_others_are_not_hit(building: Any) -> None:
    config = replace(building.config, limits=LimitsConfig(questions=2), server=ServerConfig(proxies=("192.0.2.1",)))
    app = building.app(config)
    with building.client(app, "192.0.2.1") as proxy:
        one, two = ({"x-forwarded-for": f"203.0.113.{n}"} for n in (1, 2))
        for path in ("/api/documents", "/api/offers"):
            assert proxy.get(path, headers=one).status_code == 200
        refused = proxy.post("/api/ask", json=QUESTION, headers=one)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 30
        assert "noch einmal versuchen" in refused.json()["detail"]
        assert proxy.get("/api/documents", headers=two).status_code == 200
    with building.client(app, "198.51.100.9") as liar:
        answers = [liar.get("/api/documents", headers={"x-forwarded-for": f"203.0.113.{n}"}) for n in range(9, 13)]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429]


def test_an_index_that_cannot_be_read_is_a_passing_fault_and_tells_no_path(
    building: Any, app: Any, client: Any, monkeypatch: Any
) -> None:
    from kb.errors import KnowledgeBaseError

    def broken(*_: object, **__: object) -> Any:
        raise KnowledgeBaseError("no-document", document="/srv/geheim")

    monkeypatch.setattr(building.assistant, "stream", broken)
    answer = client.post("/api/ask", json=QUESTION)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    assert "geheim" not in answer.text


def call(client: Any, method: str, params: Any = None, path: str = "/api/mcp", **headers: str) -> Any:
    message = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params or {}}
    return client.post(path, json=message, headers={"accept": "application/json, text/event-stream", **headers})


def test_a_language_model_finds_the_tools_and_how_to_call_them(client: Any) -> None:
    began = call(client, "initialize", {"protocolVersion": "2025-06-18", "capabilities": {}}).json()["result"]
    assert began["protocolVersion"] == "2025-06-18" and "tools" in began["capabilities"]
    assert call(client, "initialize", {"protocolVersion": "1999-01-01"}).json()["result"]["protocolVersion"] > "2025"
    done = client.post("/api/mcp", json={"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert (done.status_code, done.content) == (202, b"")
    tools = {tool["name"]: tool for tool in call(client, "tools/list").json()["result"]["tools"]}
    assert set(tools) == {"ask", "offers", "documents"}
    assert tools["ask"]["inputSchema"]["required"] == ["question"]
    assert all(tool["annotations"]["readOnlyHint"] for tool in tools.values())
    assert client.get("/api/mcp").status_code == 405


def test_a_tools_answer_is_the_interfaces_answer(building: Any, client: Any) -> None:
    result = call(client, "tools/call", {"name": "ask", "arguments": QUESTION}).json()["result"]
    assert result["structuredContent"] == client.post("/api/ask", json=QUESTION).json()
    assert not result["isError"]
    listed = call(client, "tools/call", {"name": "documents"}).json()["result"]["structuredContent"]["documents"]
    assert [paper["id"] for paper in listed] == [building.public_id]


def test_a_call_that_makes_no_sense_is_told_to_the_model(client: Any) -> None:
    wrong = call(client, "tools/call", {"name": "ask", "arguments": {"frage": "geheim"}}).json()["result"]
    assert wrong["isError"] and "question" in wrong["content"][0]["text"] and "geheim" not in str(wrong)
    assert call(client, "tools/call", {"name": "rm"}).json()["error"]["code"] == -32602
    assert call(client, "resources/list").json()["error"]["code"] == -32601
    for body in (b"{", b"[]", b"3", b'{"jsonrpc":"2.0","id":1}', b"\xff"):
        answer = client.post("/api/mcp", content=body)
        assert answer.status_code == 400 and answer.json()["error"]["code"] in (-32700, -32600), body


def test_tools_are_guarded_like_the_rest(building: Any, client: Any) -> None:
    assert call(client, "tools/list", path="/intern/api/mcp").status_code == 401
    assert call(client, "tools/list", origin="https://evil.example").status_code == 403
    with building.client(building.app(replace(building.config, limits=LimitsConfig(questions=1)))) as other:
        assert call(other, "tools/call", {"name": "documents"}).status_code == 200
        assert call(other, "tools/call", {"name": "documents"}).status_code == 429
        assert call(other, "tools/list").status_code == 200
