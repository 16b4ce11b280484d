"""What could not be read, in the reader's language: codes of failures as sentences."""

from django.utils.translation import gettext_lazy

SENTENCES = {
    "unreachable": gettext_lazy("The server does not answer."),
    "timeout": gettext_lazy("The server took too long."),
    "tls": gettext_lazy("The certificate of the server is not valid."),
    "not-found": gettext_lazy("There is nothing at this address."),
    "not-a-repository": gettext_lazy("What answers is no git repository."),
    "refused-address": gettext_lazy("The address leads into a network that is not public."),
    "too-large": gettext_lazy("The answer is larger than what is read."),
    "broken-answer": gettext_lazy("The answer is broken: it cannot be read as git."),
    "http-error": gettext_lazy("The server answered with an error."),
    "publiccode-invalid": gettext_lazy("The publiccode.yml cannot be read."),
    "publiccode-too-large": gettext_lazy("The publiccode.yml is too large."),
    "unsupported-forge": gettext_lazy("This version cannot read this kind of forge yet."),
    "mass-loss": gettext_lazy("Many repositories are gone at once; nothing was removed."),
}
"""Code → what happened, for a reader; the English message of the reading says more."""


def sentence(code: str, message: str, language: str) -> str:
    """Return what a failure says: the reading's own words in English, else by its code."""
    if language == "en":
        return message
    return str(SENTENCES.get(code, message))
