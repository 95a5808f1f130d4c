"""The catalogue of offers over all papers: from the index, with facets, text, sources and history."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant import offer_catalogue
from assistant.offers import Count, Facets, browse, check, entries, find, listing, quoting
from evaluation.retrieval import text_passages
from ingest.publish import ingest, roll_back
from kb.blocks import block
from kb.config import IngestConfig
from kb.embed import load_embedder
from kb.errors import KnowledgeBaseError
from kb.model import Document
from kb.offer_merge import CatalogueEntry, as_json
from kb.offers import Offer, Span
from kb.publication import publication
from kb.store import KnowledgeBase

TODAY = date(2026, 11, 21)
ONE = IngestConfig(workers=1, default_visibility="public")
FIRST = {
    "Vätertreff": (
        "Für wen: Väter mit Kindern",
        "Wann: dienstags, 16 bis 18 Uhr",
        "Wo: Familienzentrum, Musterstadt",
        "Kosten: kostenlos",
        "Kontakt: Frau Beispiel, 01234/555-10, vaeter@example.org",
    ),
    "Sprachcafé": ("Für wen: Neuzugewanderte", "Wann: mittwochs, 10 Uhr", "Wo: Bücherei, Neudorf", "Thema: Sprache"),
}


def booklet(path: Path, offers: Mapping[str, Sequence[str]]) -> None:
    """Set a page of a programme booklet: bold names, lines with labels below."""
    path.parent.mkdir(exist_ok=True)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(70, 780, "Programmheft 2026: Angebote im Kreis Musterland")
    y = 730
    for name, lines in offers.items():
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(70, y, name)
        canvas.setFont("Helvetica", 11)
        for number, line in enumerate(lines, 1):
            canvas.drawString(70, y - 4 - 16 * number, line)
        y -= 40 + 16 * len(lines)
    canvas.save()


Publish = Callable[[Mapping[str, Sequence[str]]], KnowledgeBase]


@pytest.fixture
def publish(tmp_path: Path, embedder: Any) -> Publish:
    def publish(offers: Mapping[str, Sequence[str]]) -> KnowledgeBase:
        booklet(tmp_path / "papers" / "programmheft.pdf", offers)
        ingest((tmp_path / "papers",), tmp_path / "index", embedder, ONE)
        return KnowledgeBase.open(tmp_path / "index", embedder)

    return publish


def names(found: tuple[CatalogueEntry, ...]) -> set[str]:
    return {entry.offer.name for entry in found}


def test_offers_of_a_booklet_are_found_by_facets(publish: Publish) -> None:
    base = publish(FIRST)
    assert names(find(base, "", Facets(), TODAY)) == {"Vätertreff", "Sprachcafé"}
    assert names(find(base, "", Facets(town=("neudorf",)), TODAY)) == {"Sprachcafé"}
    (fathers,) = [entry for entry in find(base, "", Facets(), TODAY) if entry.offer.name == "Vätertreff"]
    audience = fathers.offer.audience[0]
    assert names(find(base, "", Facets(audience=(audience,)), TODAY)) == {"Vätertreff"}
    assert names(find(base, "", Facets(audience=("gibt es nicht",)), TODAY)) == set()


def test_every_value_is_quoted_from_its_page(publish: Publish) -> None:
    base = publish(FIRST)
    (entry,) = [entry for entry in find(base, "", Facets(), TODAY) if entry.offer.name == "Vätertreff"]
    shown = as_json(entry, quoting(base))
    assert shown["cost"] == "kostenlos"
    assert shown["contact"]["phone"] == "01234/555-10"
    assert shown["valid_from"] is None or isinstance(shown["valid_from"], str)
    for source in shown["sources"]:
        assert source["document"] == "programmheft.pdf"
        assert source["page"] == 1
        assert source["quote"]
    (cost,) = [source["quote"] for source in shown["sources"] if source["field"] == "cost"]
    assert "kostenlos" in cost


def test_a_text_finds_the_offer_that_it_names_first(publish: Publish) -> None:
    found = find(publish(FIRST), "Sprachcafé", Facets(), TODAY)
    assert found[0].offer.name == "Sprachcafé"


def test_facets_are_counted(publish: Publish) -> None:
    page = browse(publish(FIRST), today=TODAY)
    assert {one.code: one.count for one in page.facets["when"]} == {
        "tue": 1,
        "wed": 1,
        "morning": 1,
        "afternoon": 1,
        "evening": 1,
    }
    assert Count("men", "Männer und Väter", 1, chosen=False) in page.facets["audience"]


def test_offers_follow_their_paper_through_new_versions_and_back(
    publish: Publish, tmp_path: Path, embedder: Any
) -> None:
    publish(FIRST)
    base = publish({"Vätertreff": FIRST["Vätertreff"], "Nähtreff": FIRST["Sprachcafé"]})
    assert names(find(base, "", Facets(), TODAY)) == {"Vätertreff", "Nähtreff"}
    roll_back(tmp_path / "index", embedder, ONE)
    assert names(find(base, "", Facets(), TODAY)) == {"Vätertreff", "Sprachcafé"}


MANY = (
    Offer(
        "Schwimmkurs für Frauen",
        audience=("women",),
        town="Neudorf",
        topic="sport",
        time="28.11.2026, 18 Uhr",
        cost="12 €",
    ),
    Offer(
        "Yoga am Vormittag",
        audience=("women",),
        town="Altstadt",
        topic="sport",
        time="montags 10 Uhr",
        cost="kostenlos",
    ),
    Offer(
        "Vätertreff", audience=("men",), town="Altstadt", time="jeden ersten Samstag im Monat, 10 Uhr", cost="kostenlos"
    ),
    Offer(
        "Schuldnerberatung", description="Hilfe bei Schulden und Konten", topic="counselling", languages=("Türkisch",)
    ),
    Offer("Fest der Kulturen", valid_from=date(2026, 5, 1), valid_to=date(2026, 5, 1), time="1. Mai 2026"),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A knowledge base of one paper, a passage for each of MANY."""
    index = tmp_path_factory.mktemp("many") / "index"
    with publication(index, load_embedder()) as work:
        paper = Document("a" * 16, "a" * 64, "heft.pdf", "Programmheft", "text", "public", 1, date=date(2026, 9, 1))
        passages, offers = [], []
        for at, offer in enumerate(MANY):
            text = ". ".join(filter(None, (offer.name, offer.description, offer.time)))
            passages.append(replace(text_passages(paper, text)[0], ordinal=at))
            offers.append(replace(offer, spans=(("name", (Span(at, 0, len(offer.name)),)),)))
        work.add(None, paper, "recipe", [], [], passages, offers)
        work.publish({})
    return KnowledgeBase.open(index, load_embedder())


