"""Say in words what is missing or wrong with this instance, and how to mend it."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from beffroi.portal.doctor.examination import examine
from beffroi.portal.doctor.shapes import Finding

MARKS = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}


class Command(BaseCommand):
    help = "Examine machine, settings, database, index, worker and copies."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--thorough", action="store_true", help="follow the whole journal")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, **options: Any) -> None:
        findings: list[Finding] = []
        for finding in examine(timezone.now(), is_thorough=options["thorough"]):
            findings.append(finding)
            if options["format"] == "text":
                self._say(finding)
        count = sum(finding.state == "wrong" for finding in findings)
        if options["format"] == "json":
            rows = [asdict(finding) for finding in findings]
            self.stdout.write(json.dumps({"ok": not count, "findings": rows}, ensure_ascii=False))
        else:
            self.stdout.write(f"{count} wrong" if count else "Nothing is wrong.")
        if count:
            sys.exit(1)

    def _say(self, finding: Finding) -> None:
        self.stdout.write(f"{MARKS[finding.state]} {finding.key:<11} {finding.says}")
        if finding.remedy:
            self.stdout.write(f"{'':17} → {finding.remedy}")
