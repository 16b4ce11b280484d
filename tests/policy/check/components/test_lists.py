"""Lists that belong to no single rule."""

from beffroi.policy.check.components.licences import expression_of
from beffroi.policy.check.components.lists import settings


def test_every_classifier_means_a_licence_of_the_spdx_list() -> None:
    meant = settings()["classifiers"].values()
    assert [one for one in meant if expression_of(one) != one] == []


def test_names_of_files_are_written_as_they_are_compared() -> None:
    for key in ("manifests", "code", "written", "libraries"):
        assert [name for name in settings()[key] if name != name.lower()] == []
