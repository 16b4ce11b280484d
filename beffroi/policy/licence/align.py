"""Lay two texts side by side, word by word; each word is one letter of a string.

A string of one letter per word makes Python's own search and comparison work on words.
"""

Chunk = tuple[int, int, int, int]
"""Where the texts differ: ``left[i0:i1]`` stands against ``right[j0:j1]``."""

_NEAR = 48
_FAR = 400
_REACHES = ((3, _NEAR), (2, 12), (3, _FAR))
"""How many words must agree, and how far they are looked for, in this order."""


def differences(left: str, right: str) -> list[Chunk]:
    """Return the places where two texts differ, in order; equal texts have none.

    Greedy: after a difference it goes on at the nearest place where three words (else two)
    agree. Not always the shortest list, but always a true one.
    """
    found: list[Chunk] = []
    i = j = 0
    while True:
        same = common_prefix(left, right, i, j)
        i, j = i + same, j + same
        if i >= len(left) or j >= len(right):
            break
        step = _resume(left, right, i, j)
        if step is None:
            break
        found.append((i, step[0], j, step[1]))
        i, j = step
    if i < len(left) or j < len(right):
        found.append((i, len(left), j, len(right)))
    return found


def common_prefix(left: str, right: str, i: int, j: int) -> int:
    """Return how many words agree from ``left[i]`` and ``right[j]`` on."""
    begin, size = i, 8
    while left[i : i + size] == right[j : j + size]:
        if i + size > len(left) or j + size > len(right):
            return min(len(left) - i, len(right) - j) + i - begin
        i, j, size = i + size, j + size, size * 4
    while size > 1:
        half = size // 2
        if left[i : i + half] == right[j : j + half]:
            i, j, size = i + half, j + half, size - half
        else:
            size = half
    return i - begin


def _resume(left: str, right: str, i: int, j: int) -> tuple[int, int] | None:
    """Return the nearest places from which both texts go on alike."""
    for size, reach in _REACHES:
        best = None
        cost = reach + 1
        for skip in range(min(reach, len(left) - i)):
            if skip >= cost:
                break
            piece = left[i + skip : i + skip + size]
            if len(piece) < size and i + skip + len(piece) < len(left):
                break
            place = right.find(piece, j, j + cost - skip + size)
            if place >= 0 and skip + place - j < cost and _goes_on(piece, size, right, place):
                cost, best = skip + place - j, (i + skip, place)
        if best:
            return best
    return None


def _goes_on(piece: str, size: int, right: str, place: int) -> bool:
    """Tell whether agreement is long enough; at the very end of both, one word is."""
    return len(piece) == size or place + len(piece) == len(right)
