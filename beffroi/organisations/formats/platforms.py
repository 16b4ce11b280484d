"""How the software of a forge is called: as in generation 1 of the French data, then on pages."""

PLATFORMS = {
    "github": "GitHub",
    "gitlab": "GitLab",
    "gitea": "Gitea",
    "forgejo": "Forgejo",
    "gogs": "Gogs",
    "bitbucket": "Bitbucket",
    "sourcehut": "SourceHut",
    "kallithea": "Kallithea",
    "cgit": "cgit",
    "git": "git",
}
"""Software of a forge → its name; source: ``table-schema-repository.json``, then ours."""


def platform_of(software: str) -> str | None:
    """Return the name of a forge's software, None when it is not known."""
    return PLATFORMS.get(software) or software or None
