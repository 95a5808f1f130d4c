"""The report on a publication in words: each paper with what it means for offers and contacts."""

from datetime import date, datetime
from typing import Any

from ingest import bulletin_html, bulletin_markdown
from ingest.bulletin import compose
from ingest.bulletin_said import Aside
from ingest.report import Report
from kb.changes import Change, Pair
from kb.model import Box, Document, Passage, Piece
from kb.offer_changes import OfferChanges
from kb.offers import Offer

WHEN = datetime(2026, 3, 1, 9, 0)
RUN = Report(1, 2, 2, 0, 0, (), 0.1)
TITLE = "Wegweiser für Familien"


def paper(**changes: Any) -> Document:
    held = {"id": "d1", "version": "0" * 64, "file": "wegweiser.pdf", "title": TITLE, "kind": "broschuere"}
    return Document(**{**held, "visibility": "public", "pages": 2, **changes})


def passage(text: str, *section: str) -> Passage:
    pieces = (Piece(0, len(text), 1, Box(0, 0, 1, 1)),)
    return Passage(0, "d1", "0" * 64, 0, text, section, pieces, ())


def added(document: Document, *passages: Passage) -> Change:
    return Change("added", None, document, tuple(Pair(None, one) for one in passages))


def test_a_new_papers_title_is_said_once_whatever_it_means_for_offers_and_contacts() -> None:
    document = paper()
    texts = (passage("Telefon 02104 551-10", TITLE), passage("post@kreis.example", TITLE, "Kontakt"))
    offers = tuple((document, Offer(name)) for name in ("Elterncafé", "Lesekreis"))
    told = compose(2, WHEN, [added(document, *texts)], RUN, Aside(OfferChanges(new=offers)))
    page, text = bulletin_html.render(told), bulletin_markdown.render(told)
    for shown in (page, text):
        assert shown.count(TITLE) == 1
        for said in ("Elterncafé", "Lesekreis", "02104 551-10", "post@kreis.example", "Kontakt"):
            assert said in shown


def test_what_other_papers_state_stands_behind_under_their_titles() -> None:
    other = paper(id="d2", title="Sommerheft", file="sommer.pdf")
    over = tuple((other, Offer(name, valid_to=date(2026, 2, 1))) for name in ("Ferienkurs", "Ausflug"))
    told = compose(2, WHEN, [added(paper())], RUN, Aside(OfferChanges(over=over)))
    ((_, (group,)),) = told.lines
    assert (group.of, len(group.lines)) == ("Sommerheft", 2)
    assert bulletin_html.render(told).count("Sommerheft") == bulletin_markdown.render(told).count("Sommerheft") == 1


def test_the_summary_leaves_out_what_did_not_happen() -> None:
    assert compose(2, WHEN, [added(paper())], RUN).summary == ("1 neu",)
    assert compose(3, WHEN, [], RUN).summary == ("An den Inhalten hat sich nichts geändert.",)