def test_a_list_question_gets_all_that_have_what_it_asks(base: KnowledgeBase) -> None:
    for question in (
        "Was gibt es für Frauen?",
        "Kadınlar için neler var?",
        "Які пропозиції є для жінок?",
        "عروض للنساء",
    ):
        listed = listing(base, question, TODAY)
        assert names(listed.entries) == {"Schwimmkurs für Frauen", "Yoga am Vormittag"}
        assert listed.complete
        assert [(told.facet, told.code) for told in listed.told] == [("audience", "women")]


def test_words_that_only_ask_which_there_are_do_not_empty_the_list(base: KnowledgeBase) -> None:
    for question in (
        "ما هي العروض المتوفرة باللغة التركية؟",
        "Hangi tekliflerde Türkçe konuşuluyor?",
        "Які курси турецькою мовою?",
    ):
        listed = listing(base, question, TODAY)
        assert names(listed.entries) == {"Schuldnerberatung"}
        assert listed.complete


def test_whoever_wants_to_help_finds_what_is_for_volunteers_whatever_its_subject(publish: Publish) -> None:
    base = publish(
        {
            "Lesepaten": ("Für wen: Ehrenamtliche", "Thema: Schule", "Wann: montags, 10 Uhr", "Wo: Bücherei, Neudorf"),
            "Schachgruppe": ("Für wen: Jugendliche", "Thema: Sport", "Wann: montags, 16 Uhr", "Wo: Rathaus, Neudorf"),
        }
    )
    assert names(listing(base, "Wo kann ich mich ehrenamtlich engagieren?", TODAY).entries) == {"Lesepaten"}


