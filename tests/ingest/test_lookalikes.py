import pytest

from ingest.headings import marked
from ingest.lines import line_of
from ingest.paragraphs import Rough
from ingest.pdf import Word
from kb.model import BlockKind, Box

BODY = "Die Verwaltung berichtet dem Ausschuss jedes Jahr über den Stand der Arbeit in allen Bereichen."


def block(text: str, *, bold: bool = False, size: float = 10, kind: BlockKind = "text", y: float = 100) -> Rough:
    x = 50.0
    words = []
    for word in text.split():
        words.append(Word(word, Box(x, y, x + 5 * len(word), y + size), size, bold))
        x += 5 * len(word) + 3
    return Rough(kind, ((line_of(words),),), 1)


def headings(*blocks: Rough) -> list[str]:
    done = marked(blocks, 10, bold=True)
    return [" ".join(line.text for line in one.lines) for one in done if one.kind == "heading"]


@pytest.mark.parametrize(
    "text",
    [
        "www.erlangen.example.de",
        "10117 Berlin",
        "Rathausplatz 1, 91052 Erlangen",
        "Telefon: 030 13001-0",
        "Linsengericht, den 27. September 1999",
        "Abb. 4",
        "Abbildung 9 (Dienstbluse Langarm):",
        "Markieren und Sichern durch die Feuerwehr.",
        "Jede Verschleppung ist zu verhindern!",
        "stellen oder eine Person, die übersetzen kann, sucht.",
    ],
)
def test_bold_type_alone_makes_no_heading_of_it(text: str) -> None:
    assert headings(block(BODY), block(text, bold=True), block(BODY)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Das Handwerk.",
        "Gründung des Vereins Hilfe für alle e. V.",
        "Der Ruf „Alle sofort zurück!“",
        "Vom 18. März 2016",
        "Internet am Arbeitsplatz",
        "Mobil bleiben im Alter",
        "Die Schülerinnen und Schüler können",
        "Was passiert nach der Ausbildung?",
    ],
)
def test_these_stay_headings(text: str) -> None:
    assert headings(block(BODY), block(text, bold=True), block(BODY)) == [text]


def test_a_sentence_in_larger_type_stays_a_heading_unless_it_is_long() -> None:
    short = "Die Vorlage der Verwaltung wird zur Kenntnis genommen."
    long = "Eine verstärkte soziale Arbeit in den Wohnvierteln ist gerade jetzt an vielen Orten notwendig!"
    assert headings(block(short, size=14), block(BODY), block(long, size=14), block(BODY)) == [short]


def test_a_numbered_thesis_heads_what_explains_it() -> None:
    thesis = "1) Die Haupttrasse sollte auf dem Ring geführt werden."
    assert headings(block(thesis, bold=True), block("▪ Das spart Zeit.", kind="item")) == [thesis]
    assert headings(block(thesis, bold=True), block("2) Hier wird die Schleife nicht gebaut.", bold=True)) == []


def test_the_last_item_of_a_list_is_an_item() -> None:
    items = [block(f"{n}. Punkt", kind="item") for n in (1, 2)]
    assert headings(*items, block("3. Klimabudget", kind="item"), block(BODY)) == []
    assert headings(block(BODY), block("3. Klimabudget", kind="item"), block(BODY)) == ["3. Klimabudget"]


@pytest.mark.parametrize("text", ["Ich rufe auf:", "Dann kommen wir zu:", "Zu beachten ist weiter:"])
def test_what_leads_over_is_no_label(text: str) -> None:
    assert headings(block(text), block(BODY)) == []


def test_many_lines_of_one_type_on_end_are_a_list() -> None:
    labels = ["Einheit", "Auftrag", "Mittel", "Ziel", "Weg", "Wasserentnahme"]
    assert headings(*(block(label, bold=True) for label in labels), block(BODY)) == []
    assert len(headings(*(block(label, bold=True) for label in labels[:4]), block(BODY))) == 4


def test_numbered_items_called_up_on_end_stay_headings() -> None:
    agenda = [f"4.{n} Anfrage der Fraktion" for n in range(1, 8)]
    assert headings(*(block(text, bold=True) for text in agenda)) == agenda


def test_contents_without_page_numbers_are_no_headings() -> None:
    titles = [f"{n}.1 Allgemeines" for n in range(1, 8)]
    found = headings(block("Inhalt", bold=True), *(block(text) for text in titles), block(BODY))
    assert found == ["Inhalt"]


def test_entries_with_rising_page_numbers_are_contents() -> None:
    entries = [("Bildung", 9), ("Umwelt", 27), ("Gesundheit", 33), ("Europa", 41)]
    page = [block(f"{title} {number}", bold=True, y=100 + number) for title, number in entries]
    assert headings(block("Inhalt", bold=True), *page) == ["Inhalt"]


def test_numbered_articles_are_no_contents() -> None:
    articles = [f"Artikel {n}" for n in range(1, 6)]
    assert headings(*(one for text in articles for one in (block(text, bold=True), block("Wortlaut.")))) == articles


def test_who_signed_heads_nothing() -> None:
    signed = [block("STADT ERLANGEN", bold=True), block("gez. Günter Winkelmann")]
    assert headings(block(BODY), *signed) == []
    dated = [block("Linsengericht, 07.10.1999"), block("Der Vorstand der Gemeinde", bold=True)]
    after = [block("Ratzka Bürgermeister", bold=True), block("Bescheinigung", bold=True), block(BODY)]
    assert headings(block(BODY), *dated, *after) == ["Bescheinigung"]


def test_the_subject_of_a_letter_stands_under_place_and_date() -> None:
    letter = [block("Erlangen, den 23.11.2022"), block("Antrag: Sportflächen", bold=True), block("Sehr geehrte,")]
    assert headings(*letter, block(BODY)) == ["Antrag: Sportflächen"]


def test_a_bold_end_of_a_sentence_is_text() -> None:
    above = block("Außerdem wollen wir die", y=100)
    assert headings(above, block("Rechte der Kinder stärken", bold=True, y=112)) == []
    assert headings(above, block("Rechte der Kinder stärken", bold=True, y=140)) == ["Rechte der Kinder stärken"]
