"""Makes the booklets: ``python -m evaluation.booklets.build [--out DIR]``.

The texts are the TOML files beside this module. The same releases of reportlab give the same bytes.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

from evaluation.booklets.annex import set_annex
from evaluation.booklets.bullets import set_bullets
from evaluation.booklets.cards import set_cards
from evaluation.booklets.catalogue import set_catalogue
from evaluation.booklets.chapter import set_chapter
from evaluation.booklets.columns import set_columns
from evaluation.booklets.days import set_days
from evaluation.booklets.directory import set_directory
from evaluation.booklets.easy import set_easy
from evaluation.booklets.evening import set_evening
from evaluation.booklets.factsheets import set_factsheets
from evaluation.booklets.grid import set_grid
from evaluation.booklets.hours import set_hours
from evaluation.booklets.letter import set_letter
from evaluation.booklets.magazine import set_magazine
from evaluation.booklets.mailing import set_mailing
from evaluation.booklets.matrix import set_matrix
from evaluation.booklets.measures import set_measures
from evaluation.booklets.merged import set_merged
from evaluation.booklets.month import set_month
from evaluation.booklets.nested import set_nested
from evaluation.booklets.outlook import set_outlook
from evaluation.booklets.panels import set_panels
from evaluation.booklets.paper import set_paper
from evaluation.booklets.parallel import set_parallel
from evaluation.booklets.patchwork import set_patchwork
from evaluation.booklets.pocket import set_pocket
from evaluation.booklets.profiles import set_profiles
from evaluation.booklets.proof import set_proof
from evaluation.booklets.report import set_report
from evaluation.booklets.season import set_season
from evaluation.booklets.sections import set_sections
from evaluation.booklets.tables import set_tables
from evaluation.booklets.timetable import set_timetable
from evaluation.booklets.webpage import set_webpage
from evaluation.booklets.weekplan import set_weekplan
from evaluation.booklets.wide_table import set_wide_table

HERE = Path(__file__).resolve().parent
SETTERS = {
    "musterland-integration": set_columns,
    "musterland-kurse": set_tables,
    "musterland-familien": set_cards,
    "musterland-wegweiser": set_directory,
    "musterland-konzept": set_measures,
    "musterland-wochen": set_days,
    "musterland-flyer": set_panels,
    "musterland-fortschreibung": set_chapter,
    "musterland-beratung": set_hours,
    "musterland-nachweis": set_proof,
    "musterland-familienpost": set_month,
    "musterland-programm": set_sections,
    "musterland-kompass": set_grid,
    "musterland-ausblick": set_outlook,
    "musterland-fruehling": set_season,
    "musterland-ueberblick": set_matrix,
    "musterland-leicht": set_easy,
    "musterland-lesezeit": set_pocket,
    "held-kurse": set_catalogue,
    "held-bericht": set_report,
    "held-steckbriefe": set_profiles,
    "held-ferien": set_patchwork,
    "held-elternbrief": set_letter,
    "held-massnahmen": set_annex,
    "held-wochenplan": set_weekplan,
    "held-verzeichnis": set_wide_table,
    "held-webseite": set_webpage,
    "held-vorlage": set_paper,
    "held-vhs": set_evening,
    "held-zweisprachig": set_parallel,
    "held-familienzeit": set_magazine,
    "held-kursplan": set_timetable,
    "held-angebotsmappe": set_factsheets,
    "held-mitmachen": set_bullets,
    "held-rundmail": set_mailing,
    "held-sport": set_merged,
    "held-traeger": set_nested,
}


def made() -> dict[str, bytes]:
    """Return the PDFs by file name."""
    return {
        f"{name}.pdf": setter(tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8")))
        for name, setter in SETTERS.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/booklets"), help="folder to write to (var/booklets)")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, data in made().items():
        (out / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
