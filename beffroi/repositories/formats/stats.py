"""The figures of the French catalogues before Beffroi, in their own shapes (code-catalogue §9).

Generation 1 is ``stats.json``, generation 3 ``stats_preprod.json``. Names are those of the old
files; where their definition was a defect, ours is used, and docs/api.md says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Min, Sum

from beffroi.organisations.formats.platforms import platform_of
from beffroi.policy.licences import OTHER
from beffroi.repositories.models import Repository

TOP = 10
LANGUAGES = 11
"""Rows of a list of the first; the old list of languages has "unknown" and ten."""

NO_LICENCE, NO_LANGUAGE = "Inconnue", "Inconnu"
MIN_STARS, MIN_FOLLOWERS, MANY = 100, 50, 50
"""Above what an account stands in the clouds of generation 3: stars, followers, repositories."""


@dataclass(frozen=True, slots=True)
class Owner:
    """One account with repositories; ``login``: the group at the top, as its code has it."""

    login: str
    name: str
    url: str
    platform: str
    followers: int
    repositories: int
    stars: int


def generation_1() -> dict[str, Any]:
    """Return the content of ``stats.json``."""
    owners = _owners()
    by_login, stars, by_platform = Counter[str](), Counter[str](), Counter[str]()
    by_place = Counter[tuple[str, str]]()
    for one in owners:
        by_login[one.login] += one.repositories
        stars[one.login] += one.stars
        by_platform[one.platform] += one.repositories
        by_place[one.platform, one.login] += one.repositories
    sizes = list(by_login.values())
    return {
        "repos_cnt": sum(sizes),
        "orgs_cnt": len(by_login),
        "avg_repos_cnt": round(fmean(sizes), 2) if sizes else 0,
        "median_repos_cnt": float(median(sizes)) if sizes else 0.0,
        "top_orgs_by_repos": [
            {"platform": platform, "organization_name": login, "count": count}
            for (platform, login), count in _first(by_place)
        ],
        "top_orgs_by_stars": dict(_first(stars)),
        **{f"top_repos_{name}": _top(field) for name, field in _TOPS.items()},
        "top_licenses": dict(_licences().most_common()),
        "top_languages": dict(_first(_languages(), LANGUAGES)),
        "platforms": dict(_first(by_platform, len(by_platform))),
        "software_heritage": _heritage(sum(sizes)),
    }


def generation_3(scores: Mapping[str, int]) -> dict[str, Any]:
    """Return the content of ``stats_preprod.json``; ``scores``: hundreds of points → how many."""
    owners = _owners()
    licences, languages = Counter[str](), _languages()
    for licence, count in Repository.objects.listed().values_list("licence").annotate(Count("pk")):
        if licence and licence != OTHER:
            licences[licence.lower()] += count
    languages.pop(NO_LANGUAGE, None)
    return {
        "repos_cnt": str(sum(one.repositories for one in owners)),
        "orgas_cnt": str(len(owners)),
        "top_orgs_by_stars": _pairs(owners, "stars"),
        "top_orgs_by_repos": _pairs(owners, "repositories"),
        "top_orgs_repos_stars": [
            {
                "owner": one.name,
                "total_stars": one.stars,
                "repositories_count": one.repositories,
            }
            for one in owners
            if one.stars > MIN_STARS and one.repositories > 1
        ],
        "top_orgs_repos_followers": [
            {
                "owner": one.name,
                "followers": one.followers,
                "repositories_count": one.repositories,
            }
            for one in owners
            if one.followers > MIN_FOLLOWERS and one.repositories > MANY
        ],
        "top_repos_by_score_range": [
            [f"{low}-{low + 100}", count]
            for low, count in sorted((int(low), count) for low, count in scores.items())
            if low >= 0
        ],
        "top_licenses": [list(pair) for pair in _first(licences)],
        "top_languages": [list(pair) for pair in _first(languages)],
    }


_TOPS = {"stars": "stars", "forks": "forks", "issues": "open_issues"}


def _owners() -> list[Owner]:
    """Return accounts with listed repositories, by address, with one query."""
    account = ("full_path", "name", "url", "forge__software", "followers")
    rows = (
        Repository.objects.listed()
        .values_list(*(f"account__{field}" for field in account))
        .annotate(Count("pk"), Sum("stars"), Min("url"))
        .order_by("account__url")
    )
    return [
        Owner(
            login=urlsplit(one).path.strip("/").partition("/")[0] or path,
            name=name or path,
            url=url,
            platform=platform_of(software) or "",
            followers=followers or 0,
            repositories=count,
            stars=stars or 0,
        )
        for path, name, url, software, followers, count, stars, one in rows
    ]


def _top(field: str) -> dict[str, int]:
    found = Repository.objects.listed().filter(**{f"{field}__gt": 0})
    return dict(found.order_by(f"-{field}", "url_key").values_list("url", field)[:TOP])


def _licences() -> Counter[str]:
    """Return licences as forges name them, with the number of repositories of each."""
    found = Counter[str]()
    rows = Repository.objects.listed().values_list("licence_raw", "licence").annotate(Count("pk"))
    for raw, licence, count in rows.order_by():
        found[raw or licence or NO_LICENCE] += count
    return found


def _languages() -> Counter[str]:
    found = Counter[str]()
    rows = Repository.objects.listed().values_list("language").annotate(Count("pk"))
    for language, count in rows.order_by():
        found[language or NO_LANGUAGE] += count
    return found


def _heritage(total: int) -> dict[str, Any]:
    held = Repository.objects.listed().filter(is_at_heritage=True).count()
    ratio = round(held / total, 2) if total else 0.0
    return {"repos_in_archive": held, "ratio_in_archive": ratio}


def _first(counts: Mapping[Any, int], most: int = TOP) -> list[tuple[Any, int]]:
    """Return the largest counts; equal ones in the order of their names."""
    found = ((key, count) for key, count in counts.items() if count)
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most]


def _pairs(owners: Iterable[Owner], field: str) -> list[list[Any]]:
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for one in owners:
        if getattr(one, field) > 1:
            found[one.name, one.url] += getattr(one, field)
    return [[list(key), count] for key, count in _first(found)]
