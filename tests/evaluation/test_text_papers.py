import json

import pypdfium2
import pytest

from evaluation.text_papers import LONG, drawn, main
from kb.errors import KizError


def _papers(folder, *rows):
    file = folder / "papers.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def _row(reference, text):
    return {"reference": reference, "text": text}


def _said(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_papers_of_one_matter_stand_together_and_short_matters_are_left_out(tmp_path):
    long = "Wort " * LONG
    file = _papers(tmp_path, _row("2020/1", long), _row("2020/2", "kurz"), _row("2020/1", "Antwort"), _row("", long))
    assert [name for name, _ in drawn(file)] == ["2020-1-0001.pdf", "2020-1-0002.pdf"]


def test_a_text_is_set_line_by_line_over_pages_and_nothing_is_cut_off(tmp_path, monkeypatch):
    lines = [f"Zeile {number} mit Ärger und §" for number in range(100)] + ["lang " * 60 + "Ende"]
    file = _papers(tmp_path, _row("2020/1", "\n".join(lines)))
    monkeypatch.setattr("sys.argv", ["text_papers", str(file), "--out", str(tmp_path / "out")])
    main()
    pages = _said(tmp_path / "out" / "2020-1-0001.pdf")
    assert len(pages) == 2
    assert "Zeile 0 mit Ärger und §" in pages[0]
    assert "Zeile 99" in pages[1]
    assert "Ende" in pages[1]


def test_a_row_without_a_text_is_named(tmp_path):
    with pytest.raises(KizError, match="text"):
        list(drawn(_papers(tmp_path, {"reference": "2020/1"})))
