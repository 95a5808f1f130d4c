"""The benchmark of the search over offers."""

from pathlib import Path

import pytest

from evaluation import bench_offers
from kb.embed import load_embedder
from kb.store import KnowledgeBase


def test_every_kind_of_search_is_timed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_offers, "ROUNDS", 1)
    bench_offers.build(tmp_path / "index", 60)
    with KnowledgeBase.open(tmp_path / "index", load_embedder()) as base:
        figures = bench_offers.measure(base)
    assert figures["offers"] == 60
    for kind in ("facets", "text", "both", "by_date", "all_by_date", "listing"):
        assert 0 < figures[f"{kind}_ms"] <= figures[f"{kind}_ms_95"]
