"""Mark what was searched for in a text, and cut a long text around it."""

import re
import unicodedata

from beffroi.search import plan, words

ELLIPSIS = "…"
_BEFORE = 0.25
"""Share of a cut that stands before the first match."""

_SPACE = re.compile(r"\s+")


def highlight(text: str, query_text: str) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether it was searched for; joined they are the text.

    Whole words are marked, so no letter loses its accent and no emoji is taken apart.
    """
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in _matches(text, query_text):
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[start:end], True))
        done = end
    if done < len(text):
        pieces.append((text[done:], False))
    return pieces


def cut(text: str, n: int, query_text: str = "") -> str:
    """Return at most ``n`` characters, whole words, around the first match; … where cut."""
    text = _SPACE.sub(" ", text).strip()
    if len(text) <= n:
        return text
    if n <= len(ELLIPSIS) * 2:
        return ELLIPSIS[: max(n, 0)]
    first = next(iter(_matches(text, query_text)), (0, 0))[0]
    start = 0 if first < n * (1 - _BEFORE) else min(first - int(n * _BEFORE), len(text) - n + 1)
    start = _word_start(text, start, first)
    room = n - len(ELLIPSIS) * (start > 0)
    if len(text) - start <= room:
        return ELLIPSIS * (start > 0) + text[start:]
    end = _word_end(text, start, start + room - len(ELLIPSIS))
    return ELLIPSIS * (start > 0) + text[start:end].rstrip() + ELLIPSIS


def _matches(text: str, query_text: str) -> list[tuple[int, int]]:
    """Return where the matches stand, in order, neighbours joined."""
    found, starts = plan.spellings(query_text)
    if not found and not starts:
        return []
    places: list[tuple[int, int]] = []
    for start, end, run in words.spans(text):
        if places and start < places[-1][1]:
            continue  # a part of a compound that is marked whole
        if _is_match(run, found, starts):
            if places and places[-1][1] == start:
                places[-1] = (places[-1][0], end)
            else:
                places.append((start, end))
    return places


def _is_match(run: words.Run, found: frozenset[str], starts: tuple[str, ...]) -> bool:
    """Say whether a word matches; of a compound only its joined form does, its parts follow."""
    exact = run.joined if len(run.parts) > 1 else run.parts + run.pieces
    if not found.isdisjoint(exact) or any(form.startswith(starts) for form in exact if starts):
        return True
    return len(run.parts) == 1 and not found.isdisjoint(run.stems)


def _word_start(text: str, start: int, first: int) -> int:
    """Move a start to the next beginning of a word, or of a character, before the match."""
    if start == 0:
        return 0
    space = text.find(" ", start - 1, first)
    if space >= 0:
        return space + 1
    return _whole(text, start)


def _word_end(text: str, start: int, end: int) -> int:
    """Move an end back to the end of a word, or of a character if the word fills everything."""
    if text[end] == " ":
        return end
    space = text.rfind(" ", start + 1, end)
    if space > start:
        return space
    while end > start + 1 and _continues(text, end):
        end -= 1
    return end


def _whole(text: str, at: int) -> int:
    while at < len(text) and _continues(text, at):
        at += 1
    return at


def _continues(text: str, at: int) -> bool:
    """Say whether the character belongs to the one before: accents, joiners, skin tones, flags."""
    here, before = text[at], text[at - 1]
    if unicodedata.category(here) in {"Mn", "Me", "Mc"} or here == "\u200d" or before == "\u200d":
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff":
        return True
    flags = 0
    while at - 1 - flags >= 0 and "\U0001f1e6" <= text[at - 1 - flags] <= "\U0001f1ff":
        flags += 1
    return "\U0001f1e6" <= here <= "\U0001f1ff" and flags % 2 == 1
