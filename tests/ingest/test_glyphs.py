import pytest

from ingest.glyphs import face, spelled


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("\uf0b7", "abcdef+symbolmt", "•"),
        ("\uf0a7", "wingdings-regular", "▪"),
        ("\uf09f", "wingdings", "•"),
        ("Ÿ", "wingdings", "•"),  # the same byte, read as a letter
        ("\uf0a8", "wingdings", "☐"),
        ("\uf0fe", "wingdings", "☑"),
        ("n", "itczapfdingbats", "■"),
        ("\uf046", "wingdings-regular", "→"),
        ("\uf077", "wingdings3", "→"),
        ("\uf053P", "symbolmt", "ΣP"),
        ("\uf0b3", "symbol", "≥"),
        ("\uf0b7", "f4", "•"),  # a subset without a telling name
        ("\x01", "wingdings", "•"),
        ("ﬁnden", "arial", "finden"),
        ("(Re\u2011)Konstruktion", "arial", "(Re-)Konstruktion"),
        ("n", "arial", "n"),
    ],
)
def test_glyphs_are_written_as_what_they_show(text: str, font: str, expected: str) -> None:
    assert spelled(text, font, opens_line=False) == expected


def test_an_unknown_glyph_of_a_symbol_font_is_a_list_mark_only_where_it_opens_a_line() -> None:
    assert spelled("\uf043", "wingdings", opens_line=True) == "•"
    assert spelled("\uf043", "wingdings", opens_line=False) == ""
    assert spelled("\x01", "ttcdo00", opens_line=True) == "•"
    assert spelled("\x01", "ttcdo00", opens_line=False) == ""


def test_words_of_a_text_font_without_a_map_are_left_as_they_are() -> None:
    assert spelled("\uf041\uf042\uf043", "abcdef+frutiger", opens_line=True) == "\uf041\uf042\uf043"
    assert spelled("\ue041\ue042", "abcdef+frutiger", opens_line=True) == "\ue041\ue042"


def test_symbol_fonts_are_known_by_name() -> None:
    assert [face(name) for name in ("abcdef+wingdings2", "zapfdingbats", "symbolmt", "symbola-text", "arial")] == [
        "dings",
        "dings",
        "symbol",
        "symbol",
        "",
    ]
