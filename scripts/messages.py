"""Keep the translation catalogues true to the code, without the gettext tools.

A message is English in the code. Each package that Django knows holds one catalogue per
language, ``beffroi/<package>/locale/<language>/LC_MESSAGES/django.po``: sorted, without line
numbers, dates or fuzzy guesses, so that a change of the code changes only its own lines. Files
directly in ``beffroi/`` belong to the catalogue of ``portal``.

Without option: update the catalogues. ``--check``: say what is missing, 1 when something is.
``--compile``: write the ``.mo`` files that Django reads.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr",)
WIDTH = 96
ONE, CONTEXT, PLURAL = (1,), ((1, "c"), 2), (1, 2)
KEYWORDS = {
    "_": ONE,
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")
HEADER = """\
# {language} messages of beffroi.{package}; `make messages` keeps the list.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""

Key = tuple[str, str]  # context ("" for none), first msgid


@dataclass(frozen=True)
class Shelf:
    """The catalogue of one package in one language."""

    package: Path
    language: str

    @property
    def path(self) -> Path:
        """Return the place of the ``.po`` file."""
        return self.package / "locale" / self.language / "LC_MESSAGES" / "django.po"

    def read(self) -> Catalog:
        """Return what was translated until now."""
        if not self.path.exists():
            return Catalog(self.language)
        with self.path.open("rb") as file:
            return read_po(file, locale=self.language, abort_invalid=True)


def main() -> int:
    """Update, check or compile; answer 1 when a check found something."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing, list what lacks")
    choice.add_argument("--compile", action="store_true", help="write the .mo files")
    parser.add_argument("--root", type=Path, default=ROOT, help="another checkout")
    options = parser.parse_args()
    if options.compile:
        for path in sorted((options.root / "beffroi").glob("*/locale/*/LC_MESSAGES/django.po")):
            compile_one(path)
        return 0
    findings = []
    found = {package: extracted(package) for package in packages(options.root / "beffroi")}
    for language in LANGUAGES:
        shelves = [Shelf(package, language) for package in found]
        memory = remembered(shelves)
        if options.check:
            findings += contradictions(shelves, memory)
        for shelf in shelves:
            if options.check:
                findings += list(faults(shelf, found[shelf.package]))
            else:
                update(shelf, found[shelf.package], memory)
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


def packages(house: Path) -> list[Path]:
    """Return the packages that may hold messages: those that Django knows."""
    return sorted(path.parent for path in house.glob("*/apps.py"))


def extracted(package: Path) -> Catalog:
    """Return every message that the code and the templates of one package ask for."""
    found = Catalog()
    sources = [path for path in package.rglob("*.py") if "migrations" not in path.parts]
    if package.name == "portal":
        sources += package.parent.glob("*.py")
    templates = [path for path in package.rglob("templates/**/*") if path.is_file()]
    for path in sorted(sources):
        add(found, path.read_bytes())
    for path in sorted(templates):
        # Everything but the calls is blanked out; what is left is Python but for its indentation.
        calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        add(found, "\n".join(line.strip() for line in calls.splitlines()).encode())
    return found


def add(found: Catalog, source: bytes) -> None:
    """Add the messages of one Python text."""
    for _line, text, _comments, context in extract("python", io.BytesIO(source), KEYWORDS):
        if text:
            found.add(text, context=context)


def key(message: Message) -> Key:
    """Return what makes a message itself."""
    first = message.id[0] if message.pluralizable else message.id
    return (message.context or "", str(first))


def remembered(shelves: list[Shelf]) -> dict[Key, Message]:
    """Return what any package has translated; Django too sees all catalogues as one."""
    known = (message for shelf in shelves for message in shelf.read() if message.id)
    return {key(message): message for message in known if translated(message)}


def contradictions(shelves: list[Shelf], memory: dict[Key, Message]) -> list[str]:
    """Say which messages have two translations: nobody knows which one a page will show."""
    return [
        f"{shelf.package.name} {shelf.language}: translated otherwise elsewhere: {message.id!r}"
        for shelf in shelves
        for message in shelf.read()
        if message.id and translated(message) and memory[key(message)].string != message.string
    ]


def update(shelf: Shelf, found: Catalog, memory: dict[Key, Message]) -> None:
    """Write the catalogue: the messages of the code, with the translations that are known."""
    known = {key(message): message for message in shelf.read() if message.id}
    fresh = Catalog(shelf.language)
    for message in found:
        mine = known.get(key(message))
        old = mine if mine is not None and translated(mine) else memory.get(key(message), mine)
        keep = old is not None and old.pluralizable == message.pluralizable and not old.fuzzy
        text = old.string if old is not None and keep else None
        comments = old.user_comments if old is not None else ()
        if message.id:
            fresh.add(message.id, text, context=message.context, user_comments=comments)
    if not len(fresh) and not shelf.path.exists():
        return
    body = io.BytesIO()
    write_po(body, fresh, width=WIDTH, no_location=True, omit_header=True, sort_output=True)
    head = HEADER.format(language=shelf.language, package=shelf.package.name)
    shelf.path.parent.mkdir(parents=True, exist_ok=True)
    shelf.path.write_text(head + body.getvalue().decode(), encoding="utf-8")
    left = sum(not translated(message) for message in fresh if message.id)
    if left:
        print(f"{shelf.package.name} {shelf.language}: {left} to translate", file=sys.stderr)


def translated(message: Message) -> bool:
    """Tell whether every form of a message has a text."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms) and bool(forms)


def faults(shelf: Shelf, found: Catalog) -> Iterator[str]:
    """Say what is wrong with one catalogue, one line a fault."""
    where = f"{shelf.package.name} {shelf.language}"
    known = shelf.read()
    written = {key(message): message for message in known if message.id}
    asked = {key(message): message for message in found if message.id}
    for name in sorted(asked.keys() - written.keys()):
        yield f"{where}: not in the catalogue (make messages): {name[1]!r}"
    stale = [*(written.keys() - asked.keys()), *map(key, known.obsolete.values())]
    for name in sorted(stale):
        yield f"{where}: no longer in the code (make messages): {name[1]!r}"
    for name in sorted(asked.keys() & written.keys()):
        message = written[name]
        if message.pluralizable != asked[name].pluralizable:
            yield f"{where}: plural in one place only (make messages): {name[1]!r}"
        elif message.fuzzy or not translated(message):
            yield f"{where}: not translated: {name[1]!r}"
        elif not same_placeholders(message):
            yield f"{where}: other placeholders than the English: {name[1]!r}"


def same_placeholders(message: Message) -> bool:
    """Tell whether a translation fills in what the English does.

    A plural form may leave the number out, as in "no result"; it may not ask for more.
    """
    ids = message.id if isinstance(message.id, list | tuple) else [message.id]
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    allowed = sorted(PLACEHOLDER.findall(ids[-1]))
    if not message.pluralizable:
        return sorted(PLACEHOLDER.findall(forms[0])) == allowed
    return all(set(PLACEHOLDER.findall(form)) <= set(allowed) for form in forms)


def compile_one(path: Path) -> None:
    """Write the ``.mo`` file beside one catalogue."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3], abort_invalid=True)
    body = io.BytesIO()
    write_mo(body, catalogue)
    fresh = path.with_suffix(".mo.new")
    fresh.write_bytes(body.getvalue())
    fresh.replace(path.with_suffix(".mo"))


if __name__ == "__main__":
    sys.exit(main())
