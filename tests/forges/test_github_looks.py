"""Looking into repositories of GitHub: by git, with what only its API knows."""

from collections.abc import Sequence
from typing import Any

from beffroi.forges.github import GithubForge
from beffroi.forges.shapes import Failure, Look, Target
from tests.fakes import hostile
from tests.fakes.hostile import Hostile
from tests.fakes.plain import make_access
from tests.fakes.recorded import Exchange, exchange, replays

API = "https://api.github.com"
HOMES = {API: "/api/v3", "https://github.com": ""}
TOKEN = "only-for-tests"  # noqa: S105 - no secret
ROW = {"id": 7, "full_name": "etalab/a", "html_url": "https://github.com/etalab/a"}
TARGET = Target("k", "https://github.com/etalab/a", "", forge_id="7", full_name="etalab/a")


def forge(served: Hostile, **changes: Any) -> GithubForge:
    return GithubForge(f"{served.url}/etalab", make_access(**changes))


LANGUAGES = exchange(f"{API}/repos/etalab/a/languages", {"Python": 75, "C": 25})
SINGLE = exchange(
    f"{API}/repos/etalab/a",
    {**ROW, "subscribers_count": 5, "parent": {"html_url": "https://github.com/x/y"}},
)


def look(
    exchanges: Sequence[Exchange], inside: Look, target: Target = TARGET, **changes: Any
) -> Look:
    with hostile.hostile(replays(exchanges, HOMES)) as served:
        found = forge(served, inside=lambda _target: inside, **changes).look(target)
    if not changes:
        assert served.targets == []
    return found


def test_a_look_by_git_gets_languages_and_parent_from_the_api() -> None:
    found = look([LANGUAGES, SINGLE], Look(key="k", head="abc"), token=TOKEN)
    assert (found.languages, found.head) == ({"Python": 0.75, "C": 0.25}, "abc")
    assert (found.fork_parent.endswith("/x/y"), found.watchers) == (True, 5)


def test_a_repository_that_is_no_fork_is_not_asked_for_its_parent() -> None:
    target = Target("k", "", "", full_name="etalab/a", is_fork=False)
    found = look([LANGUAGES, SINGLE], Look(key="k", head="abc"), target, token=TOKEN)
    assert (found.languages, found.fork_parent) == ({"Python": 0.75, "C": 0.25}, "")


def test_a_look_without_a_token_costs_no_call() -> None:
    inside = Look(key="k", head="abc")
    assert look([LANGUAGES, SINGLE], inside) == inside


def test_an_unchanged_look_costs_no_call() -> None:
    inside = Look(key="k", head="abc", is_unchanged=True)
    assert look([], inside, token=TOKEN) == inside


FAILED = Look(key="k", failures=(Failure("https://x.example", "timeout", "Words."),))
TREE = exchange(
    f"{API}/repos/etalab/a/git/trees/HEAD",
    {
        "sha": "beef",
        "tree": [
            {"path": "README.md", "type": "blob", "mode": "100644"},
            {"path": "LICENSE", "type": "blob", "mode": "120000"},
            {"path": "docs", "type": "tree", "mode": "040000"},
            "nonsense",
        ],
    },
)
README = exchange(f"{API}/repos/etalab/a/contents/README.md", "# A", content_type="text/plain")


def test_files_come_over_the_api_where_git_does_not_answer() -> None:
    found = look([TREE, README], FAILED, token=TOKEN)
    assert (found.files, found.texts) == ({"readme": "README.md"}, {"readme": "# A"})
    assert (found.head, found.failures) == ("tree:beef", ())


def test_a_tree_seen_before_is_not_read_again() -> None:
    target = Target("k", "", "", full_name="etalab/a", head="tree:beef")
    found = look([TREE], FAILED, target, token=TOKEN)
    assert (found.is_unchanged, found.head) == (True, "tree:beef")


def test_an_empty_repository_is_empty_and_no_failure() -> None:
    empty = exchange(
        f"{API}/repos/etalab/a/git/trees/HEAD", {"message": "Git Repository is empty."}, 409
    )
    found = look([empty], FAILED, token=TOKEN)
    assert (found.is_empty, found.files, found.failures) == (True, {}, ())


def test_a_tree_that_does_not_come_leaves_the_failure_of_git() -> None:
    assert look([], FAILED, token=TOKEN).failures == FAILED.failures


def test_a_limit_met_by_a_look_lets_all_looks_wait() -> None:
    headers = {"x_ratelimit_remaining": "0", "x_ratelimit_limit": "60"}
    refused = exchange(LANGUAGES["request"]["url"], {}, 403, x_ratelimit_reset="9", **headers)
    found = look([refused], Look(key="k", head="abc"), token=TOKEN)
    assert found.wait_until
    assert (found.head, found.languages, found.failures) == ("", None, ())


def test_no_look_is_begun_while_the_limit_of_the_api_holds() -> None:
    near = exchange(
        LANGUAGES["request"]["url"], {}, x_ratelimit_remaining="1", x_ratelimit_reset="900"
    )
    looked: list[str] = []

    def inside(target: Target) -> Look:
        looked.append(target.key)
        return Look(key=target.key, head="abc")

    with hostile.hostile(replays([near], HOMES)) as served:
        client = forge(served, inside=inside, token=TOKEN)
        looks = [client.look(TARGET), client.look(TARGET)]
    assert (len(looked), looks[0].head, bool(looks[1].wait_until)) == (1, "abc", True)


def test_a_client_without_git_says_that_nobody_looked() -> None:
    failures = GithubForge("https://github.com/a", make_access()).look(TARGET).failures
    assert [failure.code for failure in failures] == ["unsupported-forge"]


def test_a_list_in_place_of_a_repository_adds_nothing() -> None:
    single = exchange(SINGLE["request"]["url"], [])
    found = look([LANGUAGES, single], Look(key="k", head="abc"), token=TOKEN)
    assert (found.head, found.fork_parent, found.watchers) == ("abc", "", None)
