"""Topics: free text at some forges, labels at others; one form for filters."""

import re
import unicodedata

MAX_LENGTH = 60
LONGEST_READ = 1000
_NOT_WORD = re.compile(r"([^\w+#.]|_)+")


def normal_form(topic: object) -> str:
    """Return a topic in lower case with hyphens between its words; "" when nothing is left.

    Accents stay: they are spelling, not noise. Source: code-catalogue §3.3, ``topics``.
    """
    text = unicodedata.normalize("NFKC", str(topic)[:LONGEST_READ]).lower()
    plain = _NOT_WORD.sub("-", unicodedata.normalize("NFKC", text))
    return plain.strip("-.")[:MAX_LENGTH].strip("-.")
