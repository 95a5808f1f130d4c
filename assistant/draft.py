"""Reads what a language model wrote: sentences, the passages they cite, the quotes beneath them.

The model is asked for plain lines that end in [n] with quotes in lines that begin with ">" (see
`prompts.toml`): a line can be shown as soon as it is finished, and one that is
malformed spoils no other, unlike JSON. Nothing of the model's text is trusted: reasoning, markup, images and foreign links are taken
out, numbers of passages that do not exist are dropped, and sentences without a source are set apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.prompts import NOTHING
from kb.sentences import spans

# Reasoning models write their thoughts between such tags (<think>, [THINK], ◁think▷, <seed:think>); a template may
# swallow the opening one.
_THOUGHT = r"(?:\w+:)?(?:think|thinking|thoughts?|reasoning|reflection|analysis|scratchpad)"
_OPENS, _CLOSES = (
    rf"(?:<{{0}}{_THOUGHT}\b[^<>]*>|\[{{0}}{_THOUGHT}\]|◁{{0}}{_THOUGHT}▷)".format(mark) for mark in ("", "/")
)
_THOUGHTS = re.compile(rf"{_OPENS}.*?(?:{_CLOSES}|\Z)", re.DOTALL | re.IGNORECASE)
_END_OF_THOUGHT = re.compile(rf"\A.*{_CLOSES}", re.DOTALL | re.IGNORECASE)
# The channels of gpt-oss ("harmony"), where a server passes them on raw: only the final one is an answer.
_CHANNEL = re.compile(
    r"<\|channel\|>\s*(\w+)[^<]*<\|message\|>(.*?)(?=<\|(?:channel|start|end|return|call)\|>|\Z)", re.DOTALL
)
_TOKEN = re.compile(r"<\|[^<>|]{1,40}\|>")
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)[^\s<>\"“”)\]]+", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__|`)|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])")
_BULLET = re.compile(r"^\s*(?:#{1,6}\s+|[-*•–]\s+|\d{1,2}\)\s+)+")
# Control characters, and those that reorder text on the screen.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

_NUMBER = r"\d{1,2}(?:\s*(?:[,;–-]|und|and|&)\s*\d{1,2})*"
_WORD = r"(?:Quellen?|Fundstellen?|Passagen?|Sources?|Nr\.)"
_MARK = re.compile(rf"[\[【]\s*\^?{_WORD}?\s*({_NUMBER})(?:†[^\]】]*)?\s*[\]】]", re.IGNORECASE)
_MARKS = re.compile(rf"((?:\s*[,;]?\s*{_MARK.pattern})+)\s*([.!?…]?)", re.IGNORECASE)
_QUOTE_LINE = re.compile(r"^\s*(?:>|(?:Zitat|Beleg|Quote)\s*:?\s*(?=[\[„“\"»]))\s*", re.IGNORECASE)
_QUOTATION_MARKS = "\"'„“”‚‘’»«›‹ "
# How many passages one sentence may cite. A judgement: what two or three passages say together can still be looked up.
_MOST_CITED = 3


class DraftSentence(NamedTuple):
    """A sentence of the model, the passages it cites (0-based, each valid), literal quotes from them."""

    text: str
    passages: tuple[int, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model has said so far; `complete` on the last one only.

    `sentences` all cite a passage that exists; `uncited` do not and must not be shown as an answer.
    `no_evidence` is the model's word that the passages hold no answer.
    """

    text: str
    sentences: tuple[DraftSentence, ...]
    complete: bool
    uncited: tuple[str, ...] = ()
    no_evidence: bool = False


def read(raw: str, passages: Sequence[str], *, complete: bool) -> Draft:
    """Return what `raw` says about `passages`; while not `complete`, only sentences that are finished."""
    lines = _clean(raw, passages).split("\n")
    units: list[DraftSentence] = []
    uncited: list[str] = []
    for index, line in enumerate(lines):
        finished = complete or index < len(lines) - 1
        if _QUOTE_LINE.match(line):
            if finished:
                _add_quote(units, line, passages)
            continue
        cited, rest = _cited(line, len(passages), finished)
        if cited and not cited[0].text:
            _adopt(units, uncited, cited.pop(0).passages)
        units.extend(unit for unit in cited if unit.passages)
        uncited.extend(unit.text for unit in cited if not unit.passages)
        if finished and rest:
            uncited.append(rest)
    # A model that begins with "nothing found" has said so, whatever it adds about something else.
    refused = next((line for line in lines if line.strip()), "").strip(" .*`").startswith(NOTHING)
    sentences = () if refused else tuple(_split(units))
    nothing = complete and not sentences and NOTHING in raw
    loose = tuple(text for text in uncited if NOTHING not in text)
    return Draft(" ".join(unit.text for unit in sentences), sentences, complete, loose, nothing)


