import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from ingest.scan import columns, levelled, opened, prepared, skew

SIZE = (1654, 2339)
DPI = 200


def text(rows: int = 60, left: int = 150, right: int = 1500, ground: int = 255) -> Image.Image:
    """Draw rows of blots as wide as words."""
    image = Image.new("L", SIZE, ground)
    draw = ImageDraw.Draw(image)
    widths = np.random.default_rng(3).integers(20, 110, 5000)
    number = 0
    for row in range(rows):
        x = left
        while x + widths[number] < right:
            y = 150 + 34 * row
            draw.rectangle((x, y, x + int(widths[number]), y + 13), fill=20)
            x += int(widths[number]) + 12
            number += 1
    return image


@pytest.mark.parametrize("degrees", [-4.0, -1.0, 0.0, 0.6, 2.0])
def test_the_skew_of_lines_of_text_is_measured(degrees: float) -> None:
    image = text().rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew(image, DPI) == (pytest.approx(degrees, abs=0.1), False)


def test_the_skew_of_a_page_on_its_side_is_measured() -> None:
    image = text().rotate(-2, Image.Resampling.BICUBIC, fillcolor=255).transpose(Image.Transpose.ROTATE_90)
    assert skew(image, DPI) == (pytest.approx(2, abs=0.1), True)


def test_a_photograph_and_an_empty_page_have_no_skew() -> None:
    noise = Image.fromarray(np.random.default_rng(3).integers(0, 255, SIZE[::-1], dtype=np.uint8))
    cloudy = ImageOps.autocontrast(noise.filter(ImageFilter.GaussianBlur(9)))
    assert prepared(cloudy, DPI).skew == 0
    assert not prepared(cloudy, DPI).sideways
    assert skew(Image.new("L", SIZE, 255), DPI) == (0.0, False)


def test_a_straight_page_is_not_turned() -> None:
    scan = prepared(text(), DPI)
    assert (scan.skew, scan.image.size) == (0.0, SIZE)


def test_grey_paper_becomes_white_and_print_stays_dark() -> None:
    pixels = np.asarray(levelled(text(ground=170)))
    assert pixels[pixels > 128].min() >= 250
    assert (pixels < 60).any()


def test_ruling_lines_are_taken_out_and_told_and_letters_across_them_stay() -> None:
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    draw.line((200, 500, 1400, 504), fill=0, width=3)
    draw.line((200, 500, 200, 900), fill=0, width=3)
    draw.rectangle((700, 480, 705, 525), fill=0)
    scan = prepared(image, DPI)
    pixels = np.asarray(scan.image)
    assert (pixels[490:515, 220:690] == 255).all()
    assert (pixels[600:880, 190:210] == 255).all()
    assert (pixels[482:524, 702] < 100).all()
    across = [line for line in scan.lines if line[2] - line[0] > line[3] - line[1]]
    (down,) = [line for line in scan.lines if line not in across]
    assert (min(line[0] for line in across), max(line[2] for line in across)) == pytest.approx((200, 1400), abs=6)
    assert down == pytest.approx((200, 500, 202, 900), abs=8)


def test_letters_and_pictures_are_no_ruling_lines() -> None:
    image = text()
    ImageDraw.Draw(image).rectangle((300, 1000, 1200, 1500), fill=40)
    scan = prepared(image, DPI)
    assert scan.lines == ()
    assert np.asarray(scan.image)[1250, 700] < 60


def test_runs_of_at_least_a_length_are_kept() -> None:
    row = np.array([[1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1]], dtype=bool)
    assert opened(row, 3).tolist() == [[False, False, False, True, True, True, False, True, True, True, True]]
    assert not opened(row, 12).any()


def test_a_gutter_between_columns_of_text_is_seen() -> None:
    both = text(right=800)
    both.paste(text(left=0, right=650).crop((0, 0, 700, SIZE[1])), (860, 7))
    assert columns(both, DPI)
    assert not columns(text(), DPI)


def test_a_column_of_amounts_is_none_of_text() -> None:
    image = text(right=900)
    draw = ImageDraw.Draw(image)
    for row in range(60):
        draw.rectangle((1300, 150 + 34 * row, 1390, 163 + 34 * row), fill=20)
    assert not columns(image, DPI)
