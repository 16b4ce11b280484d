"""Figures and dates as a language writes them (look, section 6); never rounded."""

import re
from datetime import date, datetime

NARROW = "\u202f"
"""The narrow no-break space: between groups of a French figure, before ``; : ! ?``."""

NO_BREAK = "\u00a0"

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_SHORT_MONTHS = {
    "en": "Jan Feb March April May June July Aug Sept Oct Nov Dec",
    "fr": "janv. févr. mars avril mai juin juill. août sept. oct. nov. déc.",
}


_TIGHT = re.compile(r"[ \u00a0](?=[;!?])")
_WIDE = re.compile(r" (?=:)|(?<=«) | (?=»)")


def typeset(text: str, language: str) -> str:
    """Write a plain sentence as print has it: in French ’ for ', spaces that do not break."""
    if language != "fr":
        return text
    return _WIDE.sub(NO_BREAK, _TIGHT.sub(NARROW, text)).replace("'", "’")


def figure(value: int, language: str) -> str:
    """Write a whole number: 9,157 in English; 9 157 in French, with narrow no-break spaces."""
    return f"{value:,}".replace(",", NARROW) if language == "fr" else f"{value:,}"


def share(count: int, total: int, language: str) -> str:
    """Write a share of a hundred: 31.2% in English, 31,2 % in French.

    What is there is never written as nothing, what is missing never as all; a tenth is always
    written but with these two, so that a column of shares can be compared.
    """
    tenths = round(1000 * count / total) if total else 0
    if 0 < count < total:
        tenths = min(max(tenths, 1), 999)
    text = f"{tenths // 10}" if tenths in {0, 1000} else f"{tenths / 10:.1f}"
    return f"{text.replace('.', ',')}{NARROW}%" if language == "fr" else f"{text}%"


def day(value: date, language: str) -> str:
    """Write a date or the day of an instant: 23 November 2026, 1er novembre 2026."""
    return _day(value, _MONTHS, language)


def short_day(value: date, language: str) -> str:
    """Write a date where there is little room: 23 Nov 2026, 23 nov. 2026."""
    return _day(value, _SHORT_MONTHS, language)


def moment(value: datetime, language: str) -> str:
    """Write an instant in UTC: 23 November 2026, 09:12 UTC; 23 novembre 2026, 9 h 12 UTC."""
    if language == "fr":
        return f"{day(value, language)}, {value.hour}{NARROW}h{NARROW}{value.minute:02} UTC"
    return f"{day(value, language)}, {value:%H:%M} UTC"


def month(number: int, language: str) -> str:
    """Write a month: November, novembre."""
    return _MONTHS["fr" if language == "fr" else "en"].split()[number - 1]


def _day(value: date, months: dict[str, str], language: str) -> str:
    name = months["fr" if language == "fr" else "en"].split()[value.month - 1]
    number = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{number} {name} {value.year}"
