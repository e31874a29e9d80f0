"""What a value is when it is decoded, as requests/decode.ts does it."""

from ..rules import RULES, pattern

# how often a value is decoded: once by the application, once by a proxy, and once more
_MAX_DECODINGS = 3

_ENCODED = pattern("ENCODED")


def decodings(value):
    """The value in lower case as it is, and as it is when it is decoded, over and over: percent-encoding, escapes, HTML entities."""
    texts = [value.lower()]
    if not any(sign in value for sign in "%\\&"):
        return texts
    for _ in range(_MAX_DECODINGS):
        decoded = _ENCODED.sub(_decoded, texts[-1]).lower()
        if decoded == texts[-1]:
            break
        texts.append(decoded)
    return texts


def _decoded(found):
    hexadecimal, decimal, entity = found.groups()
    return RULES["entities"][entity] if entity else chr(int(hexadecimal, 16) if hexadecimal else int(decimal))
