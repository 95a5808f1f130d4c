import pytest

from ingest.styles import bold_cut


@pytest.mark.parametrize(
    ("name", "weight"),
    [
        ("arial,bold", 400),
        ("corposextbolita", 752),
        ("helveticaneueltpro-bd", 700),
        ("spdthesans-extrabold", 540),
        ("sohne-kraftig", 500),
        ("dgumeta-medium", 500),
        ("arial", 700),
    ],
)
def test_bold_cuts_are_known_by_name_or_round_weight(name: str, weight: int) -> None:
    assert bold_cut(name, weight)


@pytest.mark.parametrize(
    ("name", "weight"),
    [
        ("spdthesans-regular", 500),
        ("calibrilight", 650),
        ("arial", 500),
        ("corporates", 575),
        ("symbol", 545),
        ("", 3900),
    ],
)
def test_regular_cuts_are_not_bold_whatever_stem_they_state(name: str, weight: int) -> None:
    assert not bold_cut(name, weight)
