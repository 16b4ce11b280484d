"""Find each mention of a licence in a window, with its version and what it says of later ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from beffroi.policy.licence import lexicon, references, spdx
from beffroi.policy.licence.lexicon import Meaning
from beffroi.policy.licence.notices.lexer import PARAGRAPH, SIGNS, Window

_REACH = 34
_HEADING_REACH = 5
UNDER_HEADING = f"{PARAGRAPH} license : "  # what a heading "License" stands for
_NUMBER = r"(?P<number>v[ .]?\d+(?:\.\d+)*[a-c]?|\d+(?:\.\d+)*[a-c]?)"
_VERSION = r"(?:versions?|versión|versione|versie|version no|vers?|v|rev|revision|release|number)"
_FILLER = (
    r"(?:(?:as published by the free software foundation(?: inc)?|as published by the fsf"
    r"|published by the free software foundation(?: inc)?"
    r"|telle? que publiée? par la free software foundation|wie von der free software foundation"
    r"|publicada por la (?:free software foundation|fundación para el software libre)"
    r"|tal (?:y )?como|ya sea|soit|la|"
    r"of the free software foundation|from the free software foundation|or its derivatives"
    r"|\( [^()¶]{1,70} \)|as published by [a-z ]{1,40}?|either|under|its|using|the|terms|of|in"
    r"|according to|with|and conditions|at least|licen[sc]e|agreement|http\S+|www\S+|[,;:(\[]) ?)*?"
)
_FAR = re.compile(rf"^{_FILLER}{_VERSION} ?(?:[.:=] )?{_NUMBER}\b")
_NEAR = re.compile(
    rf"^(?:licen[sc]es? )?(?:(?:[,(:=\[] )?(?:>= |{_VERSION} (?:[.:] )?)"
    rf"|[(:=] |, (?=v))?{_NUMBER}\b"
)
_BEFORE = re.compile(
    rf"{_VERSION} {_NUMBER}(?P<later>[^¶.]{{0,60}}?) (?:of|de|du|der) (?:the |la |l )?$"
)
_TITLE_REACH = 10
_TITLE_VERSION = re.compile(
    rf"^(?:/ )?(?:open licen[sc]e )?{PARAGRAPH} (?:{PARAGRAPH} )?version (?P<number>\d+\.\d+)\b"
)
"""A title, and its version on a line of its own, as in "CeCILL", "Version 2.1 du 2013-06-21"."""
_LATER_WORDS = (
    r"(?:later|newer|above|higher|greater|upwards?|onwards?|superior|superieure|supérieure"
    r"|ultérieure|ulterieure|subsequent|more recent|successor|recent|future|plus récente|posterior"
    r"|spätere[nr]?|höher|neueren?)"
)
_LATER = re.compile(
    r"^(?:\+|(?:[),;.\]/] ?)*"
    r"(?:of (?:the|that|this) (?:gnu |said )?(?:\w+ ){0,4}?licen[sc]e ?|der lizenz ?"
    r"|de la licen\w+ ?)?(?:veröffentlicht\w* ?|published ?)?"
    r"(?:as published by the (?:free software foundation|fsf)(?: inc)? ?)?(?:[,;(.] ?)*"
    r"(?:or|and|ou|oder|and or|o|soit|\|) ?(?:[,(\[] ?)?"
    r"(?:(?:at|à|as|by|in|nach|a|au) (?:your|the user s|its|votre|you|the recipient s"
    r"|the licensee s|ihrer|su) "
    r"(?:own )?(?:option|choice|discretion|choix|gré|wahl|elección|convenience|opinion|prefer\w*)"
    r" ?(?:[),\]] ?)*"
    r"(?:under |to use |use )?)?"
    r"(?:any|a|all|the|une|toute|under|version|versions|versión|of|license|terms|its|your|eine"
    r"|jeder?|cualquier|"
    r"optionally|even|alternatively|if you prefer|[,(]| )*? ?"
    rf"{_LATER_WORDS}\b)"
)
_OPTION_LATER = re.compile(rf"\b(?:any|or) {_LATER_WORDS}(?: versions?)?\b")
_MORE = re.compile(
    rf"^ ?(?:[,)] ?)?(?:or|and|ou|/|\||,) (?:\( at your option \) )?"
    rf"(?:the )?(?:{_VERSION} )?{_NUMBER}\b"
)
_INVARIANTS = re.compile(r"\bno invariant sections?\b")
_CC_WORDS = {
    "attribution": "BY", "by": "BY", "noncommercial": "NC", "nc": "NC", "sharealike": "SA",
    "sa": "SA", "noderivs": "ND", "noderivatives": "ND", "noderivative": "ND", "nd": "ND",
    "noncomercial": "NC", "paternité": "BY",
}  # fmt: skip
_CC_PAIRS = {("share", "alike"): "SA", ("non", "commercial"): "NC", ("no", "derivative"): "ND",
             ("no", "derivatives"): "ND", ("no", "derivs"): "ND"}  # fmt: skip
_CC_FORMS = frozenset({"BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND", "SA"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One licence named at tokens ``start`` to ``end``; ``licences`` are a choice among versions.

    ``is_plain`` says that neither version nor "or later" was given for a family that has them.
    """

    start: int
    end: int
    meaning: Meaning
    licences: tuple[str, ...]
    ties: tuple[str, ...] = ()
    is_versioned: bool = False
    is_address: bool = False
    is_later: bool = False
    has_point: bool = False


