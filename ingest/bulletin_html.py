"""The bulletin as one HTML page that needs nothing beside it: old and new side by side, words marked."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING

from kb.wording import wording

if TYPE_CHECKING:
    from ingest.bulletin import Beside, Bulletin, Entry

_STYLE = """
:root { color-scheme: light dark; background: Canvas; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: .5rem 0 1.5rem; }
th, td { border: 1px solid #8888; padding: .5rem .75rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
del { background: #d9262633; } ins { background: #1a7f3733; }
.file { color: light-dark(#555, #bbb); font-weight: normal; }
"""


def render(bulletin: Bulletin) -> str:
    """Return the bulletin as an HTML page."""
    body = [f"<h1>{escape(bulletin.title)}</h1>", *(f"<p>{escape(told)}</p>" for told in bulletin.summary)]
    for name, entries in bulletin.documents:
        body += [f"<h2>{escape(name)}</h2>", *map(_entry, entries)]
    for name, told in bulletin.lines:
        body.append(f"<h2>{escape(name)}</h2>")
        body += [f"{f'<h3>{escape(group.of)}</h3>' if group.of else ''}{_list(group.lines)}" for group in told]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(bulletin.title)}</title>'
    return f'<!doctype html>\n<html lang="de"><head>{head}<style>{_STYLE}</style></head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"  # fmt: skip


def _entry(entry: Entry) -> str:
    words = wording("bulletin")["line"]
    parts = [f'<h3>{escape(entry.title)} <span class="file">{escape(entry.file)}</span></h3>', f"<p>{escape(entry.line)}</p>"]  # fmt: skip
    if entry.headings:
        parts.append(f"<p>{escape(words['headings'].format(headings='; '.join(entry.headings)))}</p>")
    rows = [
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(old) or "–"}</td><td>{escape(new) or "–"}</td></tr>'
        for label, old, new in entry.fields
    ]
    parts += [f"<h4>{escape(label)}</h4>{_list(lines)}" for label, lines in entry.told]
    columns = f'<th scope="col">{escape(words["before"])}</th><th scope="col">{escape(words["after"])}</th>'
    if rows:
        parts.append(f"<table><thead><tr><td></td>{columns}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
    if entry.passages:
        cells = "".join(map(_beside, entry.passages))
        parts.append(f"<table><thead><tr>{columns}</tr></thead><tbody>{cells}</tbody></table>")
    return "".join(parts)


def _list(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _beside(passage: Beside) -> str:
    words = wording("bulletin")["line"]
    before, after = _marked(passage.before, passage.after)
    cells = []
    for text, page in ((before, passage.before_page), (after, passage.after_page)):
        where = f"<br><small>{escape(words['page'].format(page=page))}</small>" if text else ""
        cells.append(f"<td>{text or escape(words['none'])}{where}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _marked(before: str, after: str) -> tuple[str, str]:
    """Return both texts with the words that differ marked."""
    if not before or not after:
        return escape(before), escape(after)
    old, new = before.split(), after.split()
    left: list[str] = []
    right: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, is_ = escape(" ".join(old[i:j])), escape(" ".join(new[k:m]))
        left += [was if tag == "equal" else f"<del>{was}</del>"] if was else []
        right += [is_ if tag == "equal" else f"<ins>{is_}</ins>"] if is_ else []
    return " ".join(left), " ".join(right)
