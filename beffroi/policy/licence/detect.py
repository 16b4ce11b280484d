"""The licence of one file: whole texts, notices, references and tags, and one answer of them."""

from pathlib import PurePath

from beffroi.policy.licence.clues import combine, find_clues, reconcile
from beffroi.policy.licence.index import Index
from beffroi.policy.licence.shapes import FileAnswer, Match
from beffroi.policy.licence.store import default_index
from beffroi.policy.licence.texts import find_texts
from beffroi.policy.licence.words import Text, read


def detect(data: bytes, path: str, index: Index | None = None) -> FileAnswer:
    """Return what a file says about its licence; never raises, whatever the bytes are."""
    text = read(data)
    texts = find_texts(text, index or default_index())
    is_all = _is_all(texts, text)
    matches = texts if is_all else [*texts, *find_clues(text, PurePath(path).name, texts)]
    expression, band = combine(matches, text)
    return FileAnswer(path, expression, band, tuple(reconcile(matches, text)))


def _is_all(matches: list[Match], text: Text) -> bool:
    """Tell whether a file is one true licence text and nothing else but copyright lines."""
    if len(matches) != 1 or matches[0].differs:
        return False
    lines = [line for line in text.line_of if line not in text.copyright]
    return matches[0].start_line <= lines[0] and lines[-1] <= matches[0].end_line