def find(window: Window) -> list[Mention]:
    """Return the mentions of a window from left to right; none overlaps another."""
    found: list[Mention] = []
    tokens, starts, end = window.tokens, _starts(), 0
    for place, token in enumerate(tokens):
        if place < end or (token not in starts and token[:4] not in _SCHEMES):
            continue
        mention = _at(tokens, place, end)
        if mention is not None:
            found.append(mention)
            end = max(mention.end, place + 1)
    return found


@cache
def _starts() -> frozenset[str]:
    """Return the words that a mention can begin with."""
    return frozenset(lexicon.tree()) | _COMMONS


_SCHEMES = frozenset({"http", "www."})
_COMMONS = frozenset({"cc", "creative", "ccby"})


def _at(tokens: list[str], place: int, after: int) -> Mention | None:
    token = tokens[place]
    if token.startswith(("http", "www.")):
        return _address(token, place)
    if token in _COMMONS:
        commons = _commons(tokens, place)
        if commons:
            return commons
    if token not in lexicon.tree():
        return None
    named = lexicon.longest(tokens, place)
    if named is None:
        return None
    end, meaning = named
    if not meaning.versions:
        return Mention(place, end, meaning, (meaning.any,), meaning.ties)
    return _versioned(tokens, place, end, meaning, after)


def _address(token: str, place: int) -> Mention | None:
    licence = references.licence_of(token)
    if licence is None:
        return None
    meaning = Meaning(
        spdx.family(licence.split(" ")[0]),
        licence,
        lexicon.CLEAR,
        is_exception=spdx.is_exception(licence),
        is_whole=True,
    )
    is_open = references.is_open(token, licence)
    return Mention(place, place + 1, meaning, (licence,), is_address=True, is_versioned=not is_open)


def text_of(tokens: list[str], start: int, end: int) -> str:
    """Return tokens as one string, each followed by a space; a paragraph ends it."""
    part = tokens[max(start, 0) : end]
    if PARAGRAPH in part:
        part = part[: part.index(PARAGRAPH)]
    return " ".join(part) + " " if part else ""


