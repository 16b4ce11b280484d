"""Changes as patches, and a plan in which each step sees those before it."""

from pathlib import Path

from beffroi.policy.check.fixing.shapes import Change, Fixes, Plan
from beffroi.policy.check.shapes import Words
from beffroi.policy.check.tree import File, Tree

WORDS = Words("un", "a")


def test_a_new_file_is_a_patch_of_git() -> None:
    assert Change("a/b.txt", None, b"x\ny\n").diff() == (
        "diff --git a/a/b.txt b/a/b.txt\nnew file mode 100644\n--- /dev/null\n+++ b/a/b.txt\n"
        "@@ -0,0 +1,2 @@\n+x\n+y\n"
    )


def test_a_line_without_an_end_is_marked() -> None:
    assert Change("a", b"x", b"y\n").diff().endswith("-x\n\\ No newline at end of file\n+y\n")


def test_the_patches_of_all_changes_follow_one_another() -> None:
    changes = (Change("a", None, b"x\n"), Change("b", b"x\n", b"y\n"))
    assert Fixes(changes).diff() == changes[0].diff() + changes[1].diff()


def test_a_plan_shows_what_earlier_steps_put() -> None:
    plan = Plan({"a": b"1"}.get)
    plan.put("a", b"2", "FILE-01")
    plan.put("a", (plan.now("a") or b"") + b"3", "PUB-05")
    (change,) = plan.changes()
    assert (change.before, change.after) == (b"1", b"23")
    assert change.rules == ("FILE-01", "PUB-05")


def test_a_change_that_changes_nothing_is_none() -> None:
    plan = Plan({"a": b"1"}.get)
    plan.put("a", b"1", "FILE-01")
    assert plan.changes() == ()


def test_the_tree_gets_new_files_and_new_sizes_in_order() -> None:
    tree = Tree(Path(), {"b": File("b", 1, 0o100755)})
    found = Fixes((Change("a", None, b"12"), Change("b", b"1", b"123"))).onto(tree)
    assert [(one.path, one.size, one.mode) for one in found.files.values()] == [
        ("a", 2, 0o100644),
        ("b", 3, 0o100755),
    ]
