"""A summary in Markdown, short enough for a comment under a pull request."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from beffroi.lib.cleaning import clean
from beffroi.policy.check.families import role
from beffroi.policy.check.formats.places import Place, explained, in_language, places, remedy
from beffroi.policy.check.judging import Judged, Report
from beffroi.policy.check.plurals import filled

MOST: Final = 60_000
"""A comment on GitHub holds 65,536 characters."""
MARK: Final = "<!-- beffroi check -->"
"""The first line: a job finds its own comment by it, and replaces it."""
_PLACES: Final = 10
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~&])")
_CALL: Final = "@&#8203;"
_WORDS: Final = {
    "en": {
        "publishable": "publishable",
        "publishable-with-remarks": "publishable, with remarks",
        "blocked": "blocked",
        "facts": "Openness level: claimed {claimed}, observed {observed}. Score: {points} of {of}.",
        "none": "none",
        "blocking": "What blocks publication",
        "remarks": "Remarks",
        "questions": "Questions, and who can answer",
        "waived": "Waived",
        "rest": "{passed} {passed:rule|rules} passed, {absent} {absent:does|do} not apply.",
        "more": "and {count} further places",
        "left": "The summary ends here: it would be too long for a comment. "
        "beffroi check shows the rest.",
        "colon": ":",
        "until": "until",
    },
    "fr": {
        "publishable": "publiable",
        "publishable-with-remarks": "publiable, avec des remarques",
        "blocked": "bloqué",
        "facts": "Niveau d’ouverture\u00a0: déclaré {claimed}, observé {observed}. "
        "Score\u00a0: {points} sur {of}.",
        "none": "aucun",
        "blocking": "Ce qui bloque la publication",
        "remarks": "Remarques",
        "questions": "Questions, et qui peut répondre",
        "waived": "Dérogations",
        "rest": "{passed} {passed:règle respectée|règles respectées}, {absent} sans objet.",
        "more": "et {count} autres endroits",
        "left": "Le résumé s’arrête ici\u00a0: il serait trop long pour un commentaire. "
        "beffroi check montre le reste.",
        "colon": "\u00a0:",
        "until": "jusqu’au",
    },
}


def write(report: Report, language: str) -> str:
    """Return verdict, level, score, then what blocks, what is remarked, what is asked."""
    lines = list(_lines(report, language))
    kept, size = [], 0
    for line in lines:
        size += len(line) + 1
        if size > MOST:
            kept += ["", _WORDS[language]["left"]]
            break
        kept.append(line)
    return "\n".join(kept) + "\n"


def _lines(report: Report, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield MARK
    yield f"## beffroi check{words['colon']} {words[report.verdict]}"
    yield ""
    yield words["facts"].format(
        claimed=report.level.claimed or words["none"],
        observed=report.level.observed or words["none"],
        points=report.score.points,
        of=report.score.of,
    )
    for title, found in _groups(report.rules):
        if found:
            yield from ("", f"### {words[title]}", "")
            for judged in found:
                yield from _finding(judged, language)
    yield ""
    counts = {"passed": report.count("pass"), "absent": report.count("not-applicable")}
    yield filled(words["rest"], language, **counts)
    yield ""
    yield f"`{report.policy}` {_escaped(report.version)}, {report.on.isoformat()}"


def _groups(rules: Iterable[Judged]) -> tuple[tuple[str, list[Judged]], ...]:
    blocking, remarks, questions, waived = [], [], [], []
    for judged in rules:
        state = judged.finding.state
        if state == "fail" and judged.severity == "MUST":
            blocking.append(judged)
        elif state in {"fail", "warn"}:
            remarks.append(judged)
        elif state == "unknown":
            questions.append(judged)
        elif state == "waived":
            waived.append(judged)
    return (
        ("blocking", blocking),
        ("remarks", remarks),
        ("questions", questions),
        ("waived", waived),
    )


def _finding(judged: Judged, language: str) -> Iterator[str]:
    finding = judged.finding
    colon = _WORDS[language]["colon"]
    address = explained(judged.rule, language)
    name = f"[{judged.rule.id}]({address})" if address else judged.rule.id
    asked = f" ({role(finding.asks, language)})" if finding.state == "unknown" else ""
    yield f"- **{name}**{asked}{colon} {_escaped(in_language(finding.why, language))}"
    found = [place for place in places(judged) if place.judged.finding.evidence]
    for place in found[:_PLACES]:
        yield f"  - {_where(place)}"
    if len(found) > _PLACES:
        more = _WORDS[language]["more"].format(count=len(found) - _PLACES)
        yield f"  - {more}"
    if finding.state in {"fail", "warn", "unknown"} and (mended := remedy(judged, language)):
        yield f"  - {_block(mended)}"
    if judged.waiver and finding.state == "waived":
        waiver = judged.waiver
        until = f"{_WORDS[language]['until']} {waiver.until.isoformat()}"
        yield f"  - {_escaped(waiver.reason)} ({_escaped(waiver.by)}, {until})"


def _where(place: Place) -> str:
    line = f":{place.line}" if place.line else ""
    path = _code(clean(place.path) + line) if place.is_named else ""
    said = (path, _escaped(place.text), place.commit[:12])
    return " ".join(part for part in said if part)


def _block(text: str) -> str:
    """Return a remedy, which is ours and may hold code, in one list item."""
    return text.replace("\n", "\n    ")


def _code(text: str) -> str:
    """Return a stranger's text as code, whatever backticks it holds."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _escaped(text: str) -> str:
    """Return a stranger's text so that it formats, links and calls nobody."""
    return _SPECIAL.sub(r"\\\1", " ".join(clean(text).split())).replace("@", _CALL)
