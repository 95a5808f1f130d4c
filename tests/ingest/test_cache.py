import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cache import STATE, Cache, Known, fit_name, place_for
from ingest.web import Validators
from kb.errors import IngestError

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def brought(cache: Cache, key: str = "https://a.example/1", body: bytes = b"%PDF-eins") -> Known:
    cache.waiting(key).write_bytes(body)
    known = Known(key, key, place_for(key, "Eins"), "0" * 64, len(body), Validators("e", "m"), "s", NOW)
    cache.place(cache.waiting(key), known)
    return known


def test_a_file_and_what_is_known_of_it_stay_over_runs(tmp_path: Path) -> None:
    with Cache(tmp_path, "quelle") as cache:
        known = brought(cache)
    with Cache(tmp_path, "quelle") as cache:
        assert cache.known(known.key) == known
        assert cache.all_known() == [known]
    assert (tmp_path / known.path).read_bytes() == b"%PDF-eins"


@pytest.mark.parametrize("damage", [lambda file: file.unlink(), lambda file: file.write_bytes(b"%PDF")])
def test_a_file_that_others_removed_or_cut_counts_as_never_fetched(tmp_path: Path, damage) -> None:
    with Cache(tmp_path, "quelle") as cache:
        known = brought(cache)
        damage(tmp_path / known.path)
        again = cache.known(known.key)
    assert again is not None
    assert again.path == ""
    assert again.validators == Validators()
    assert again.stamp == ""


def test_between_a_new_file_and_its_record_nothing_is_known_that_would_keep_it_from_being_asked_for(
    tmp_path: Path, monkeypatch
) -> None:
    with Cache(tmp_path, "quelle") as cache:
        known = brought(cache)
        monkeypatch.setattr(Cache, "note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            brought(cache, body=b"%PDF-zwei")
    monkeypatch.undo()
    with Cache(tmp_path, "quelle") as cache:
        again = cache.known(known.key)
        assert again is not None
        assert again.validators == Validators()
        assert again.stamp == ""


def test_what_an_interrupted_run_left_half_is_swept(tmp_path: Path) -> None:
    with Cache(tmp_path, "quelle") as cache:
        half = cache.waiting("x")
    half.parent.mkdir()
    half.write_bytes(b"%PDF halb")
    with Cache(tmp_path, "quelle"):
        assert not half.exists()


def test_a_forgotten_file_is_gone_with_its_folder(tmp_path: Path) -> None:
    with Cache(tmp_path, "quelle") as cache:
        known = brought(cache)
        assert cache.forget(known.key)
        assert not cache.forget(known.key)
    assert not (tmp_path / known.path).parent.exists()


def test_a_folder_belongs_to_one_source(tmp_path: Path) -> None:
    with Cache(tmp_path, "quelle"):
        pass
    with pytest.raises(IngestError) as caught:
        Cache(tmp_path, "andere")
    assert caught.value.key == "source-other"


def test_one_run_at_a_time_has_the_folder_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from ingest.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]), 'quelle'); print('da', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "da\n"
        with pytest.raises(IngestError) as caught:
            Cache(tmp_path, "quelle")
        assert caught.value.key == "source-busy"
        other.kill()
        other.wait()
    with Cache(tmp_path, "quelle") as cache:
        assert cache.all_known() == []


def test_a_damaged_state_is_named(tmp_path: Path) -> None:
    (tmp_path / STATE).write_bytes(b"kein SQLite" * 500)
    with pytest.raises(IngestError) as caught:
        Cache(tmp_path, "quelle")
    assert caught.value.key == "source-damaged"


def test_a_state_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / STATE)
    db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(IngestError) as caught:
        Cache(tmp_path, "quelle")
    assert caught.value.key == "source-newer"


def test_what_is_kept_together_is_kept_wholly_or_not_at_all(tmp_path: Path) -> None:
    with Cache(tmp_path, "quelle") as cache:
        with pytest.raises(KeyboardInterrupt), cache.together():
            cache.remember("a", "1")
            raise KeyboardInterrupt
        assert cache.fact("a") == ""
        with cache.together():
            cache.remember("a", "2")
        assert cache.fact("a") == "2"


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("Vorlage 50/025/2021.pdf", "Vorlage 50 025 2021.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("Bürgerinformation.PDF", "Bürgerinformation.pdf"),
        ("...", "dokument.pdf"),
        ("", "dokument.pdf"),
        ("a\x00b\nc", "a b c.pdf"),
    ],
)
def test_names_become_such_as_a_disk_takes(name: str, fit: str) -> None:
    assert fit_name(name) == fit


@given(st.text(alphabet=st.characters(), max_size=300))
def test_whatever_the_name_it_stays_in_its_folder(name: str) -> None:
    place = place_for("schlüssel", name)
    assert place.startswith("papers/")
    assert place.count("/") == 2
    assert place.endswith(".pdf")
    assert ".." not in place.split("/")
    assert len(place.rsplit("/", 1)[1].encode()) <= 124
