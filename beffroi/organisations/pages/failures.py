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
    "credential-error": gettext_lazy("The forge does not accept the token of its host."),
    "forbidden": gettext_lazy("The forge refuses the address to whoever has no account there."),
    "blocked-by-forge": gettext_lazy("The forge has closed this repository for everybody."),
    "withheld": gettext_lazy("The forge withholds it for reasons of law."),
    "account-not-found": gettext_lazy("The forge has no public account of this name."),
    "account-is-user": gettext_lazy("The account is a person’s, not an organisation’s."),
    "gone": gettext_lazy("The forge says that it is gone for good."),
    "suspicious-empty": gettext_lazy("The list is empty where there were repositories."),
    "not-public": gettext_lazy("The forge asks to sign in: it is not public."),
    "bad-request": gettext_lazy("The forge did not understand how we asked: a fault of ours."),
    "incomplete": gettext_lazy("The list holds fewer repositories than the forge says."),
    "endless": gettext_lazy("The pages of the list have no end."),
    "empty": gettext_lazy("The repository holds nothing yet."),
    "reader-fault": gettext_lazy("The reader itself broke: a fault of ours."),
    "token-sealed": gettext_lazy("The token of the host cannot be opened with the present keys."),
    "too-many-redirects": gettext_lazy("The server sends us on, again and again."),
    "mass-loss": gettext_lazy("Many repositories are gone at once; nothing was removed."),
}
"""Code → what happened, for a reader; the English message of the reading says more."""


def sentence(code: str, message: str, language: str) -> str:
    """Return what a failure says: the reading's own words in English, else by its code."""
    if language == "en":
        return message
    return str(SENTENCES.get(code, message))
