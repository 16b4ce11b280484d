"""Settle what harvests ask: list the open questions, or answer one."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from beffroi.accounts.actions import question_link
from beffroi.repositories.actions.questions import settle
from beffroi.repositories.errors import RepositoryError
from beffroi.repositories.models import Question
from beffroi.repositories.pages.questions import as_json, sentence
from beffroi.repositories.shapes import WITHDRAWAL_REASONS

SOURCE = "manual:command"
LONGEST_DAYS = 90


class Command(BaseCommand):
    help = "List what harvests ask a person, or answer one question."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("uid", nargs="?", default="", help="of a question; none lists them")
        answer = parser.add_mutually_exclusive_group()
        answer.add_argument("--confirm", action="store_true", help="yes: gone, or moved")
        answer.add_argument("--refuse", action="store_true", help="no: keep what is known")
        answer.add_argument("--link", action="store_true", help="print a page with both answers")
        parser.add_argument("--days", type=int, default=7, help="a link is good for so long (7)")
        parser.add_argument(
            "--reason", choices=sorted(WITHDRAWAL_REASONS), default="deleted",
            help="of the tombstones that a confirmed loss makes (deleted)",
        )  # fmt: skip
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *, uid: str, **options: Any) -> None:
        is_answer = options["confirm"] or options["refuse"] or options["link"]
        if not uid:
            if is_answer:
                raise CommandError("which question? beffroi settle lists them.", returncode=2)
            self._list(options["format"])
            return
        rows = Question.objects.select_related("account__forge", "account__organisation")
        question = rows.filter(uid=uid).first()
        if question is None:
            raise CommandError(
                f"there is no question “{uid}”; beffroi settle lists them.", returncode=2
            )
        if options["link"]:
            self._link(question, options["days"])
        elif is_answer:
            self._settle(question, options)
        elif options["format"] == "json":
            self.stdout.write(json.dumps(as_json(question), ensure_ascii=False))
        else:
            self.stdout.write(sentence(question))

    def _link(self, question: Question, days: int) -> None:
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days is from 1 to {LONGEST_DAYS}.", returncode=2)
        until = timezone.now() + timedelta(days=days)
        self.stdout.write(question_link(question.uid, until=until))
        self.stderr.write(
            f"Good until {until:%Y-%m-%d %H:%M} UTC. Whoever has it may settle this question."
        )

    def _list(self, form: str) -> None:
        rows = Question.objects.open().select_related("account__forge", "account__organisation")
        if form == "json":
            found = [as_json(one) for one in rows]
            self.stdout.write(json.dumps({"questions": found}, ensure_ascii=False))
            return
        for one in rows:
            self.stdout.write(f"{one.uid}  {sentence(one)}")
        if not rows:
            self.stdout.write("Nothing is to be settled.")

    def _settle(self, question: Question, options: dict[str, Any]) -> None:
        try:
            count = settle(
                question, is_confirmed=options["confirm"], source=SOURCE, at=timezone.now(),
                reason=options["reason"],
            )  # fmt: skip
        except RepositoryError as error:
            raise CommandError(error.message, returncode=2) from error
        if options["format"] == "json":
            said = {**as_json(question), "repositories": count}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.stdout.write(f"{question.settled_as}: {question.kind}, repositories={count}")
