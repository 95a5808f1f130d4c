"""Small pieces of HTML. Whatever a paper or a person wrote passes through `text` first."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from importlib.resources import files

from kb.config import ContactConfig
from ui.wording import words

# Written right to left, of the languages people ask in; Kurmanji (ku) is written in Latin letters.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ckb", "ps"})
_REACHED = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<phone>(?<![\w.,/-])(?:\+\d{2}[ /–-]?|\(?0)\d{1,5}+\)?(?:[ /–-]{0,3}\d{2,}+){1,5}+(?![\w.,]*\d|\w))"
)
# Characters that are not seen but turn what follows: in the page, each text has its direction from its element.
_TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Latin words with what stands between them, as they turn up in lines written from right to left.
_LATIN = re.compile(r"[A-Za-zÀ-ɏ„][^\u0590-\u08ff«»؛،()]*[A-Za-z0-9À-ɏ“]|\+?\d[\d ./–-]*\d")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def text(value: str) -> str:
    """Return `value` fit for an element or a quoted attribute; table cells are parted by a dot."""
    return escape(_TURNING.sub("", value).replace("\t", " · "), quote=True)


def mixed(value: str, code: str) -> str:
    """Return `text` for a line in that language: in one from right to left, German words and numbers keep together."""
    if "rtl" not in language(code):
        return text(value)
    parts: list[str] = []
    end = 0
    for match in _LATIN.finditer(value):
        parts += [text(value[end : match.start()]), f'<bdi dir="ltr">{text(match.group())}</bdi>']
        end = match.end()
    return "".join([*parts, text(value[end:])])


def linked(value: str) -> str:
    """Return `text` in which telephone numbers and mail addresses can be tapped."""
    parts: list[str] = []
    end = 0
    for match in _REACHED.finditer(value):
        target = f"mailto:{match['mail']}" if match["mail"] else "tel:" + re.sub(r"[^+\d]", "", match["phone"])
        parts += [text(value[end : match.start()]), f'<a href="{text(target)}">{text(match.group())}</a>']
        end = match.end()
    return "".join([*parts, text(value[end:])])


def language(code: str) -> str:
    """Return the `lang` and `dir` attributes for a stretch of text in that language."""
    if not _LANGUAGE.fullmatch(code):
        return 'dir="auto"'
    direction = "rtl" if code.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
    return f'lang="{code}" dir="{direction}"'


def stand(day: date | None, code: str = "de") -> str:
    """Return a paper's date as it is written in the language."""
    if day is None:
        return words("answer", code)["date_unknown"]
    return f"{day:%Y-%m-%d}" if code == "en" else f"{day:%d.%m.%Y}"


def contact_block(contact: ContactConfig, code: str = "de") -> str:
    """Return name, telephone and mail of whom to ask, each as far as it is set; "" where none is."""
    label = words("answer", code)
    rows = []
    if contact.phone:
        number = re.sub(r"[^+\d]", "", contact.phone)
        rows.append(
            f'<a href="tel:{number}"><span>{label["contact_phone"]}</span><b dir="ltr">{text(contact.phone)}</b></a>'
        )
    if contact.mail:
        mail = text(contact.mail)
        rows.append(f'<a href="mailto:{mail}"><span>{label["contact_mail"]}</span><b dir="ltr">{mail}</b></a>')
    if not (contact.name or rows):
        return ""
    name = f'<p><strong lang="de" dir="auto">{text(contact.name)}</strong></p>' if contact.name else ""
    return f'<div class="contact" {language(code)}>{name}{"".join(rows)}</div>'


def asset(name: str) -> str:
    """Return a stylesheet or script that lies beside this module."""
    return (files(__package__) / name).read_text(encoding="utf-8")
