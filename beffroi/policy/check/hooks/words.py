"""What the hooks say, in two languages: what is wrong, and the way out."""

from typing import Final

_SAID: Final = {
    "en": {
        "secret": "{path}:{line}: a secret ({rule}): {shown}",
        "likely": "{path}:{line}: perhaps a secret ({rule}): {shown}",
        "secrets-out": "Refused: take the secret out of the file and change it where it is used; "
        "what is no secret is allowed in .beffroi.toml ([[secrets.allowed]]) or by the remark "
        "“pragma: allowlist secret” on its line.",
        "nobody": "Refused: git knows no address of yours. Set it: "
        "git config user.email first.last@your-domain",
        "generic": "Refused: {address} is the address of a function, not of a person. "
        "Set yours: git config user.email first.last@your-domain",
        "invalid": "Refused: {address} is no address that anybody can write to. "
        "Set yours: git config user.email first.last@your-domain",
        "forge-privacy": "Refused: {address} hides who commits. "
        "Set yours: git config user.email first.last@your-domain",
        "lent": "Refused: {address} is lent by the administration; a supplier commits with the "
        "address of the employing company: git config user.email first.last@company",
        "free-mail": "Remark: {address} is a private address. For work done on working time: "
        "git config user.email first.last@your-domain",
        "other": "Remark: the domain of {address} is in no register. Name it in a file and give "
        "it: --domains FILE, or in [identity] of .beffroi.toml.",
        "unsigned": "Refused: the author has not certified the origin of this commit. "
        "Commit again with git commit -s, which writes: {line}",
    },
    "fr": {
        "secret": "{path}:{line}\u00a0: un secret ({rule})\u00a0: {shown}",
        "likely": "{path}:{line}\u00a0: peut-être un secret ({rule})\u00a0: {shown}",
        "secrets-out": "Refusé\u00a0: retirez le secret du fichier et changez-le là où il sert"
        "\u202f; "
        "ce qui n’est pas un secret s’autorise dans .beffroi.toml ([[secrets.allowed]]) ou par la "
        "remarque «\u00a0pragma: allowlist secret\u00a0» sur sa ligne.",
        "nobody": "Refusé\u00a0: git ne connaît pas votre adresse. Indiquez-la\u00a0: "
        "git config user.email prenom.nom@votre-domaine",
        "generic": "Refusé\u00a0: {address} est l’adresse d’une fonction, non d’une personne. "
        "Indiquez la vôtre\u00a0: git config user.email prenom.nom@votre-domaine",
        "invalid": "Refusé\u00a0: {address} n’est pas une adresse où l’on puisse écrire. "
        "Indiquez la vôtre\u00a0: git config user.email prenom.nom@votre-domaine",
        "forge-privacy": "Refusé\u00a0: {address} cache qui contribue. "
        "Indiquez la vôtre\u00a0: git config user.email prenom.nom@votre-domaine",
        "lent": "Refusé\u00a0: {address} est prêtée par l’administration\u202f; un prestataire "
        "utilise l’adresse de sa société\u00a0: git config user.email prenom.nom@societe",
        "free-mail": "Remarque\u00a0: {address} est une adresse personnelle. Pour le travail fait "
        "sur le temps de travail\u00a0: git config user.email prenom.nom@votre-domaine",
        "other": "Remarque\u00a0: le domaine de {address} n’est dans aucun registre. Indiquez-le "
        "dans un fichier (--domains FICHIER) ou dans [identity] de .beffroi.toml.",
        "unsigned": "Refusé\u00a0: l’auteur n’a pas certifié l’origine de ce commit. "
        "Recommencez avec git commit -s, qui écrit\u00a0: {line}",
    },
}


KEYS: Final = tuple(_SAID["en"])
"""Everything that can be said."""


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence with its places filled."""
    return _SAID[language][key].format(**values)
