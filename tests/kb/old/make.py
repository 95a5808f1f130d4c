"""Writes a small index as an earlier state of the program made it: `python tests/kb/old/make.py CHECKOUT NAME`.

CHECKOUT is a folder with that state (`git archive COMMIT | tar x -C CHECKOUT`); its own command is run, with the
libraries of today. Two papers are published, then one in a new version and a third; what that state could keep besides
(open questions, feedback, an account, corrections, a blocked contact) is kept by its own code. The folder goes into
NAME.tar.xz here; a state once written is never written anew. `tests/kb/test_upgrade.py` opens them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
PAPERS = {
    "oeffentlich/griffbereit.pdf": "Griffbereit\nDas Programm Griffbereit richtet sich an Eltern mit Kindern bis drei Jahren.\n"
    "Die Gruppe trifft sich jeden Montag im Rathaus Velbert.",
    "intern/dienstplan.pdf": "Dienstplan\nDie Dienstbesprechung Zitronenfalter findet am ersten Dienstag statt.",
}
LATER = {
    "oeffentlich/griffbereit.pdf": "Griffbereit\nDas Programm Griffbereit richtet sich an Eltern mit Kindern bis vier Jahren.\n"
    "Die Gruppe trifft sich jeden Mittwoch im Rathaus Velbert.",
    "oeffentlich/rucksack.pdf": "Rucksack\nDas Programm Rucksack begleitet Familien in der Grundschule.",
}
# What a state may have kept beside papers; each where it has the module.
BESIDE = """
import contextlib, pathlib, sys
from datetime import date
folder = pathlib.Path(sys.argv[1])
with contextlib.suppress(ImportError):
    from kb.questions import OpenQuestion, note
    note(folder / "index", OpenQuestion("Wer bezahlt den Bus?", "de", "public", date(2026, 11, 1)), 36500)
with contextlib.suppress(ImportError):
    from kb.feedback import Feedback, give
    give(folder / "index", Feedback(date(2026, 11, 1), "wrong", "public", remark="Der Tag stimmt nicht."), 36500)
with contextlib.suppress(ImportError):
    from ui.accounts import Accounts, hashed, new_token, write_accounts
    write_accounts(folder / "users.toml", Accounts({"erika": hashed("Korrekt Pferd Batterie")}, {"programm": new_token()[1]}))
"""


def main() -> None:
    """Run the state's own command and pack what it wrote."""
    checkout, name = Path(sys.argv[1]).resolve(), sys.argv[2]
    target = HERE / f"{name}.tar.xz"
    if target.exists():
        sys.exit(f"{target} is there already")
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there, "kiz")
        (folder / "papers").mkdir(parents=True)
        (folder / "kiz.toml").write_text('title = "Probe"\nindex = "index"\ncorpus = "papers"\n[ingest]\nworkers = 1\n')
        for papers in (PAPERS, LATER):
            for place, text in papers.items():
                write(folder / "papers" / place, text)
            run(
                checkout,
                folder,
                "from cli import main; sys.exit(main(sys.argv[1:]))",
                "--config",
                "kiz.toml",
                "ingest",
                "papers",
            )
        run(checkout, folder, BESIDE, str(folder))
        arguments = checkout / "ui" / "arguments.py"
        if arguments.is_file() and "--block" in arguments.read_text(encoding="utf-8"):
            block = ("--config", "kiz.toml", "contacts", "--block", "02051 999999")
            run(checkout, folder, "from cli import main; sys.exit(main(sys.argv[1:]))", *block)
        if (checkout / "kb" / "offer_corrections.py").is_file():
            (folder / "papers" / "offers.csv").write_text("Angebot;Neu;Kosten\nLesekreis;ja;2 €\n", encoding="utf-8")
        with tarfile.open(target, "w:xz", preset=9) as packed:
            packed.add(folder, "kiz")
    print(f"{target}: {target.stat().st_size} bytes")


def write(file: Path, text: str) -> None:
    """Write a page of a few lines, the same bytes every time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(file), pagesize=A4, invariant=1)
    lines = canvas.beginText(70, 760)
    lines.setFont("Helvetica", 11)
    lines.setLeading(16)
    for line in text.splitlines():
        lines.textLine(line)
    canvas.drawText(lines)
    canvas.showPage()
    canvas.save()


def run(checkout: Path, folder: Path, code: str, *arguments: str) -> None:
    """Run code of that state in `folder`."""
    surroundings = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, "-c", f"import sys; sys.path[:] = [p for p in sys.path if p]\n{code}", *arguments]
    subprocess.run(command, cwd=folder, env=surroundings, check=True)


if __name__ == "__main__":
    main()
