from datetime import date
from typing import Any

import pytest

from ingest.moments import day


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2014-04-04", date(2014, 4, 4)),
        ("2014-04-04T10:00:00+02:00", date(2014, 4, 4)),
        ("2014-04-03T22:30:00Z", date(2014, 4, 4)),
        ("2014-04-04T00:00:00", date(2014, 4, 4)),
        ("2014-04-04T00:00:00.1234567+02:00", date(2014, 4, 4)),
        ("2014-04-04 00:00:00", date(2014, 4, 4)),
        ("04.04.2014", date(2014, 4, 4)),
        ("0001-01-01T00:00:00", None),
        ("31.02.2014", None),
        ("9999-12-31T23:59:59Z", None),
        ("demnächst", None),
        ("", None),
        (None, None),
        (20140404, None),
    ],
)
def test_days_are_read_in_all_the_ways_they_are_written(value: Any, expected: date | None) -> None:
    assert day(value) == expected
