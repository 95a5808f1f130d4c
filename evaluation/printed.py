"""How names, nouns, dates, amounts and numbers are printed: expressions by which benches find them."""

from __future__ import annotations

import re

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
TITLED = re.compile(r"\b(Herrn?|Frau|Dr\.)\s+([A-ZÄÖÜ][a-zäöüß]+)")
NOUN = re.compile(r"(?<=[a-zäöüß,] )[A-ZÄÖÜ][a-zäöüß]{4,}\b")
VERB = re.compile(r"\b[a-zäöüß]{3,}(?:iert|stellt|führt|legt|hoben|setzt|nommen|richtet|teilt|geben|leitet|fasst)\b")
DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b")
NAMED_DATE = re.compile(rf"\b(\d{{1,2}})\. ({'|'.join(MONTHS)}) ((?:19|20)\d\d)\b")
AMOUNT = re.compile(r"\b(\d{1,3}(?:\.\d{3})*|\d+)(,\d\d)? ?(€|Euro)")
PERCENT = re.compile(r"\b(\d{1,3}(?:,\d+)?) ?(%|Prozent)(?!\w)")
PHONE = re.compile(r"\b0\d{2,4}[ /-]\d[\d -]{3,}\d\b")
COUNT = re.compile(
    r"(?<![\d.,/§:-])(?<!Nr\. )(?<!Abs\. )\b(\d{1,3}|[2-9]\d{3,})\b(?![.,:/%-]\d|\.|%| €| Euro| Prozent)"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![/-])")