def before_of(tokens: list[str], start: int, reach: int) -> str:
    """Return the tokens before a place in its paragraph; a heading "License" counts as a field."""
    part = tokens[max(start - reach, 0) : start]
    if "." in part:
        part = part[len(part) - part[::-1].index(".") :]
    if PARAGRAPH not in part:
        return " ".join(part) + " " if part else ""
    last = len(part) - 1 - part[::-1].index(PARAGRAPH)
    own, above = part[last + 1 :], [token for token in part[:last] if token != PARAGRAPH]
    if above and above[-1] in {":", "="}:
        return " ".join([*above, *own]) + " "
    if not own and _is_heading(part[:last]):
        return UNDER_HEADING
    return " ".join(own) + " " if own else ""


_HEADINGS = frozenset({"license", "licenses", "licensing", "copying", "lizenz", "licencia"})
_HEADING_WORDS = _HEADINGS | {
    "copyright",
    "and",
    "the",
    "&",
    "terms",
    "information",
    "of",
    "notice",
}


def _is_heading(part: list[str]) -> bool:
    """Tell whether the paragraph that ends a list of tokens is a heading such as "License"."""
    words = part[len(part) - part[::-1].index(PARAGRAPH) :] if PARAGRAPH in part else part
    return (
        0 < len(words) <= _HEADING_REACH
        and not _HEADINGS.isdisjoint(words)
        and _HEADING_WORDS.issuperset(words)
    )


def _versioned(tokens: list[str], start: int, end: int, meaning: Meaning, after: int) -> Mention:
    """Read version and "or later" around a name of a family."""
    base = Mention(start, end, meaning, (meaning.any,), meaning.ties)
    right = text_of(tokens, end, end + _REACH)
    left = before_of(tokens, start, 14) if start - after > 1 else ""
    for pattern in (_NEAR, _FAR):
        found = pattern.match(right)
        if found and meaning.version(found["number"].replace(" ", "")):
            return _with_version(base, right, found, tokens)
    found = _TITLE_VERSION.match(" ".join(tokens[end : end + _TITLE_REACH]) + " ")
    if found and meaning.version(found["number"]):
        licence = _named(meaning, found["number"], is_later=False)
        return replace(base, licences=(licence,), ties=(), is_versioned=True)
    found = _BEFORE.search(left)
    if found and meaning.version(found["number"].replace(" ", "")):
        is_later = bool(
            _OPTION_LATER.search(found["later"]) or _LATER.match(found["later"].strip())
        )
        is_later = is_later or bool(_LATER.match(right))
        licence = _named(meaning, found["number"], is_later=is_later)
        begin = start - found[0].count(" ")
        return replace(
            base, start=max(begin, after), licences=(licence,), ties=(), is_versioned=True,
            is_later=is_later,
        )  # fmt: skip
    return base


def _with_version(base: Mention, right: str, found: re.Match[str], tokens: list[str]) -> Mention:
    meaning = base.meaning
    rest = right[found.end() :].lstrip()
    number = found["number"]
    later = _LATER.match(rest)
    is_later = bool(later) or ">= " in found[0]
    licences = [_named(meaning, number, is_later=is_later)]
    while not is_later and (more := _MORE.match(rest)) and meaning.version(more["number"]):
        rest = rest[more.end() :].lstrip()
        later = _LATER.match(rest)
        is_later = bool(later)
        licences.append(_named(meaning, more["number"], is_later=is_later))
    if later:
        rest = rest[later.end() :]
    used = len(right[: len(right) - len(rest)].split())
    end = min(base.end + used, len(tokens))
    if meaning.family == "GFDL":
        licences = [_invariants(one, text_of(tokens, base.end, base.end + 60)) for one in licences]
    return replace(
        base, end=end, licences=tuple(dict.fromkeys(licences)), ties=(),
        is_versioned=True, is_later=is_later, has_point="." in number,
    )  # fmt: skip


def _named(meaning: Meaning, number: str, *, is_later: bool) -> str:
    licence = meaning.version(number.replace(" ", ""))
    if meaning.is_gnu:
        return licence + ("-or-later" if is_later else "-only")
    return licence


