"""Makes the PDF files and manifest.toml of this folder from the texts in sources/.

``python corpus/build.py`` writes them; ``--check`` writes nothing and exits with 1 where a file
differs from what its source gives; ``--out DIR`` writes elsewhere.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from press.manifest import manifest
from press.pages import set_pdf
from press.source import read_source

HERE = Path(__file__).resolve().parent


def made() -> dict[str, bytes]:
    """Return every file of the corpus by name."""
    sources = [read_source(path) for path in sorted((HERE / "sources").glob("*.md"))]
    documents = [(source, set_pdf(source)) for source in sources]
    files = {source.file: data for source, data in documents}
    return files | {"manifest.toml": manifest(documents).encode()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: this one)")
    given = parser.parse_args()
    files = made()
    if given.check:
        stray = {path.name for path in given.out.glob("*.pdf")} - files.keys()
        there = {path.name: path.read_bytes() for path in given.out.iterdir() if path.is_file()}
        changed = {name for name, data in files.items() if there.get(name) != data}
        for name in sorted(changed | stray):
            print(f"{name}: not what sources/ gives; run python corpus/build.py")
        return int(bool(changed or stray))
    given.out.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (given.out / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
