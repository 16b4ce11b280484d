"""Files of a repository over the API of its forge, where git does not answer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from beffroi.forges.calls import Calls
from beffroi.forges.contents import MOST_PATHS, READ
from beffroi.forges.files import find_files
from beffroi.forges.shapes import Failure


@dataclass(frozen=True, slots=True)
class Fallback:
    """What was found: ``files``: kind → path; ``texts``: kind → text, as in ``Look``."""

    files: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()


NO_HEADERS: Final[Mapping[str, str]] = {}


async def read_files(
    calls: Calls,
    paths: Iterable[str],
    address: Callable[[str], str],
    headers: Mapping[str, str] = NO_HEADERS,
) -> Fallback:
    """Find the telling files among ``paths`` and read the texts of those that are read.

    ``address``: path → where the API gives the file as it is, with ``headers``.
    """
    names = [path for path, _ in zip(paths, range(MOST_PATHS), strict=False)]
    files = find_files(names)
    texts: dict[str, str] = {}
    failures: list[Failure] = []
    for kind in READ:
        if kind not in files:
            continue
        said = await calls.ask(address(files[kind]), "file", headers=headers)
        if said.is_data and said.answer:
            texts[kind] = said.answer.text()
        elif said.failure:
            failures.append(said.failure)
        else:  # a limit: the rest with the next look
            break
    return Fallback(files, texts, tuple(failures))
