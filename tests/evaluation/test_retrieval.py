import json
from pathlib import Path
from typing import Any

from evaluation.retrieval import evaluate


def test_the_right_document_is_found_through_the_real_index(tmp_path: Path, embedder: Any) -> None:
    docs, queries = tmp_path / "d.jsonl", tmp_path / "q.jsonl"
    texts = {"sport": "Der Verein bietet Sport für Kinder.", "amt": "Das Amt stellt Ausweise aus."}
    docs.write_text("\n".join(json.dumps({"id": i, "title": i, "text": t}) for i, t in texts.items()))
    asked = [("Sport für Kinder", "sport"), ("Ausweise vom Amt", "amt"), ("Ausweise vom Amt", "sport")]
    queries.write_text("\n".join(json.dumps({"lang": "de", "question": q, "doc": d}) for q, d in asked))
    figures = evaluate(docs, queries, embedder)
    assert figures["de"]["n"] == figures["all"]["n"] == 3
    assert figures["de"]["recall@1"] == round(2 / 3, 4)
    assert figures["de"]["recall@5"] == 1.0