def _invariants(licence: str, right: str) -> str:
    if not _INVARIANTS.search(right):
        return licence
    base, _, ending = licence.partition("-only")
    if licence.endswith("-or-later"):
        base, ending = licence.removesuffix("-or-later"), "-or-later"
    else:
        ending = "-only"
    named = f"{base}-no-invariants{ending}"
    return named if named.lower() in spdx.entries() else licence


def _commons(tokens: list[str], place: int) -> Mention | None:
    """Read a Creative Commons licence: its elements in any order, and the version."""
    at = place
    if tokens[at] == "creative":
        if tokens[at + 1 : at + 2] not in (["commons"], ["common"]):
            return None
        at += 2
    elif tokens[at] in {"cc", "ccby"}:
        at += tokens[at] == "cc"
    else:
        return None
    while at < len(tokens) and tokens[at] in {"s", ":", "(", "license", "cc", "the", "-", ","}:
        at += 1
    elements: dict[str, None] = {}
    while at < len(tokens):
        pair = _CC_PAIRS.get((tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""))
        one = "BY" if tokens[at] == "ccby" else _CC_WORDS.get(tokens[at])
        if not (pair or one):
            if tokens[at] in {"/", ",", "and"} and elements and _more_follows(tokens, at):
                at += 1
                continue
            break
        elements[pair or one or ""] = None
        at += 2 if pair else 1
    form = "-".join(one for one in ("BY", "NC", "SA", "ND") if one in elements)
    if form not in _CC_FORMS:
        return None
    return _commons_version(tokens, place, at, form)


def _more_follows(tokens: list[str], at: int) -> bool:
    return at + 1 < len(tokens) and (
        tokens[at + 1] in _CC_WORDS or tuple(tokens[at + 1 : at + 3]) in _CC_PAIRS
    )


_CC_VERSION = re.compile(
    r"^(?:(?:licen[sc]e|international|unported|generic|public|\( ?[a-z]{2}[a-z -]{0,16}\)|[,:(]"
    r"|us|united states|version|versions|v|ver) ?)*?(?P<number>[1-4]\.[015])\b"
    r"(?: (?:unported|generic|international|licen[sc]e|[,(]))*(?: (?P<place>[a-z]+(?: states)?))?"
)
_PLACES = {
    "germany": "de", "deutschland": "de", "austria": "at", "australia": "au", "netherlands": "nl",
    "united states": "us", "us": "us", "usa": "us", "france": "fr", "japan": "jp", "england": "uk",
    "uk": "uk", "igo": "igo", "de": "de", "at": "at", "au": "au", "nl": "nl", "fr": "fr",
    "jp": "jp",
}  # fmt: skip


def _commons_version(tokens: list[str], start: int, end: int, form: str) -> Mention:
    found = _CC_VERSION.match(text_of(tokens, end, end + 10))
    usual = "4.0" if tokens[start] == "creative" else "3.0"
    number = found["number"] if found else usual
    place = _PLACES.get(found["place"] or "", "") if found else ""
    known = spdx.entries()
    licence = known.get(f"cc-{form}-{number}-{place}".lower()) or known.get(
        f"cc-{form}-{number}".lower()
    )
    named = licence.spdx_id if licence else f"CC-{form}-4.0"
    ties = () if found else (f"CC-{form}-3.0", f"CC-{form}-4.0")
    meaning = Meaning(f"CC-{form}", named, lexicon.CLEAR)
    used = found[0].count(" ") + 1 if found else 0
    return Mention(start, end + used, meaning, (named,), ties, is_versioned=bool(found))


def is_sign(token: str) -> bool:
    """Tell whether a token is a sign and not a word."""
    return token in SIGNS


def spread(mentions: list[Mention]) -> Iterator[tuple[Mention | None, Mention, Mention | None]]:
    """Yield each mention with the one before and the one after."""
    padded = [None, *mentions, None]
    for place, mention in enumerate(mentions):
        yield padded[place], mention, padded[place + 2]
