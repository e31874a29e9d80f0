"""Which injections a value is, as requests/injections.ts finds them."""

from ..rules import RULES, pattern
from .decode import decodings

_SCRIPT = pattern("SCRIPT")
_SQL = pattern("SQL")
_PLAIN = pattern("PLAIN")
_SPACES = pattern("SPACES")
_CONTROLS = pattern("CONTROLS")
_COMMENT = pattern("COMMENT")


def injections_in(value):
    """Whether a page would run it, and whether a database would, read as they read it: decoded."""
    text = decodings(value)[-1]
    if _PLAIN.fullmatch(text) and "script:" not in text:
        return False, False
    spaced = _SPACES.sub(" ", text)
    # browsers leave control characters out of a scheme
    script = _has_one(RULES["scriptSigns"], spaced) and _SCRIPT.search(spaced)
    script = script or _CONTROLS.search(text) and _SCRIPT.search(_CONTROLS.sub("", text))
    sql = _has_one(RULES["sqlSigns"], spaced) and (_SQL.search(spaced) or _SQL.search(_without_comments(spaced)))
    return bool(script), bool(sql)


def _has_one(signs, text):
    """Each pattern has one of its signs, and to look for them takes a fraction of the time that the pattern does."""
    return any(sign in text for sign in signs)


def _without_comments(text):
    return _SPACES.sub(" ", _COMMENT.sub(lambda found: f" {found.group(1) or ''} ", text))
