"""Telling addresses among paragraphs: their line breaks mean something and are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line

# What has longer lines is prose that names an address.
MOST_WORDS, LONGEST = 7, 60
_REACH = re.compile(
    r"^(?:(?:D-)?\d{5} [A-ZÄÖÜ]|(?:Tel|Fon|Fax|Mobil|Handy|E-?Mail|Mail|Internet|Web|Homepage)\w*\b[.:]*\s*\S|(?:www\.|https?://)\S+$"
    r"|[\w.+-]+@[\w-]+\.\w)",
    re.IGNORECASE,
)


def is_address(block: Sequence[Line]) -> bool:
    """Tell an address by a line with postcode and town or a way to reach somebody, among short lines."""
    if len(block) < 2 or any(len(line.words) > MOST_WORDS or len(line.text) > LONGEST for line in block):
        return False
    if any(line.text[-1] in "-,;" and line.text[-2:-1].isalpha() for line in block[:-1]):
        return False
    reach = [bool(_REACH.match(line.text)) for line in block]
    return any(reach) and not any(
        line.text[0].islower() and not reached for line, reached in zip(block, reach, strict=True)
    )
