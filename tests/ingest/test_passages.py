import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.passages import FULL, LIMIT, Draft, cut
from kb.model import Block, BlockKind, Box, Page, Piece


def block(text: str, kind: BlockKind = "text", page: int = 1, level: int = 0) -> Block:
    pieces, at = [], 0
    for number, word in enumerate(text.split()):
        at = text.index(word, at)
        pieces.append(Piece(at, at + len(word), page, Box(number, 0, number + 1, 1)))
        at += len(word)
    return Block(kind, text, tuple(pieces), level)


def head(text: str, level: int = 1, page: int = 1) -> Block:
    return block(text, "heading", page, level)


def page(*blocks: Block, number: int = 1, ocr: bool = False) -> Page:
    return Page(number, 600, 800, "\n".join(block.text for block in blocks), blocks, ocr)


def prose(words: int, start: str = "Satz") -> str:
    return " ".join(f"{start} {number} hat genau sechs Worte." for number in range(words // 6))


def quotes(draft: Draft) -> list[str]:
    return [draft.text[start:end] for start, end, _ in draft.sentences]


def test_a_passage_opens_with_its_heading_and_names_it() -> None:
    (draft,) = cut([page(head("Sprache"), block("Es gibt Kurse. Sie sind frei."))])
    assert draft.text == "Sprache\nEs gibt Kurse. Sie sind frei."
    assert draft.section == ("Sprache",)
    assert quotes(draft) == ["Sprache", "Es gibt Kurse.", "Sie sind frei."]
    assert [kind for _, _, kind in draft.sentences] == ["heading", "text", "text"]


def test_the_section_is_the_path_of_headings() -> None:
    drafts = cut(
        [
            page(
                head("Konzept"),
                block(prose(60)),
                head("Ziele", 2),
                block(prose(60)),
                head("Anhang"),
                block(prose(60)),
            )
        ]
    )
    assert [draft.section for draft in drafts] == [("Konzept",), ("Konzept", "Ziele"), ("Anhang",)]


def test_headings_on_end_open_one_passage() -> None:
    (draft,) = cut([page(head("Konzept"), head("Ziele", 2), block("Alle lernen Deutsch."))])
    assert draft.text == "Konzept\nZiele\nAlle lernen Deutsch."
    assert draft.section == ("Konzept", "Ziele")


def test_paragraphs_are_gathered_to_a_passage_and_no_further() -> None:
    drafts = cut([page(*(block(prose(60)) for _ in range(5)))])
    assert [len(draft.text.split()) for draft in drafts] == [120, 120, 60]


def test_a_long_paragraph_is_cut_at_sentences_into_like_parts() -> None:
    drafts = cut([page(block(prose(480)))])
    assert all(draft.text.endswith(".") for draft in drafts)
    assert max(len(draft.text.split()) for draft in drafts) - min(len(draft.text.split()) for draft in drafts) <= 12
    assert " ".join(draft.text for draft in drafts) == prose(480)


def test_a_sentence_without_an_end_is_cut_all_the_same() -> None:
    drafts = cut([page(block(" ".join(["Wort"] * 1000)))])
    assert max(len(draft.text.split()) for draft in drafts) <= LIMIT


def test_a_paragraph_over_a_page_end_is_whole_and_has_both_pages_boxes() -> None:
    (draft,) = cut([page(block("Der Kreis berät alle")), page(block("neuen Familien gern.", page=2), number=2)])
    assert draft.text == "Der Kreis berät alle neuen Familien gern."
    assert {piece.page for piece in draft.pieces} == {1, 2}
    assert quotes(draft) == [draft.text]


def test_footnotes_do_not_part_a_paragraph_that_goes_on() -> None:
    (draft,) = cut(
        [
            page(block("Der Kreis berät alle"), block("1 Vgl. Vorlage.", "note")),
            page(block("neuen Familien gern.", page=2), number=2),
        ]
    )
    assert draft.text == "Der Kreis berät alle neuen Familien gern.\n1 Vgl. Vorlage."


def test_a_finished_paragraph_is_not_joined_with_the_next_page() -> None:
    (draft,) = cut([page(block("Der Kreis berät.")), page(block("Die Stadt hilft.", page=2), number=2)])
    assert draft.text == "Der Kreis berät.\nDie Stadt hilft."


def test_items_and_rows_are_quoted_whole() -> None:
    (draft,) = cut([page(block("• Beratung. Auch abends.", "item"), block("Auswirkung\t☒ nein", "row"))])
    assert quotes(draft) == ["• Beratung. Auch abends.", "Auswirkung\t☒ nein"]


def test_a_row_ends_the_reign_of_a_cells_label() -> None:
    drafts = cut(
        [
            page(
                head("Steckbrief"),
                head("Aufgaben", 6),
                block(prose(30), "item"),
                block("Leitung\tHerr Römer", "row"),
            )
        ]
    )
    assert [draft.section for draft in drafts] == [("Steckbrief", "Aufgaben"), ("Steckbrief",)]


def test_tiny_sections_join_only_under_the_same_parent() -> None:
    same = cut([page(head("A"), head("A1", 2), block("Kurz."), head("A2", 2), block("Auch kurz."))])
    other = cut([page(head("A"), block("Kurz."), head("B", 1), head("B1", 2), block("Auch kurz."))])
    assert [draft.section for draft in same] == [("A",)]
    assert [draft.section for draft in other] == [("A",), ("B", "B1")]


def test_a_passage_that_came_from_a_scan_says_so() -> None:
    first, second = cut([page(block(prose(FULL)), ocr=True), page(block(prose(FULL), page=2), number=2)])
    assert (first.ocr, second.ocr) == (True, False)


def test_no_pages_make_no_passages() -> None:
    assert cut([]) == () == cut([page()])


WORDS = st.lists(
    st.sampled_from(["Haus.", "und", "Kreis", "z. B.", "Tel.", "a\tb", "geht!", "alle"]),
    min_size=1,
    max_size=300,
)
KINDS = st.sampled_from(["heading", "text", "text", "text", "item", "row", "note"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(KINDS, WORDS, st.integers(1, 6)), max_size=5), max_size=4))
def test_all_words_are_in_order_in_passages_with_matching_pieces(given_pages: list) -> None:
    pages = [
        page(
            *(block(" ".join(words), kind, number, level if kind == "heading" else 0) for kind, words, level in blocks),
            number=number,
        )
        for number, blocks in enumerate(given_pages, 1)
    ]
    drafts = cut(pages)
    assert [draft.ordinal for draft in drafts] == list(range(len(drafts)))
    for draft in drafts:
        end = 0
        for piece in draft.pieces:
            assert end <= piece.start < piece.end <= len(draft.text)
            assert not draft.text[end : piece.start].strip()
            end = piece.end
        quoted = "".join("".join(draft.text[s.start : s.end].split()) for s in draft.sentences)
        assert quoted == "".join(draft.text.split())
        if not any(s.kind == "heading" for s in draft.sentences):
            assert len(draft.text.split()) <= LIMIT
    before = sorted(word for sheet in pages for block in sheet.blocks for word in block.text.split())
    assert sorted(word for draft in drafts for word in draft.text.split()) == before


def table(rows: int, start: int = 0) -> list[Block]:
    return [block(f"Weg {n}\tNord\t{n},10 Euro", "row") for n in range(start, start + rows)]


HEADS = [block("Straße\tOrtsteil\tGebühr", "row", level=1)]


def test_every_passage_of_a_long_table_knows_the_head() -> None:
    found = cut([page(head("Anlage"), *HEADS, *table(60)), page(*table(30, 60), number=2)])
    assert len(found) > 2
    assert found[0].section == ("Anlage",)
    assert all(draft.section == ("Anlage", "Straße · Ortsteil · Gebühr") for draft in found[1:])
    assert not any("Straße" in draft.text for draft in found[1:])


def test_a_tables_head_ends_with_the_table() -> None:
    found = cut([page(*HEADS, *table(3), block(prose(200)), *table(60))])
    assert all(draft.section == () for draft in found)


def test_a_head_that_is_printed_again_is_not_said_twice() -> None:
    found = cut([page(*HEADS, *table(24)), page(*HEADS, *table(30, 24), number=2)])
    for draft in found:
        assert draft.text.count("Straße") + len(draft.section) == 1 or draft.text.startswith("Straße")


def test_a_draft_travels_between_processes_as_it_is() -> None:
    for draft in cut([page(head("Sprache"), block(prose(300))), page(block("Ende.", page=2), number=2, ocr=True)]):
        again = pickle.loads(pickle.dumps(draft))
        assert again == draft
        assert (type(again.pieces[0]), type(again.pieces[0].box)) == (Piece, Box)
