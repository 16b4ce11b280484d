"""Tell whether words beside a licence text change what it grants (guideline 2.3).

A licence text with “for non-commercial use only” after it is not that licence. Other words beside
a text, such as code, an index of authors or a second licence, leave it what it is.
"""

import re

from beffroi.policy.licence.words import Text

_REACH = 60
"""Words before and after a text that are read."""
_RESTRICTS = re.compile(
    r"(?<!attribution )\bnoncommercial(?:ly)?\b(?! sharealike| noderiv| share alike| public)"
    r"|\b(?:not|never|no|without|prohibit(?:s|ed)?|forbid(?:s|den)?|except(?:ing)?)\b"
    r"(?: \S+){0,8} commercial(?:ly|e)?\b"
    r"|\bcommercial(?:ly)? (?:use|usage|purposes?|products?|exploitation|distribution|"
    r"redistribution)"
    r"(?: \S+){0,8} (?:not|prohibited|forbidden|requires?|permission|separate|paid|fee)\b"
    r"|\bcommons clause\b|\bgood and? not evil\b|\bnot evil\b"
    r"|\b(?:additional|further|following) (?:restrictions?|conditions?|limitations?|exceptions?)"
    r"(?: \S+){0,3} (?:appl(?:y|ies)|shall|must|are|is)\b"
    r"|\b(?:may|must|shall|can|is|are) not be (?:used|sold|redistributed|distributed|"
    r"modified|deployed)\b"
    r"|\b(?:may|must|shall|can) not (?:use|sell|redistribute|distribute|modify|deploy)\b"
    r"|\b(?:academic|educational|research|personal|internal|evaluation|private)"
    r"(?: (?:and|or|\S+)){0,3} (?:use|purposes?) only\b"
    r"|\bonly (?:for|be used for) (?:academic|educational|research|personal|internal|private)\b"
    r"|\b(?:military|weapons?|nuclear)\b(?: \S+){0,6} (?:not|prohibited|forbidden)\b"
    r"|\bnot(?: \S+){0,8} (?:military|weapons?)\b"
    r"|\b(?:usage|utilisation|fins?) (?:non )?commerciale?s?\b(?: \S+){0,5} "
    r"(?:interdite?s?|prohibée?s?|seulement|uniquement)\b|\bnon commerciales?\b"
)
_CODE = re.compile(
    r"[;{}]\s*$|\*/|-->|\"\"\"|^\s*#\s*(?:include|define|ifdef|ifndef|pragma)\b|^\s*(?:def|class|func|fn|"
    r"function|sub|module|namespace)\s+\w+|^\s*(?:import|require)\s+[\w.'\"{*]+\s*$|^\s*from\s+\S+\s+import\b"
    r"|^\s*(?:if|for|while|switch|return)\s*\(|^\s*(?:public|private|static|const|int|void|var|let)\s+\w+\s*[=({]"
)


def added(text: Text, first: int, last: int, free: tuple[int, int]) -> str:
    """Return the words beside a licence text that restrict it, else nothing.

    ``first`` and ``last`` are the places of the text's words; ``free`` the places between which
    no other licence text stands.
    """
    zones = (
        range(max(free[0], first - _REACH), first),
        range(last + 1, min(free[1], last + 1 + _REACH)),
    )
    for zone, edge in zip(zones, (first, last), strict=True):
        words = " ".join(text.words[zone.start : zone.stop])
        if _RESTRICTS.search(words) and (said := _prose(text, zone, edge)):
            return said
    return ""


def _prose(text: Text, zone: range, edge: int) -> str:
    """Return the restricting words of a zone, as far as no code lies between."""
    is_before = zone.stop == edge
    kept: list[str] = []
    line = text.line_of[edge]
    for place in reversed(zone) if is_before else zone:
        here = text.line_of[place]
        if here != line:
            between = text.lines[here - 1 : line - 1] if is_before else text.lines[line - 1 : here]
            if any(map(_CODE.search, between)):
                break
            line = here
        kept.append(text.words[place])
    words = " ".join(reversed(kept) if is_before else kept)
    return words if _RESTRICTS.search(words) else ""
