"""What is found of components."""

from beffroi.policy.check.components.shapes import Components
from tests.policy.check.components.making import make_component


def test_components_are_known_when_a_file_lists_them() -> None:
    assert not Components((make_component(),)).is_known
    assert Components(files=("uv.lock",)).is_known
