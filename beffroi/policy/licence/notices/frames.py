"""What the words around a licence's name say of it: a grant, a field, a heading, a mention, no.

Patterns are matched at the end of the few words before a name, or at the beginning of the few
words after it; both are short and of bounded length, so that no pattern can run away.
"""

import re

GRANT, STATED, NAMED, NOTHING = 3, 2, 1, 0

_LINK = (
    r"(?:the|a|an|this|all|either|both|of|one|two|three|any|terms?|conditions?|provisions?"
    r"|restrictions?|and|or|licen[sc]es?|licensing|agreement|agreements|rules|permissive|copyleft"
    r"|free|open|source|software|osi|approved|standard|usual|same|as|s|version|versions|v|following"
    r"|dual|double|triple|tri|multiple|at|your|its|option|choice|option\)|la|le|les|du|de|des|l|et"
    r"|ou|termes|licence|conditions|dem|der|den|die|una|un|une|current|latest|official|well|known"
    r"|so|called|more|liberal|very|only|also|modified|slightly|popular|gnu|terms\)|[,:;(\[]|\d"
    r"|clause|clauses|style|non|copyright|notice|by|perl|ruby|above|below|to|them|choose|use"
    r"|public|general|similar|like|lenient|very|simple|original|liberal|project)"
)
_VERBS = (
    r"(?:re|sub)?(?:licen[sc]ed?|licen[sc]es|licen[sc]ing|released?|distributed?|redistributed?"
    r"|redistributable|redistribution|available|covered|governed|governs|protected|subject|bound"
    r"|provided|published|offered|placed|issued|shared|contributed|copyrighted|copyleft\w*|usable"
    r"|permitted|copyable|copied|regulated|use|used|usage|copy|modify|modified|made|opensourced"
    r"|sourced|put|falls?|comes|shipped|contributions?|rights|donated|granted"
    r"|licencié\w*|diffusé\w*|distribué\w*|publié\w*|régie?s?|soumise?s?|placé\w*|disponible"
    r"|couverte?s?|lizenziert|veröffentlicht|freigegeben|comply|complies|compliance|adhere"
    r"|accordance|conform\w*|pursuant)"
)
_GRANT = re.compile(
    rf"(?:^|[ (])(?:(?:under|underneath|sous|selon|unter|bajo|sotto|according to"
    rf"|in accordance with|in compliance with|in terms of|per|within)"
    rf" (?:{_LINK} )*|{_VERBS} (?:\S+ ){{0,4}}?(?:by|to|as|using|via|par|aux?|à|under)"
    rf" (?:{_LINK} )*|(?:comply|complies|compliance|conform\w*|accordance|licen[sc]ed) with"
    rf" (?:{_LINK} )*|(?:re|sub|dual)?(?:licen[sc]e[sd]?|licencié\w*|released|distributed)"
    rf" (?:as |: |par |{_LINK} )*"
    rf"|(?:terms?|conditions?|provisions?|termes) (?:and (?:conditions?|provisions?) )?"
    rf"(?:of|de|du|in|as|from|set forth in) (?:{_LINK} )*|(?:is|are) (?:{_LINK} )*"
    rf"|(?:use|using|chose|choose|adopt\w*|apply) (?:{_LINK} )*)$"
)
_GRANT_WORD = re.compile(
    r"\b(?:under|sous|unter|licen[sc]ed|released|distributed?|redistribute\w*|terms|covered"
    r"|governed|subject|available|licen[sc]e|licen[sc]es|licensing|provisions|conditions|régi\w*"
    r"|selon|lizenz|permission|permitted|accordance|copyleft|copyright|free)\b"
)
_STRICT = re.compile(
    rf"(?:(?:licen[sc]ed|licen[sc]ing|released|distribut\w+|redistribut\w+|available"
    rf"|covered|governed|published|provided|placed|offered|copyrighted|issued|made|used|copied"
    rf"|use|copy|modify|shared|contributed|licencié\w*|diffusé\w*|distribué\w*|publié\w*"
    rf"|régie?s?|soumise?s?|lizenziert|is|are|falls?|comes|project|code|software|files?) "
    rf"(?:\S+ ){{0,5}}?(?:under|sous|selon|unter|according to|in accordance with)"
    rf" (?:{_LINK} )*|(?:covered|governed|protected|régie?s?|couverte?s?) (?:by|par) (?:{_LINK} )*"
    rf"|subject to (?:{_LINK} )*|licen[sc]ed (?:as |: |{_LINK} )*|sous licen[sc]e (?:{_LINK} )*"
    rf"|(?:terms?|conditions?|provisions?|termes) (?:and (?:conditions?|provisions?) )?"
    rf"(?:of|de|du) (?:{_LINK} )*)$"
)
_FIELD = re.compile(
    r"(?:^|[ ({\[,;.])(?:copy)?(?:licen[sc]es?|licensing|licen[sc]ed|lizenz|lic|copying|licencia"
    r"|licenza|module licen[sc]e|spdx licen[sc]e identifier|copyright :|copyrights :|droits? :)"
    r" (?:(?:name|type|id|expression|terms|declared|concluded|identifier|info|information|string"
    r"|key|code|short|shortname|text|value|status|condition|conditions|tag|version|is|are|was|as"
    r"|under|used|of|for|this|file|the|software|package|source|project|program|code|osi|approved"
    r"|dual|either|both|a|an|new|:|=|>=|\(|\[|\{|,|\.) )*$"
)
_FIELD_SIGN = re.compile(
    r"(?:[:=(\[{] |approved : : | is | are |licen[sc]e |licen[sc]ed )"
    r"(?:dual |either |the |both |a )*$"
)
_NEGATED = re.compile(
    r"(?:^| )(?:"
    r"(?:not|isn t|aren t|never|no longer|cannot|neither|nor|n t|ne|pas|nicht|without being)"
    r" (?:(?!except|unless|only|use|in|redistribute|allow|cover|sue|copy|modify|delete)\S+ ){0,5}?"
    r"(?:licensed|released|covered|distributed|available|subject|governed|under|by|a|the|an|be|is|"
    r"of|to|any|fall|as|with|contain|include|licen[sc]e|sous|gnu) (?:\S+ ){0,2}"
    r"|(?:in)?compatib\w+ (?:with|to|de|avec) (?:\S+ ){0,4}?"
    r"|(?:unlike|than|instead of|rather than|versus|vs|contrary to|opposed to|outside of)"
    r" (?:\S+ ){0,3}?"
    r"|(?:equivalent|identical|comparable|analogous|alternative|akin) to (?:\S+ ){0,3}?"
    r"|(?:based|modell?ed|patterned|inspired|derived|adapted) (?:up)?(?:on|by|after|from)"
    r" (?:\S+ ){0,3}?"
    r"|(?:use|uses|with|under) the same licen[sc]e as (?:\S+ ){0,2}?"
    r"|violat\w+ (?:of )?(?:\S+ ){0,2}?|infring\w+ (?:\S+ ){0,2}?|conflicts? with (?:\S+ ){0,2}?"
    r"|(?:detects?|scans?|recogni[sz]es?|lists?|checks?) (?:for )?(?:\S+ ){0,2}?"
    r"|such as (?:\S+ ){0,2}?|e g (?:\S+ ){0,2}?|for example (?:\S+ ){0,2}?"
    r"|(?:formerly|previously|used to be|earlier versions? were) (?:\S+ ){0,5}?"
    r"|(?:non|pre|anti|no) )$"
)
_DENIED = re.compile(
    r"^(?:licen[sc]es? |licensed |code |software )?(?:(?:may|does|do|is|are|will|shall|would|could"
    r"|should|can|must)(?: not|n t| no longer)\b|cannot\b|compatible\b|incompatible\b|compliant\b"
    r"|compatibility\b|compliance\b|faq\b|violation\b|tools?\b|headers?\b|checker\b|parser\b"
    r"|incompatibility\b|friendly\b|notices\b|linking\b|symbols?\b|only symbols?\b)"
)
_BESIDE = re.compile(
    r"^(?:(?!with|and|or|,)\S+ ){0,2}?(?:exceptions?|linking exception|special exception)\b"
)
_ELSEWHERE = re.compile(
    r"(?:(?:see|read|consult) (?:the )?(?:file )?|copy of (?:the )?(?:\S+ ){0,2}?"
    r"|(?:received|receive|obtain|found|included) (?:\S+ ){0,6}?|licen[sc]es / )$"
)
_DETAILS = re.compile(
    r"^(?:licen[sc]e )?(?:for (?:more|further|full|the) |along with|with this|for the |text\b"
    r"|should be included|in the file|, in the file)"
)
_STYLE = re.compile(r"^(?:style|like|type|ish|alike|inspired|compatible style|derived)\b")
_LICENCE_AFTER = re.compile(
    r"^(?:[)\]] ?)?(?:(?:style|like|type|open source|public|software|copyright|free|free software"
    r"|permissive|copyleft|public software|2 0|s|tri|dual|triple) ){0,2}"
    r"(?:licen[sc]es?|licensed|lizenz)\b(?! [:=])"
)
_ALTERNATIVE = re.compile(
    r"(?:\balternatively\b|\balternately\b|\bor (?:, )?(?:at your (?:option|choice|discretion)"
    r"|alternatively|under|the terms of|instead|else)\b|\bin lieu of\b|\binstead of the above\b"
    r"|\bas an alternative\b|\bor$|\bmay instead\b|\bau choix\b|\bou bien\b|\bcan also\b"
    r"|\bmay also be (?:used|distributed|licensed)\b|\bmay optionally\b)"
)
_CHOICE = re.compile(
    r"\b(?:dual|dually|duallicensed|double|either|tri|triple|triply|multi|choose|choice|choosing"
    r"|your option|any of|one of|disjunctive|whichever|alternatively|au choix|at your discretion"
    r"|alternative|any one of|user s choice|oder|ou)\b"
)
_JOIN = (
    r"(?:licen[sc]es?|licensed|licensing|terms?|of|the|a|an|under|either|both|version|versions|v"
    r"|by|with|at|your|option|choice|discretion|alternatively|any|later|newer|higher|above|style"
    r"|like|text|as|published|free|software|foundation|see|file|http\S+|www\S+|[()\[\]\",:.;{}]"
    r"|\d+(?:\.\d+)*|new|modified|revised|simplified|clause|gnu|public|copyright|to|in|is|on|their"
    r"|for|this|code|source|subject|available|distributed|released|la|le|les|de|du|licence|then"
    r"|license's|itself|only|itself,|l|s|details|details,|more|mit|gpl|bsd|txt|copying|can|be"
    r"|used|or later|inc|its|agreement|open|use|conditions|provisions|that|are|required|case"
    r"|which|instead|above|restrictions|perl|language|programming|same|also|may|distribute|it"
    r"|redistribute|and or|optionally|combination|dual|depending|choose|you|permission|alias)"
)
_OR = re.compile(rf"^(?:{_JOIN} )*?(?:or|/|\||ou|oder|alternatively|otherwise|o) (?:{_JOIN} )*$")
_AND = re.compile(rf"^(?:{_JOIN} )*?(?:and|&|\+|et|und|plus) (?:{_JOIN} )*$")
_LIST = re.compile(rf"^(?:{_JOIN} )*$")


