"""Papers in several layouts, read from their PDFs: who is responsible, how they are reached, and who is no contact."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.contacts import read_contacts
from ingest.read import read
from kb.contacts import FIELDS, Contact, restored, stored
from kb.model import Document, Passage

STYLES = getSampleStyleSheet()
RULED = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])


def head(text: str) -> Paragraph:
    return Paragraph(text, STYLES["Heading2"])


def lines(*texts: str) -> Paragraph:
    return Paragraph("<br/>".join(texts), STYLES["Normal"])


def table(*rows: Sequence[str], style: TableStyle = RULED, widths: Sequence[float] | None = None) -> Table:
    made = Table([[Paragraph(cell, STYLES["Normal"]) for cell in row] for row in rows], colWidths=widths)
    made.setStyle(style)
    return made


def contacts_of(path: Path, *flow: Flowable) -> tuple[Contact, ...]:
    file = path / "papier.pdf"
    SimpleDocTemplate(str(file), pagesize=A4).build(list(flow))
    passages = tuple(
        Passage(0, "d", "v", draft.ordinal, draft.text, draft.section, draft.pieces, draft.sentences, draft.ocr)
        for draft in read(file).drafts
    )
    found = read_contacts(Document("d", "v", file.name, "Papier", "sonstiges", "public", 1), passages)
    for contact in found:  # every value is printed where its stretches say
        for field in FIELDS:
            held = contact.tasks if field == "tasks" else (getattr(contact, field),)
            quoted = [
                " ".join(passages[span.ordinal].text[span.start : span.end].split()) for span in contact.where(field)
            ]
            assert sorted("".join(one.split()).replace(",", "") for one in held if one) == sorted(
                "".join(one.split()).replace(",", "")
                for one in ([" ".join(quoted)] if len(held) == 1 else quoted)
                if one
            )
    return found


def test_a_block_under_the_title_of_an_office_is_its_contact(tmp_path: Path) -> None:
    (found,) = contacts_of(
        tmp_path,
        head("Sozialamt"),
        lines(
            "Amtsleitung: Dr. Ursula Feldmann", "Kreisallee 3, 09999 Musterstadt", "Telefon: 02999/555-300",
            "E-Mail: sozialamt@kreis.example", "Öffnungszeiten: montags bis freitags 8 bis 12 Uhr",
        ),
    )  # fmt: skip
    assert (found.person, found.role, found.unit) == ("Dr. Ursula Feldmann", "Amtsleitung", "Sozialamt")
    assert (found.phone, found.mail) == ("02999/555-300", "sozialamt@kreis.example")
    assert found.address == "Kreisallee 3, 09999 Musterstadt"
    assert found.hours == "montags bis freitags 8 bis 12 Uhr"


def test_a_row_of_a_staff_table_is_a_contact_and_its_head_is_none(tmp_path: Path) -> None:
    found = contacts_of(
        tmp_path,
        head("Wer ist wofür da?"),
        table(
            ("Name", "Aufgabengebiet", "Telefon"),
            ("Mirjam Vogt", "Sprachmittlung, Dolmetscherpool", "02999/555-133"),
            ("Petra Lindner", "Leitung", "02999/555-120"),
        ),
    )
    assert [(one.person, one.role, one.tasks, one.phone) for one in found] == [
        ("Mirjam Vogt", None, ("Sprachmittlung, Dolmetscherpool",), "02999/555-133"),
        ("Petra Lindner", "Leitung", (), "02999/555-120"),
    ]


def test_bodies_and_what_they_do_are_read_from_a_table_without_people(tmp_path: Path) -> None:
    found = contacts_of(
        tmp_path, table(("Stelle", "Wofür"), ("Gesundheitsamt", "Impfberatung"), ("Schulamt", "Seiteneinstieg"))
    )
    assert [(one.unit, one.tasks) for one in found] == [
        ("Gesundheitsamt", ("Impfberatung",)),
        ("Schulamt", ("Seiteneinstieg",)),
    ]


def test_cards_side_by_side_are_not_mixed(tmp_path: Path) -> None:
    card = "<b>{}</b><br/>{}<br/>{}<br/>Tel.: {}"
    found = contacts_of(
        tmp_path,
        head("Ihre Anlaufstellen"),
        table(
            (
                card.format(
                    "Ausländerbehörde", "Aufenthaltstitel", "Ringstraße 12, 09999 Musterstadt", "02999 555-700"
                ),
                card.format(
                    "Jobcenter Musterland", "Arbeitssuche", "Bahnhofstraße 5, 09995 Erlenbrück", "02995 555-800"
                ),
            ),
            style=TableStyle([]),
            widths=(230, 230),
        ),
    )
    assert [(one.unit, one.tasks, one.address, one.phone) for one in found] == [
        ("Ausländerbehörde", ("Aufenthaltstitel",), "Ringstraße 12, 09999 Musterstadt", "02999 555-700"),
        ("Jobcenter Musterland", ("Arbeitssuche",), "Bahnhofstraße 5, 09995 Erlenbrück", "02995 555-800"),
    ]


def test_the_people_of_the_head_of_a_council_paper_have_its_office(tmp_path: Path) -> None:
    found = contacts_of(
        tmp_path,
        lines("Fachbereich: Sozialamt", "Bearbeiter/in: Schaps, Valerie; Hecker, Sandra", "Datum: 19.10.2021"),
    )
    assert [(one.person, one.role, one.unit) for one in found] == [
        ("Schaps, Valerie", "Bearbeiter/in", "Sozialamt"),
        ("Hecker, Sandra", "Bearbeiter/in", "Sozialamt"),
    ]


@pytest.mark.parametrize(
    ("sentence", "person", "role", "unit", "tasks"),
    [
        ("Leiterin des Jugendamtes ist seit Mai Frau Petra Lindner.", "Frau Petra Lindner", "Leiterin", "Jugendamtes", ()),
        ("Für das Bildungspaket ist Frau Roth weiter zuständig, wie bisher.", None, None, None, ()),
        ("Für das Bildungspaket ist Frau Roth zuständig.", "Frau Roth", None, None, ("Bildungspaket",)),
        ("Die Geschäftsstelle des Beirates leitet Herr Yilmaz.", "Herr Yilmaz", None, "Geschäftsstelle des Beirates", ()),
        ("Den Ausländern hilft Mohammed Assila, der interkulturelle Berater des Sozialamtes.", "Mohammed Assila", "interkulturelle Berater", "Sozialamtes", ()),
        ("Herr Rosner, Referent für Jugend, Familie und Soziales, berichtet zur Lage.", "Herr Rosner", "Referent", None, ("Jugend, Familie und Soziales",)),
        ("Die Koordination der Sprachkurse liegt bei Herrn Marek Dudek.", "Herrn Marek Dudek", "Koordination", None, ("Sprachkurse",)),
        ("Frau Seifert erläutert, dass die Planung mit dem Amt für Mobilität erfolgt.", None, None, None, ()),
    ],
)  # fmt: skip
def test_running_text_says_who_is_what(
    tmp_path: Path, sentence: str, person: str | None, role: str | None, unit: str | None, tasks: tuple[str, ...]
) -> None:
    found = contacts_of(tmp_path, lines(sentence))
    assert [(one.person, one.role, one.unit, one.tasks) for one in found] == (
        [(person, role, unit, tasks)] if person else []
    )


def test_a_body_that_remains_responsible_is_read_with_its_task(tmp_path: Path) -> None:
    (found,) = contacts_of(tmp_path, lines("Für Projekte der Gesundheit bleibt das Gesundheitsamt zuständig."))
    assert (found.unit, found.tasks) == ("Gesundheitsamt", ("Projekte der Gesundheit",))


def test_a_number_in_a_sentence_after_a_signature_is_not_the_signers(tmp_path: Path) -> None:
    found = contacts_of(
        tmp_path,
        head("Stadtteilbeirat Büchenbach"),
        lines("Ich darf Sie zu dieser Sitzung einladen, in der wir über den Rudeltplatz und die Anträge beraten. " * 3),
        lines("gez. Günter Winkelmann Vorsitzender Stadtteilbeirat Büchenbach"),
        lines("Bitte melden Sie sich telefonisch (09131/86-1984) oder per Mail (y.m@stadt.example) an."),
    )
    signed = next(one for one in found if one.person)
    assert (signed.role, signed.phone, signed.mail) == ("Vorsitzender", None, None)
    assert [one.phone for one in found if not one.person] == ["09131/86-1984"]


def test_members_imprint_helpers_and_fax_numbers_are_no_contacts(tmp_path: Path) -> None:
    found = contacts_of(
        tmp_path,
        lines("Mitglieder: Stefan Els, Matthias Golsch, Florian Hacker"),
        lines("Redaktion: Miriam Ahrens. Gestaltung: Jan Blau."),
        lines("Telefax: 02999/555-301"),
    )
    assert found == ()


def test_a_contact_comes_back_from_its_values_as_it_went(tmp_path: Path) -> None:
    (found,) = contacts_of(
        tmp_path, head("Sprachmittlung"), lines("Ansprechpartnerin: Dilek Arslan", "Tel. 02999/555-133")
    )
    assert restored(stored(found)) == found
    assert found.tasks == ("Sprachmittlung",)
