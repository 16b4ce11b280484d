"""Groups within groups: an account stands under the nearest account above it on its forge."""

from collections.abc import Iterable

from beffroi.organisations.models import ForgeAccount


def put_under_groups(new: Iterable[ForgeAccount]) -> None:
    """Put nested groups, on the forges of new accounts, under the nearest group that is known.

    Whichever came first: a group that arrives later takes its subgroups under it.
    """
    there = ForgeAccount.objects.filter(forge__in={account.forge_id for account in new})
    nested = there.filter(path_key__contains="/").values_list(
        "pk", "forge_id", "path_key", "parent_id"
    )
    above = {pk: [(forge, path) for path in _above(key)] for pk, forge, key, _ in nested}
    wanted = {path for pairs in above.values() for _, path in pairs}
    found = there.filter(path_key__in=wanted).values_list("forge_id", "path_key", "pk")
    known = {(forge, path): pk for forge, path, pk in found}
    for pk, _, _, before in nested:
        parent = next((known[pair] for pair in above[pk] if pair in known), None)
        if parent != before:
            ForgeAccount.objects.filter(pk=pk).update(parent=parent)


def _above(path: str) -> list[str]:
    """Return the paths of the groups above a path, nearest first."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)]