def test_facets_and_words_of_a_question_hold_together(base: KnowledgeBase) -> None:
    assert names(listing(base, "Kostenlose Angebote in Altstadt", TODAY).entries) == {"Yoga am Vormittag", "Vätertreff"}
    assert names(listing(base, "Was gibt es samstags in Altstadt?", TODAY).entries) == {"Vätertreff"}
    assert names(listing(base, "Yoga oder Schuldnerberatung", TODAY).entries) == {
        "Yoga am Vormittag",
        "Schuldnerberatung",
    }
    assert names(listing(base, "women's swimming", TODAY).entries) == {"Schwimmkurs für Frauen"}
    assert names(listing(base, "Wer hilft bei Schulden?", TODAY).entries) == {"Schuldnerberatung"}
    assert names(listing(base, "Beratung auf Türkisch", TODAY).entries) == {"Schuldnerberatung"}


def test_what_stands_nowhere_is_said_to_be_missing(base: KnowledgeBase) -> None:
    listed = listing(base, "Angebote für Väter in Wuppertal", TODAY)
    assert names(listed.entries) == {"Vätertreff"}
    assert not listed.complete
    assert listed.rest == "wuppertal"
    assert listing(base, "Angebote für Wuppertal", TODAY).entries == ()


def test_what_is_asked_for_must_be_an_offer(base: KnowledgeBase) -> None:
    assert listing(base, "Welche Beratung gibt es bei Schulden?", TODAY).asked
    assert listing(base, "Welche Schwimmkurse gibt es?", TODAY).asked
    assert not listing(base, "Welche Ämter beraten Frauen?", TODAY).asked
    assert not listing(base, "Wie oft findet der Vätertreff statt?", TODAY).asked


def test_what_no_offer_is_leaves_the_list_empty(base: KnowledgeBase) -> None:
    listed = listing(base, "Kostenlose Angebote für Väter in Neudorf", TODAY)
    assert listed.entries == ()
    assert listed.complete


def test_offers_that_are_over_are_listed_only_if_wanted(base: KnowledgeBase) -> None:
    assert "Fest der Kulturen" not in names(browse(base, today=TODAY).entries)
    assert names(listing(base, "Welche Feste gibt es?", TODAY, past=True).entries) == {"Fest der Kulturen"}
    assert names(browse(base, facets=Facets(status=("past",)), today=TODAY).entries) == {"Fest der Kulturen"}


def test_the_next_day_comes_first_and_none_last(base: KnowledgeBase) -> None:
    found = browse(base, today=TODAY, sort="date").entries
    assert [entry.offer.name for entry in found] == [
        "Yoga am Vormittag",  # Monday, 23 November
        "Schwimmkurs für Frauen",  # 28 November
        "Vätertreff",  # the first Saturday of December
        "Schuldnerberatung",
    ]


def test_pages_follow_each_other(base: KnowledgeBase) -> None:
    pages = [browse(base, today=TODAY, offset=at, limit=3) for at in (0, 3)]
    assert [page.total for page in pages] == [4, 4]
    assert [entry.offer.name for page in pages for entry in page.entries] == sorted(
        (offer.name for offer in MANY[:4]), key=str.casefold
    )


def test_a_text_is_read_beside_the_facets_chosen(base: KnowledgeBase) -> None:
    page = browse(base, "kostenlos", Facets(audience=("women",)), today=TODAY)
    assert names(page.entries) == {"Yoga am Vormittag"}
    assert {one.code: one.count for one in page.facets["audience"]} == {"women": 1, "men": 1}


