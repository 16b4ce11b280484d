"""Languages are guessed from the names of files."""

from beffroi.forges.languages import shares


def test_shares_are_counted_by_files_largest_first() -> None:
    paths = ["a.py", "src/b.PY", "c.ts", "Dockerfile", "README.md", "vendor/x.go", "a/dist/y.go"]
    assert list(shares(paths).items()) == [
        ("Python", 0.5),
        ("TypeScript", 0.25),
        ("Dockerfile", 0.25),
    ]


def test_unknown_files_say_nothing() -> None:
    assert shares(["README.md", "LICENSE", "data.csv", ""]) == {}