def _clean(raw: str, passages: Sequence[str]) -> str:
    """Take out reasoning, images, link targets, tags, and addresses that no passage names."""
    text = _END_OF_THOUGHT.sub("", _THOUGHTS.sub("", _final(raw)))
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n"))
    text = _TAG.sub("", _LINK.sub(r"[\1]", _IMAGE.sub("", text)))
    text = re.sub(r"\[(?!\d|\s*\^?\s*(?:" + _WORD + r")?\s*\d)([^\[\]]*)\]", r"\1", text)
    return _ADDRESS.sub(lambda found: found[0] if any(found[0] in text for text in passages) else "", text)


def _final(raw: str) -> str:
    """Return the last channel that is meant for readers, where a text is divided into channels."""
    if "<|channel|>" not in raw:
        return _TOKEN.sub("", raw)
    final = [found[2] for found in _CHANNEL.finditer(raw) if found[1] == "final"]
    return _TOKEN.sub("", final[-1]) if final else ""


def _cited(line: str, count: int, finished: bool) -> tuple[list[DraftSentence], str]:
    """Return the units of a line that end in marks, and the text after the last of them."""
    units: list[DraftSentence] = []
    start = 0
    for found in _MARKS.finditer(line):
        if not finished and not line[found.end() :].strip(" ["):
            # More marks, or the rest of this one, may still come.
            return units, line[start:]
        text = _plain(line[start : found.start()])
        start = found.end()
        if text and found[3] and text[-1] not in ".!?…":
            text += found[3]
        numbers = _numbers(found[1], count)
        if text and units and not text.strip(" .,;:!?"):
            continue
        units.append(DraftSentence(text, numbers, ()))
    rest = _plain(line[start:])
    return units, rest if rest.strip(" .,;:!?") else ""


def _numbers(marks: str, count: int) -> tuple[int, ...]:
    numbers: dict[int, None] = {}
    for found in _MARK.finditer(marks):
        for part in re.split(r"[,;&]|und|and", found[1]):
            ends = [int(end) for end in re.findall(r"\d+", part)]
            if ends[-1] - ends[0] >= _MOST_CITED:
                return ()
            numbers.update(dict.fromkeys(range(ends[0], ends[-1] + 1)))
    # Who cites everything names no source.
    if len(numbers) > _MOST_CITED:
        return ()
    return tuple(number - 1 for number in numbers if 1 <= number <= count)


def _plain(text: str) -> str:
    return " ".join(_EMPHASIS.sub("", _BULLET.sub("", text)).split()).strip(" |")


def _adopt(units: list[DraftSentence], uncited: list[str], passages: tuple[int, ...]) -> None:
    """Give marks that stand alone in a line to the line before."""
    if uncited and passages:
        units.append(DraftSentence(uncited.pop(), passages, ()))


def _add_quote(units: list[DraftSentence], line: str, passages: Sequence[str]) -> None:
    words = _MARK.sub("", _QUOTE_LINE.sub("", line)).strip(_QUOTATION_MARKS)
    if not units or not words:
        return
    last = units[-1]
    for index in last.passages:
        quote = locate(words, passages[index])
        if quote and quote not in last.quotes:
            units[-1] = last._replace(quotes=(*last.quotes, quote))
            return


def locate(quote: str, passage: str) -> str | None:
    """Return the stretch of `passage` that reads like `quote`, blanks and quotation marks aside."""
    words = [re.escape(word) for word in re.sub(r"[\"„“”»«]", " ", quote).split()]
    found = re.search(r"[\s\"„“”»«]+".join(words), passage) if words else None
    return found[0] if found else None


def _split(units: Sequence[DraftSentence]) -> list[DraftSentence]:
    """Part units of several sentences under one mark; each is checked on its own later."""
    sentences: list[DraftSentence] = []
    for unit in units:
        parts = [unit.text[start:end].strip() for start, end in spans(unit.text)]
        sentences.extend(unit._replace(text=part) for part in parts if part)
    return sentences
