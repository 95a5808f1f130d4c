"""The one place where a program's audiences and topics are turned into the keys of `OFFERS.md`.

Left: what `kiz offers --json` gives (the keys of `kb/wording/offers.de.toml`, or the names shown for them). Right: the
key of the gold lists. What that vocabulary does not hold ("groups outside the table give no value", meeting places have
no topic) is nothing. Words of neither table stay as they are, and count as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

AUDIENCES: Mapping[str, str | None] = {
    "eltern": "parents",
    "men": "fathers",
    "väter": "fathers",
    "männer und väter": "fathers",
    "frauen": "women",
    "kinder": "children",
    "jugendliche": "young_people",
    "jugendliche und junge erwachsene": "young_people",
    "ältere": "older_people",
    "ältere menschen": "older_people",
    "ehrenamtliche": "volunteers",
    "lehrkräfte": "teachers",
    "day_care_staff": "daycare_staff",
    "kita_fachkräfte": "daycare_staff",
    "fachkräfte in kitas": "daycare_staff",
    "vereine und organisationen": "associations",
    "zugewanderte": "newcomers",
    "neuzugewanderte und geflüchtete": "newcomers",
    "verwaltung": "administration",
    **dict.fromkeys(("professionals", "fachkräfte", "employers", "betriebe und gründende", "jobseekers")),
    **dict.fromkeys(("arbeitsuchende", "everyone", "alle", "adults", "erwachsene", "people_with_disabilities")),
    **dict.fromkeys(("menschen mit behinderung",)),
}
TOPICS: Mapping[str, str | None] = {
    "sprache": "language",
    "frühe bildung": "early_education",
    "schule": "school",
    "arbeit und ausbildung": "work",
    "arbeit und beruf": "work",
    "gesundheit": "health",
    "gegen rassismus": "anti_racism",
    "demokratie": "democracy",
    "demokratie und teilhabe": "democracy",
    "ehrenamt": "volunteering",
    "beratung": "counselling",
    **dict.fromkeys(("encounter", "begegnung und kultur", "administration", "interkulturelle öffnung")),
}


def audience_keys(values: Iterable[str]) -> frozenset[str]:
    """Return the audiences under the keys of the gold lists."""
    return frozenset(key for value in values if (key := _key(value, AUDIENCES)) is not None)


def topic_key(value: str | None) -> str | None:
    """Return the topic under the key of the gold lists, or None where they have none for it."""
    return _key(value, TOPICS) if value else None


def _key(value: str, table: Mapping[str, str | None]) -> str | None:
    code = re.sub(r"[\s-]+", "_", value.strip().casefold())
    names = {re.sub(r"[\s-]+", "_", name): key for name, key in table.items()}
    return names.get(code, code)
