"""The command ``beffroi``: judging commands need no Django, all others are Django's.

Exit status: 0 done and nothing wrong found, 1 done and something wrong found, 2 not done.
"""

import difflib
import importlib
import os
import sys
from collections.abc import Callable

from beffroi.lib.errors import BeffroiError, UsageError

USAGE = """beffroi: the open-source office of a government in one program

  beffroi init --country fr          an empty instance from a country pack
  beffroi import KIND FILE_OR_URL    read organisations, accounts or repositories
  beffroi export KIND                write open data (csv, json, jsonl, parquet)
  beffroi harvest --account URL      read forges into the catalogue
  beffroi forge token HOST           keep a forge's token, list forges, invite officers
  beffroi settle                     answer what harvests ask a person
  beffroi reindex                    build the search index anew
  beffroi serve, beffroi worker      run the portal, run the timers
  beffroi demo                       all of it with the built-in sample
  beffroi check PATH_OR_URL          judge a repository by a contribution policy
  beffroi licence PATH...            which licence files and directories carry, and where
  beffroi compatible IN OUT          may code under one licence go into a work under another
  beffroi publiccode FILE            is a publiccode.yml valid, and what to mend; --new makes one
  beffroi manage …                   Django's own commands

Each takes --help. Documentation: docs/commands.md
"""
JUDGING = {  # no database, no Django
    "check": "beffroi.policy.check.check_command",
    "compatible": "beffroi.policy.compatible_command",
    "licence": "beffroi.policy.licence.command",
    "publiccode": "beffroi.policy.publiccode_command",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(USAGE)
        return 0 if words else 2
    if words[0] in JUDGING:
        return _run(words, _judge, _said)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.settings")
    return _run(words[1:] if words[0] == "manage" else words, _execute, _in_words)


def _judge(words: list[str]) -> int:
    """Run one judging command, which starts fast because nothing of Django is loaded."""
    return int(importlib.import_module(JUDGING[words[0]]).run(words[1:]))


def _run(
    words: list[str], run: Callable[[list[str]], int], in_words: Callable[[Exception], str]
) -> int:
    """Run a command to its exit status; no traceback reaches a person without ``--debug``."""
    try:
        return run([word for word in words if word != "--debug"])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        if "--debug" in words:
            raise
        sys.stderr.write(f"beffroi: {in_words(error)}\n")
        return 2


def _execute(words: list[str]) -> int:
    import django  # noqa: PLC0415 (slow to import)
    from django.core import management  # noqa: PLC0415

    django.setup()
    known = management.get_commands()
    if words and words[0] not in {*known, "help"} and not words[0].startswith("-"):
        near = difflib.get_close_matches(words[0], known, n=1)
        advice = f"; did you mean “{near[0]}”?" if near else ". beffroi --help lists them."
        raise UsageError(f"there is no command “{words[0]}”{advice}")
    management.ManagementUtility(["beffroi", *words]).execute()
    return 0


def _in_words(error: Exception) -> str:
    """Say an error to a person; what we did not foresee is named as our fault."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import CommandError  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    if isinstance(error, (CommandError, ImproperlyConfigured)):
        return str(error)
    if isinstance(error, DatabaseError):
        first = (str(error).splitlines() or [""])[0] or type(error).__name__
        return f"the database refused: {first}. Is it prepared? Run: beffroi init"
    return _said(error)


def _said(error: Exception) -> str:
    """Say an error to a person without Django; what we did not foresee is named our fault."""
    if isinstance(error, BeffroiError):
        return str(error)
    first = (str(error).splitlines() or [""])[0] or type(error).__name__
    return f"a fault of ours ({first}). See it whole with --debug."


if __name__ == "__main__":
    sys.exit(main())
