"""Blocked persons, numbers and addresses: found however they are written, and nobody else with them."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from kb.blocks import Block, block, blocks, path_of, unblock
from kb.contacts import Contact
from kb.errors import KnowledgeBaseError
from kb.guard import Guard, guard
from kb.model import Box, Document, Passage, Piece, Sentence
from kb.offers import NOBODY, Offer, Span
from kb.offers import Contact as OfferContact

TODAY = date(2026, 11, 21)


def guarding(*values: str) -> Guard:
    kinds = {"@": "mail", "0": "phone"}
    held = [
        Block(next((kind for sign, kind in kinds.items() if sign in value), "name"), value, TODAY) for value in values
    ]  # type: ignore[arg-type]
    return Guard(tuple(held))


def passage(*lines: str) -> Passage:
    text = "\n".join(lines)
    sentences, pieces, at = [], [], 0
    for line in lines:
        sentences.append(Sentence(at, at + len(line), "text"))
        pieces.append(Piece(at, at + len(line), 1, Box(0, 0, 1, 1)))
        at += len(line) + 1
    return Passage(1, "d", "v", 0, text, (), tuple(pieces), tuple(sentences))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Leitung: Armin Römer", True),
        ("Roemer, Armin", True),
        ("Frau und Herr Römer laden ein.", True),
        ("Dr. A. Römer", True),
        ("zuständig ist Römer", True),
        ("armin.roemer@kreis.example", True),
        ("Römers Büro", True),
        ("Thomas Römer ist ein anderer.", False),
        ("Römer, Thomas", False),
        ("Die Römerstraße 3", False),
        ("thomas.roemer@kreis.example", False),
    ],
)
def test_a_name_is_found_in_every_spelling_and_its_bearer_only(text: str, *, held: bool) -> None:
    assert guarding("Armin Römer").holds(text) is held


def test_a_family_name_that_is_a_word_needs_a_title_or_given_name() -> None:
    one = guarding("Eva Koch")
    assert one.holds("Frau Koch") and one.holds("Eva Koch") and one.holds("Koch, Eva")
    assert not one.holds("Der Koch bereitet das Essen.")


@pytest.mark.parametrize("spelling", ["02104 992175", "02104/99-2175", "+49 2104 992175", "+49 (0)2104 992175"])
def test_a_number_is_found_however_it_is_printed(spelling: str) -> None:
    assert guarding("02104 992175").holds(f"Tel. {spelling}, Zimmer 3")
    assert not guarding("02104 992175").holds("Tel. 02104 992176")


def test_sentences_with_a_blocked_name_leave_a_passage_and_all_offsets_stay() -> None:
    before = passage("Das KIZ berät.", "Leitung: Armin Römer", "Es liegt in Mettmann.")
    after = guarding("Armin Römer").passage(before)
    assert "Römer" not in after.text
    assert len(after.text) == len(before.text)
    assert [after.text[one.start : one.end] for one in after.sentences] == ["Das KIZ berät.", "Es liegt in Mettmann."]
    assert guarding("Eva Koch").passage(before) is before


def test_the_numbers_of_a_blocked_person_go_with_them_but_not_those_of_others_too() -> None:
    own = Contact("Armin Römer", phone="02104 992175")
    shared = Contact("Armin Römer", phone="02104 990"), Contact("Ute Feld", phone="02104 990")
    made = guard((Block("name", "Armin Römer", TODAY),), [own, *shared])
    assert not made.lets(Contact(unit="KIZ", phone="02104/992175"))
    assert made.lets(Contact(unit="KIZ", phone="02104 990"))
    assert made.holds("Telefon 02104 992175")


def test_an_offer_keeps_all_but_the_blocked_contact() -> None:
    spans = (("name", (Span(0, 0, 3),)), ("contact", (Span(0, 4, 9),)))
    offer = Offer("Sprachcafé", cost="frei", contact=OfferContact("Armin Römer", "1"), spans=spans)  # type: ignore[arg-type]
    left = guarding("Armin Römer").offer(offer)
    assert left is not None
    assert (left.contact, left.cost, left.where("contact")) == (NOBODY, "frei", ())


def test_of_several_authors_the_blocked_one_is_left_out() -> None:
    document = Document("d", "v", "d.pdf", "d", "vorlage", "public", 1, author="Schaps, Valerie; Hecker, Sandra")
    assert guarding("Sandra Hecker").document(document).author == "Schaps, Valerie"


def test_a_block_is_kept_beside_the_index_for_its_owner_alone_and_taken_back(tmp_path: Path) -> None:
    index = tmp_path / "index"
    block(index, "Armin  Römer", TODAY, "Widerspruch")
    block(index, "roemer@kreis.example", TODAY)
    assert path_of(index).parent == index.parent
    assert stat.S_IMODE(path_of(index).stat().st_mode) == 0o600
    assert [(one.kind, one.value, one.reason) for one in blocks(index)] == [
        ("name", "Armin Römer", "Widerspruch"),
        ("mail", "roemer@kreis.example", None),
    ]
    block(index, "Römer, Armin", TODAY, "anderer Grund")  # the same person: one block
    assert len(blocks(index)) == 2
    assert unblock(index, "armin römer", TODAY)
    assert not unblock(index, "armin römer", TODAY)
    assert [one.kind for one in blocks(index)] == ["mail"]


def test_a_damaged_list_is_an_error_and_shows_nobody(tmp_path: Path) -> None:
    path_of(tmp_path / "index").write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError):
        blocks(tmp_path / "index")
