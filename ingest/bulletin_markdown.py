"""The bulletin as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.wording import wording

if TYPE_CHECKING:
    from ingest.bulletin import Beside, Bulletin, Entry

# What Markdown would read as a mark. Papers are data: no link, picture or heading of theirs becomes one of ours.
_MARKS = re.compile(r"([\\`*_\[\]|<>~])")


def render(bulletin: Bulletin) -> str:
    """Return the bulletin as Markdown."""
    lines = [f"# {bulletin.title}", "", *(line for told in bulletin.summary for line in (told, ""))]
    for name, entries in bulletin.documents:
        lines += [f"## {name}", ""]
        for entry in entries:
            lines += _entry(entry)
    for name, told in bulletin.lines:
        lines += [f"## {name}", ""]
        for group in told:
            lines += [f"### {_plain(group.of)}", ""] if group.of else []
            lines += [*(f"- {_plain(line)}" for line in group.lines), ""]
    return "\n".join(lines).rstrip() + "\n"


def _entry(entry: Entry) -> list[str]:
    words = wording("bulletin")["line"]
    lines = [f"### {_plain(entry.title)} ({_name(entry.file)})", "", _plain(entry.line), ""]
    if entry.headings:
        lines += [words["headings"].format(headings=_plain("; ".join(entry.headings))), ""]
    lines += [f"- {label}: {_plain(old) or '–'} → {_plain(new) or '–'}" for label, old, new in entry.fields]
    lines += [""] if entry.fields else []
    for label, told in entry.told:
        lines += [f"#### {label}", "", *(f"- {_plain(line)}" for line in told), ""]
    for passage in entry.passages:
        lines += _beside(passage)
    return lines


def _beside(passage: Beside) -> list[str]:
    words = wording("bulletin")["line"]
    lines = []
    for name, text, page in (
        (words["before"], passage.before, passage.before_page),
        (words["after"], passage.after, passage.after_page),
    ):
        where = f" ({words['page'].format(page=page)})" if text else ""
        lines += [f"**{name}{where}**", "", f"> {_plain(text) if text else words['none']}", ""]
    return lines


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _name(file: str) -> str:
    """Return a file's name as code: nothing in it is a mark, and it can be copied."""
    return f"`{file}`" if "`" not in file else _plain(file)