def is_grant(before: str) -> bool:
    """Tell whether the words before a name place something under it."""
    return bool(_GRANT.search(before))


def is_strict(before: str) -> bool:
    """Tell whether words of licensing, and not only "under" or "is", lead to a name."""
    return bool(_STRICT.search(before)) or is_field(before)


def is_field(before: str) -> bool:
    """Tell whether the words before a name are a field such as "License:"."""
    return bool(_FIELD.search(before)) and bool(_FIELD_SIGN.search(f" {before}"))


def is_negated(before: str, after: str) -> bool:
    """Tell whether the words around a name deny it, compare with it or speak about it."""
    return bool(_DENIED.match(after) or _NEGATED.search(before))


def names_exception(after: str) -> bool:
    """Tell whether a name belongs to an exception: "OpenSSL" of "OpenSSL linking exception"."""
    return bool(_BESIDE.match(after))


def is_pointer(before: str, after: str) -> bool:
    """Tell whether a name is only where to read more: "see the … for more details"."""
    return bool(_ELSEWHERE.search(before) or _DETAILS.match(after))


def is_style(after: str) -> bool:
    """Tell whether a name is used as "…-style"."""
    return bool(_STYLE.match(after))


def is_called_licence(after: str) -> bool:
    """Tell whether the word licence follows a name."""
    return bool(_LICENCE_AFTER.match(after))


def is_alternative(before: str) -> bool:
    """Tell whether a sentence offers a licence besides the one that stands before it."""
    return bool(_ALTERNATIVE.search(before))


def offers_choice(around: str) -> bool:
    """Tell whether words say that one may choose among licences."""
    return bool(_CHOICE.search(around))


def operator(between: str) -> str:
    """Return what joins two names: OR, AND, ALSO (after a comma), LIST, or nothing."""
    if between.startswith(", and "):
        return "ALSO"
    if _OR.match(between):
        return "OR"
    if _AND.match(between):
        return "AND"
    return "LIST" if _LIST.match(between) and ("," in between or ";" in between) else ""
