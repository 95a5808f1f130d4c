"""The bench of the check: scored from a file, made from texts."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from evaluation import verification
from evaluation.corruptions import FALSE, TRUE, bench, write_bench
from evaluation.fit_support import fitted
from evaluation.rewordings import pairs
from evaluation.rows import read_rows
from evaluation.sentences import Source, sources, texts
from evaluation.verification import lines, misjudged, score
from kb.errors import KizError

PASSAGE = (
    "Der Kreistag hat am 06.10.2016 in Hilden 35.000 € für das Konzept beschlossen. "
    "Die Anmeldung muss bei Frau Müller in der Geschäftsstelle erfolgen. "
    "Der Verein berät Familien im ganzen Kreis in allen Fragen der Bildung."
)


def rows(folder: Path, *entries: tuple[str, bool, str]) -> Path:
    path = folder / "bench.jsonl"
    text = (
        json.dumps({"sentence": sentence, "passages": [PASSAGE], "supported": supported, "kind": kind})
        for sentence, supported, kind in entries
    )
    path.write_text("\n".join(text) + "\n\n", encoding="utf-8")
    return path


def test_corruptions_caught_and_false_alarms_are_shares_of_their_own_side(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        ("Der Kreistag hat am 07.10.2016 getagt.", False, "date"),
        ("Die Anmeldung muss bei Frau Müller erfolgen.", False, "wrongly-labelled"),
        ("Der Verein berät Familien im ganzen Kreis.", True, "quote"),
        ("Der Verein verkauft Autos.", True, "wrongly-labelled"),
    )
    result = score(path)
    assert (result.caught, result.false_alarms, result.rows) == (0.5, 0.5, 4)
    assert result.by_kind == {"date": 1.0, "quote": 1.0, "wrongly-labelled": 0.0}
    assert lines(result)[0].startswith("4 rows")


def test_what_was_misjudged_can_be_looked_at(tmp_path: Path) -> None:
    path = rows(tmp_path, ("Der Verein verkauft Autos.", True, "odd"), ("Der Kreistag ist klein.", False, "odd"))
    shown = list(misjudged(path, "odd"))
    assert len(shown) == 1
    assert "Autos" in shown[0]


def test_a_missing_file_and_a_broken_line_are_named(tmp_path: Path) -> None:
    with pytest.raises(KizError, match=r"fehlt\.jsonl"):
        score(tmp_path / "fehlt.jsonl")
    (tmp_path / "kaputt.jsonl").write_text('{"sentence": "x"}\n', encoding="utf-8")
    with pytest.raises(KizError, match="Zeile 1"):
        score(tmp_path / "kaputt.jsonl")


def found(tmp_path: Path) -> list[Source]:
    path = tmp_path / "texts.jsonl"
    other = "Die Bibliothek der Stadt Köln öffnet am Montag um 9 Uhr ihre neuen Räume für Kinder und Eltern."
    path.write_text("\n".join(json.dumps({"text": text}) for text in (PASSAGE, other)), encoding="utf-8")
    return sources([path], random.Random(1))


def test_falsified_rows_differ_from_their_sentence_and_are_not_in_the_passage(tmp_path: Path) -> None:
    made = list(bench(found(tmp_path), random.Random(2), 12))
    false = [row for row in made if not row["supported"]]
    assert false
    for row in false:
        assert row["kind"] in FALSE
        assert row["sentence"] not in str(row["passages"])


def test_faithful_rows_are_of_known_kinds_and_quotes_stand_in_the_passage(tmp_path: Path) -> None:
    true = [row for row in bench(found(tmp_path), random.Random(2), 12) if row["supported"]]
    assert {str(row["kind"]) for row in true} <= set(TRUE)
    assert all(str(row["sentence"]) in str(row["passages"]) for row in true if row["kind"] == "quote")


def test_the_same_texts_and_seed_make_the_same_bench(tmp_path: Path) -> None:
    found(tmp_path)
    for name in ("a.jsonl", "b.jsonl"):
        write_bench(tmp_path / name, [tmp_path / "texts.jsonl"], 10, seed=3)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes() != b""


def test_the_rows_written_by_hand_are_of_both_halves_and_both_sides_and_none_twice() -> None:
    found = list(read_rows(Path(verification.__file__).with_name("verification-corpus.jsonl"), ("part", "kind")))
    sides = {(row["part"], row["supported"]) for row in found}
    assert sides == {("dev", True), ("dev", False), ("held", True), ("held", False)}
    assert len({(row["sentence"], *row["passages"]) for row in found}) == len(found)
    assert not {str(row["passages"]) for row in found if row["part"] == "dev"} & {
        str(row["passages"]) for row in found if row["part"] == "held"
    }


def test_a_separator_inside_a_text_ends_no_row(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps({"text": "Ein Satz\u2028geht weiter."}, ensure_ascii=False) + "\n", encoding="utf-8")
    assert list(texts([path])) == ["Ein Satz\u2028geht weiter."]


def test_translations_of_one_sentence_are_pairs_and_forms_of_address_are_not(tmp_path: Path) -> None:
    path = tmp_path / "parallel.jsonl"
    english, address = "It takes one hour by bus.", "Have you packed your bags already?"
    lines_ = [
        {"de": "Man braucht eine Stunde mit dem Bus.", "en": english},
        {"de": "Mit dem Bus dauert es eine Stunde.", "en": english},
        {"de": "Haben Sie die Koffer schon gepackt?", "en": address},
        {"de": "Habt ihr die Koffer schon gepackt?", "en": address},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines_), encoding="utf-8")
    assert pairs(path) == [("Man braucht eine Stunde mit dem Bus.", "Mit dem Bus dauert es eine Stunde.")]


def test_fitted_weights_tell_the_labels_apart() -> None:
    features = np.array([[1.0, 0.0], [1.0, 0.1], [1.0, 0.9], [1.0, 1.0]])
    labels = np.array([True, True, False, False])
    weights = fitted(features, labels, np.full(4, 20.0))
    assert ((features @ weights > 0) == labels).all()
