"""Tell lines that are nothing but a copyright notice from lines that speak about copyright."""

import re

_MARK = r"(?:spdx-filecopyrighttext|copyright(?:ed)?|copr\.?|\(c\)|©|&copy;)"
_NOTICE = re.compile(
    r"^[^\w(©<\[]*(?:(?:rem|dnl)\s+)?"
    r"(?:(?:portions?|parts?|some parts|modifications?|this software is|contributions?)\W+)?"
    rf"(?:{_MARK}[\s:,.]*)+"
    r"(?:by\s+)?(?P<rest>.*)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"^(?:notices?|holders?|owners?|laws?|licen[cs]es?|act|and|or|in|interests?|statements?|is|"
    r"are|permissions?|infringement|protect\w*|treat\w+|disclaimer|material|rights?|information|"
    r"to|the above|this|of|for|on|as|with|may|shall|must|which|that|applies|claims?)\b",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\b(?:permission|permitted|redistribution|hereby|granted|licen[cs]ed? under|free software|"
    r"provided|distributed|everyone|you (?:can|are)|this (?:code|file|program|software)|freely|"
    r"shall|may|must|warranty|subject to|terms|use of this)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{4}|[<\[{]?(?:year|yyyy|dates?)[>\]}]?|[<\[{]", re.IGNORECASE)
_RESERVED = re.compile(
    r"^\W*(?:and )?all rights reserved\W*$|^\W*tous droits réservés\W*$", re.IGNORECASE
)
_LONGEST = 200


def is_notice(line: str) -> bool:
    """Tell whether a line is a notice (“Copyright 2020 X”) and no sentence about copyright."""
    if len(line) > _LONGEST:
        return False
    if _RESERVED.match(line):
        return True
    found = _NOTICE.match(line)
    if not found or _LEGAL.search(found["rest"]):
        return False
    rest = found["rest"].strip()
    if _DATED.match(rest):
        return True
    is_said = "©" in line or "opyright" in line or "COPYRIGHT" in line
    return is_said and bool(rest) and not _SENTENCE.match(rest) and rest[:1].isupper()
