"""Build the search index anew from the database and put it in place of the old one."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from beffroi.portal import indexing, working


class Command(BaseCommand):
    help = "Build the search index anew; readers change over by themselves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, **options: Any) -> None:
        generation, count = indexing.rebuild(holder=working.new_holder(), at=timezone.now())
        if options["format"] == "json":
            self.stdout.write(json.dumps({"generation": generation, "documents": count}))
        else:
            self.stdout.write(f"generation={generation} documents={count}")
