"""A folder of ours that goes with what needs it."""

from beffroi.policy.check.keeping import OwnFolder


def test_the_folder_is_there_as_long_as_its_holder() -> None:
    own = OwnFolder("beffroi-test-")
    path = own.path
    (path / "x").write_text("x", "utf-8")
    assert path.is_dir()
    del own
    assert not path.exists()
