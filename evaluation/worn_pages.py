"""Pages as worn copies of themselves: askew, turned, noisy, specked, pale, coarse; the same each time."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from ingest.render import page_png, page_size

DPI = 300


def _skewed(degrees: float) -> Callable[[Image.Image], Image.Image]:
    return lambda image: image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)


def _turned(degrees: int) -> Callable[[Image.Image], Image.Image]:
    return lambda image: image.rotate(-degrees, expand=True)


def _noisy(image: Image.Image) -> Image.Image:
    grain = np.random.default_rng(7).normal(0, 40, (image.height, image.width))
    return Image.fromarray(np.clip(np.asarray(image, dtype=float) + grain, 0, 255).astype(np.uint8))


def _specked(image: Image.Image) -> Image.Image:
    """Strew black specks of one to three pixels, about 600 a page."""
    generator = np.random.default_rng(7)
    specks = np.full((image.height, image.width), 255, dtype=np.uint8)
    specks[generator.integers(0, image.height, 600), generator.integers(0, image.width, 600)] = 0
    return ImageChops.darker(image, Image.fromarray(specks).filter(ImageFilter.MinFilter(3)))


def _pale(image: Image.Image) -> Image.Image:
    """Grey print on grey paper, darker to the right."""
    shade = np.linspace(0, 60, image.width)[None, :]
    return Image.fromarray((170 + np.asarray(image, dtype=float) * 70 / 255 - shade).astype(np.uint8))


def _coarse(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR)


WORN: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it is": lambda image: image,
    "askew 0.5": _skewed(0.5),
    "askew 1": _skewed(1),
    "askew -1": _skewed(-1),
    "askew 3": _skewed(3),
    "askew -3": _skewed(-3),
    "turned 90": _turned(90),
    "turned 180": _turned(180),
    "turned 270, askew 2": lambda image: _turned(270)(_skewed(2)(image)),
    "noise": _noisy,
    "specks": _specked,
    "pale": _pale,
    "150 dpi": _coarse,
}


def worn(path: Path, number: int, kind: str, target: Path) -> Path:
    """Write the page, worn so, as the only page of a new PDF and return its path."""
    image = Image.open(io.BytesIO(page_png(path, number, round(page_size(path, number)[0] / 72 * DPI)))).convert("L")
    copy = WORN[kind](image)
    copy.save(target, "PDF", resolution=DPI * (copy.width * copy.height / (image.width * image.height)) ** 0.5)
    return target
