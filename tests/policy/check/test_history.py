"""What git remembers, read from the objects alone."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from beffroi.policy.check.history import History, open_history
from tests.fakes.repositories import FILES, commit, make_repository, run_git
from tests.policy.check.making import START, Made, feed, make_history, make_tag

MONDAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


def opened(path: Path) -> History:
    history = open_history(path)
    assert history
    return history


def test_outside_git_there_is_no_history(tmp_path: Path) -> None:
    assert open_history(tmp_path) is None


def test_commits_come_newest_first_with_who_wrote_and_who_committed(tmp_path: Path) -> None:
    made = [
        Made(),
        Made("Hélène <h@x.example>", "Second\n\nbody\n", "Robot <r@y.example>"),
    ]
    newest, oldest = opened(make_history(tmp_path, made)).commits()
    assert (newest.subject, oldest.subject) == ("Second", "Say what changes")
    assert (newest.author_name, newest.author_email) == ("Hélène", "h@x.example")
    assert (newest.committer_name, newest.committer_email) == ("Robot", "r@y.example")
    assert (oldest.author_date, newest.is_merge) == (MONDAY, False)


@pytest.mark.slow
def test_a_merge_is_known_as_one(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    run_git(root, "checkout", "--quiet", "-b", "side")
    commit(root, {"side": "x"})
    run_git(root, "checkout", "--quiet", "main")
    run_git(root, "merge", "--quiet", "--no-ff", "side", "-m", "Merge")
    assert [one.is_merge for one in opened(root).commits()] == [True, False, False]


def test_commits_since_a_day_leave_the_older_out(tmp_path: Path) -> None:
    made = [Made(message="old"), Made(message="new", after=3 * 86400)]
    history = opened(make_history(tmp_path, made))
    assert [one.subject for one in history.commits(date(2026, 5, 7))] == ["new"]
    assert len(history.commits()) == 2


def test_a_repository_without_commit_is_empty(tmp_path: Path) -> None:
    history = opened(make_history(tmp_path, []))
    assert (history.is_empty, history.head, history.commits(), history.tags()) == (True, "", (), ())
    assert (history.first_date, history.last_date, list(history.blobs())) == (None, None, [])
    assert history.is_whole


def test_dates_are_those_of_any_branch(tmp_path: Path) -> None:
    root = make_history(tmp_path, [Made()])
    later = b"commit refs/heads/other\ncommitter A <a@x.example> %d +0000\ndata 1\nx\n"
    feed(root, later % (START + 7 * 86400))
    history = opened(root)
    assert history.first_date == MONDAY
    assert history.last_date == datetime(2026, 5, 11, 12, tzinfo=UTC)
    assert len(history.commits()) == 1


@pytest.mark.slow
def test_a_shallow_clone_says_that_it_was_cut(tmp_path: Path) -> None:
    root = make_history(tmp_path / "a", [Made(), Made(), Made()])
    run_git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{root}", "b")
    history = opened(tmp_path / "b")
    assert (history.is_shallow, history.is_whole, len(history.commits())) == (True, False, 1)
    assert not history.is_damaged


@pytest.mark.slow
def test_a_partial_clone_is_read_as_far_as_it_goes_and_fetches_nothing(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    commit(root, {"LICENSE": "other"})
    run_git(root, "config", "uploadpack.allowFilter", "true")
    run_git(root, "config", "uploadpack.allowAnySHA1InWant", "true")
    run_git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{root}", "b")
    history = opened(tmp_path / "b")
    assert (history.is_partial, len(history.commits())) == (True, 2)
    assert {path for _, path, _ in history.blobs()} == set(FILES)
    assert run_git(tmp_path / "b", "count-objects", "-v").count("packs: 2") == 1


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_each_version_of_a_file_is_read_once_over_all_refs(tmp_path: Path, form: str) -> None:
    root = make_repository(tmp_path / "a", FILES, f"--object-format={form}")
    commit(root, {"copy.txt": FILES["LICENSE"], "é x.md": "new"})
    run_git(root, "checkout", "--quiet", "--orphan", "other")
    commit(root, {"other.txt": "elsewhere"})
    history = opened(root)
    blobs = {at: (path, size) for at, path, size in history.blobs()}
    texts = dict(history.read_blobs(blobs))
    assert sorted(texts.values()) == sorted(
        {text.encode() for text in [*FILES.values(), "new", "elsewhere"]}
    )
    assert {len(texts[at]) for at in blobs} == {size for _, size in blobs.values()}
    assert "é x.md" in {path for path, _ in blobs.values()}


def test_the_stash_is_nobodys_business(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / "LICENSE").write_text("secret", "utf-8")
    run_git(root, "stash", "--quiet")
    assert (
        b"secret"
        not in dict(opened(root).read_blobs(at for at, _, _ in opened(root).blobs())).values()
    )


def test_a_large_or_missing_version_is_left_out(tmp_path: Path) -> None:
    history = opened(make_repository(tmp_path / "a", {"big": "x" * 2000, "small": "x"}))
    ids = [at for at, _, _ in history.blobs()]
    assert [data for _, data in history.read_blobs(["0" * 40, *ids], limit=1000)] == [b"x"]
    assert not history.is_damaged


@pytest.mark.slow
def test_the_commit_that_brought_a_version_is_found(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    first = run_git(root, "rev-parse", "HEAD")
    commit(root, {"key": "secret"})
    second = run_git(root, "rev-parse", "HEAD")
    commit(root, {"key": "gone"})
    secret, licence = (
        run_git(root, "rev-parse", f"{second}:{name}") for name in ("key", "LICENSE")
    )
    assert opened(root).introduced_by([secret, licence, "0" * 40]) == {
        secret: second,
        licence: first,
    }


@pytest.mark.slow
def test_the_versions_of_a_file_come_oldest_first(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    commit(root, {"other": "x"})
    commit(root, {"LICENSE": "second"})
    history = opened(root)
    texts = dict(history.read_blobs(at for _, at in history.versions("LICENSE")))
    assert [texts[at] for _, at in history.versions("LICENSE")] == [
        FILES["LICENSE"].encode(),
        b"second",
    ]


def test_tags_say_whether_they_are_signed_and_with_what(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    run_git(root, "tag", "light")
    run_git(root, "tag", "-a", "plain", "-m", "x")
    for number, form in enumerate(("PGP SIGNATURE", "SSH SIGNATURE", "SIGNED MESSAGE")):
        make_tag(root, f"s{number}", form)
    tags = {tag.name: tag for tag in opened(root).tags()}
    assert [tags[f"s{n}"].signature for n in range(3)] == ["pgp", "ssh", "x509"]
    assert (tags["plain"].is_annotated, tags["plain"].signature) == (True, "")
    assert (tags["light"].is_annotated, tags["light"].date) == (False, MONDAY)
    assert tags["s0"].date == MONDAY


def test_packed_refs_and_a_detached_head_are_read(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    run_git(root, "tag", "-a", "v1", "-m", "x")
    run_git(root, "pack-refs", "--all")
    run_git(root, "checkout", "--quiet", "--detach")
    history = opened(root)
    assert (history.head, len(history.tags())) == (run_git(root, "rev-parse", "HEAD"), 1)


def test_a_replaced_or_grafted_commit_is_read_as_it_is(tmp_path: Path) -> None:
    root = make_history(tmp_path, [Made(message="true"), Made(message="last")])
    false = run_git(root, "commit-tree", "HEAD^{tree}", "-m", "false")
    run_git(root, "replace", "HEAD~1", false)
    (root / ".git/info/grafts").write_text(run_git(root, "rev-parse", "HEAD") + "\n", "utf-8")
    assert [one.subject for one in opened(root).commits()] == ["last", "true"]


def test_damaged_objects_end_the_reading_and_are_said(tmp_path: Path) -> None:
    root = make_history(tmp_path, [Made(), Made(), Made()])
    lost = run_git(root, "rev-parse", "HEAD~1")
    (root / ".git/objects" / lost[:2] / lost[2:]).unlink()
    history = opened(root)
    assert len(history.commits()) <= 2
    assert (history.is_damaged, history.is_whole) == (True, False)


@pytest.mark.long
def test_a_hundred_thousand_commits_are_read_in_seconds(tmp_path: Path) -> None:
    root = make_history(tmp_path, [Made()])
    stream = b"".join(
        b"commit refs/heads/main\ncommitter P%d <p%d@x.example> %d +0100\ndata 60\n%b"
        % (n % 300, n % 300, START + n, b"Change number %-45d\n" % n)
        + (b"from refs/heads/main^0\n" if n == 1 else b"")
        for n in range(1, 100_000)
    )
    feed(root, stream)
    history, start = opened(root), time.process_time()
    commits = history.commits()
    assert (len(commits), commits[0].author_name) == (100_000, "P99")
    assert history.first_date == MONDAY
    assert time.process_time() - start < 10


@pytest.mark.slow
def test_a_commit_or_tag_that_is_too_large_or_lost_is_said(tmp_path: Path) -> None:
    large = opened(make_history(tmp_path / "a", [Made(message="x" * 6_000_000), Made()]))
    assert (len(large.commits()), large.is_whole) == (1, False)
    root = make_repository(tmp_path / "b")
    make_tag(root, "v1", "SSH SIGNATURE")
    at = run_git(root, "rev-parse", "refs/tags/v1")
    (root / ".git/objects" / at[:2] / at[2:]).unlink()
    lost = opened(root)
    assert (lost.tags(), lost.is_damaged) == ((), True)


def test_a_repository_without_packs_has_left_nothing_elsewhere(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / ".git/objects/pack").rmdir()
    assert opened(root).is_partial is False
