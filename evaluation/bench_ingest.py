"""Benchmark: our whole ingest beside the tutorial pipeline of LlamaIndex, on the same files in the same run.

    python -m evaluation.bench_ingest FOLDER [--pages 300]

The tutorial pipeline is pypdf's text page by page (what its PDF reader does), `SentenceSplitter`
with its defaults (1024 tokens, overlap 200), and a transformer of the size of all-MiniLM-L6-v2 with
random weights (same cost, no download), 256 tokens a chunk as that model cuts them. Ours is
everything from the file to the published index: words with boxes, layout, head data, passages, words,
vectors, catalogue. Pages per second of wall-clock time, and the ratio.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdf
import torch
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import Document
from transformers import BertConfig, BertModel

from evaluation.bench_reading import sample
from ingest.publish import ingest
from ingest.read import hush
from kb.config import IngestConfig
from kb.embed import load_embedder

# all-MiniLM-L6-v2: six layers of 384, twelve heads; it cuts off after 256 tokens.
MINILM = {
    "vocab_size": 30522,
    "hidden_size": 384,
    "num_hidden_layers": 6,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
}
TOKENS, BATCH = 256, 32


def readable_pages(file: Path) -> int:
    """Return the pages of a file; 0 if pypdf cannot read it (AES without its extra): the baselines could not run."""
    reader = pypdf.PdfReader(file)
    return 0 if reader.is_encrypted else len(reader.pages)


def plain(files: Sequence[Path]) -> int:
    """Extract the text of all pages with pypdf; return the number of pages."""
    return len(_texts(files))


def tutorial(files: Sequence[Path]) -> int:
    """Run the tutorial pipeline; return the number of pages."""
    texts = _texts(files)
    chunks = SentenceSplitter().get_nodes_from_documents([Document(text=text) for text in texts])
    torch.manual_seed(0)
    model = BertModel(BertConfig(**MINILM)).eval()
    lengths = sorted(min(TOKENS, max(8, len(chunk.get_content()) // 4)) for chunk in chunks)
    with torch.inference_mode():
        for start in range(0, len(lengths), BATCH):
            batch = lengths[start : start + BATCH]
            model(torch.randint(0, MINILM["vocab_size"], (len(batch), batch[-1])))
    return len(texts)


def ours(files: Sequence[Path]) -> int:
    """Publish the files into a fresh index; return the number of pages."""
    with tempfile.TemporaryDirectory(prefix="kiz-bench-") as folder:
        return ingest(list(files), Path(folder), load_embedder("builtin"), IngestConfig()).pages


def _texts(files: Sequence[Path]) -> list[str]:
    return [page.extract_text() for file in files for page in pypdf.PdfReader(file).pages]


def main() -> None:
    """Measure and print one line per pipeline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    options = parser.parse_args()
    hush()
    files = sample(options.folder, options.pages, readable_pages)
    rates: dict[str, float] = {}
    runs: tuple[tuple[str, Callable[[Sequence[Path]], int]], ...] = (
        ("ours", ours),
        ("pypdf plain", plain),
        ("tutorial", tutorial),
    )
    for name, run in runs:
        started = time.perf_counter()
        pages = run(files)
        seconds = time.perf_counter() - started
        rates[name] = pages / seconds
        print(f"{name:12} {pages} pages in {seconds:.1f} s = {rates[name]:.1f} pages/s")
    print(
        f"ours / tutorial = {rates['ours'] / rates['tutorial']:.1f}, ours / pypdf plain = {rates['ours'] / rates['pypdf plain']:.1f}"
    )


if __name__ == "__main__":
    main()