def test_a_slip_in_a_facet_is_told(base: KnowledgeBase) -> None:
    check(base, Facets(town=("Neudorf",)), TODAY)
    with pytest.raises(KnowledgeBaseError, match="Altstadt, Neudorf"):
        check(base, Facets(town=("Neustadt",)), TODAY)


def test_the_catalogue_is_made_once_a_day_and_publication(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    made = entries(base, TODAY)
    monkeypatch.setattr(offer_catalogue, "merge", None)
    assert entries(base, TODAY) is made
    monkeypatch.undo()
    later = entries(base, date(2026, 11, 30))
    assert {entry.offer.name: entry.status for entry in later}["Fest der Kulturen"] == "past"
    assert later is not made


def test_many_threads_get_one_catalogue(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    real = offer_catalogue.merge

    def slow(*arguments: Any) -> Any:
        calls.append(1)
        sleep(0.05)
        return real(*arguments)

    monkeypatch.setattr(offer_catalogue, "merge", slow)
    day = date(2027, 1, 1)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: [entry.offer.name for entry in entries(base, day)], range(16)))
    assert all(one == found[0] for one in found)
    assert len(calls) == 1


def test_what_is_blocked_leaves_the_catalogue_at_once(publish: Publish) -> None:
    base = publish(FIRST)
    (before,) = [entry for entry in entries(base, TODAY) if entry.offer.name == "Vätertreff"]
    assert before.offer.contact.mail == "vaeter@example.org"
    block(base.index, "vaeter@example.org", TODAY)
    (after,) = [entry for entry in entries(base, TODAY) if entry.offer.name == "Vätertreff"]
    assert after.offer.contact.mail is None


def test_a_correction_brings_nothing_back_that_is_blocked(publish: Publish, tmp_path: Path) -> None:
    base = publish(FIRST)
    file = tmp_path / "offers.csv"
    file.write_text(
        "Angebot;Kontakt;Kosten;Anmerkung\nVätertreff;Armin Roemer;3 €;laut Armin Roemer\n", encoding="utf-8"
    )
    base.overrides.path = file
    block(base.index, "Armin Roemer", TODAY)
    (entry,) = [entry for entry in entries(base, TODAY) if entry.offer.name == "Vätertreff"]
    assert entry.offer.cost == "3 €"
    assert "Roemer" not in str(as_json(entry, quoting(base)))


def test_where_the_catalogue_is_kept_ready_nobody_waits_for_a_new_publication(publish: Publish) -> None:
    base = publish(FIRST)
    with offer_catalogue.kept([base]):
        assert names(entries(base, TODAY)) == {"Vätertreff", "Sprachcafé"}
        publish({"Nähtreff": FIRST["Sprachcafé"]}).close()
        assert names(entries(base, TODAY)) == {"Vätertreff", "Sprachcafé"}
        offer_catalogue.made_ready(base, TODAY)
        assert names(entries(base, TODAY)) == {"Nähtreff"}
        block(base.index, "Bücherei", TODAY)
        assert entries(base, TODAY)[0].offer.place is None  # what is blocked goes at once, whoever has to wait
    publish(FIRST).close()
    assert names(entries(base, TODAY)) == {"Vätertreff", "Sprachcafé"}


def test_an_entry_of_the_publication_before_is_not_quoted_from_a_paper_that_has_changed(publish: Publish) -> None:
    base = publish(FIRST)
    before = entries(base, TODAY)
    quoted = as_json(before[0], quoting(base, before))["sources"]
    assert quoted and all(source["quote"] for source in quoted)
    publish({"Nähtreff im Rathaus am Markt": FIRST["Sprachcafé"], **FIRST}).close()
    assert not any(source["quote"] for source in as_json(before[0], quoting(base, before))["sources"])
