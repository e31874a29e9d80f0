"""Whether Log4j 2 would look something up in JNDI, as requests/log4j-lookups.ts decides it."""

from ..rules import pattern
from .decode import decodings

# what only the server knows, such as a variable: it may be anything
_UNKNOWN = "\0"
# a lookup that Log4j leaves as it is
_LEFT = "\x01"

# more lookups inside one another than anybody writes for another reason
_MAX_DEPTH = 8

_ENCODED_DOLLAR = pattern("ENCODED_DOLLAR")
_DOTLESS_I = pattern("DOTLESS_I")
_JNDI = pattern("JNDI_LOOKUP")
_INNERMOST = pattern("INNERMOST_LOOKUP")
_DATE_LETTERS = pattern("DATE_LETTERS")
_ESCAPES = pattern("ESCAPES")
_DOLLARS = pattern("DOLLARS")
_DELIMITER = pattern("DELIMITER")


def looks_up_jndi(value):
    """As `${jndi:…}`, or as what resolves to it. A doubt is a yes."""
    if not _ENCODED_DOLLAR.search(value):
        return False
    return any("${" in text and _resolves_to_jndi(_DOLLARS.sub("$", _DOTLESS_I.sub("i", text))) for text in decodings(value))


def _resolves_to_jndi(text):
    """A variable that is not set has its default value, and one that is set has any. What is read twice loses its escapes."""
    if _resolves(text, True) or ":-" in text and _resolves(text, False):
        return True
    return ":\\-" in text and _resolves_to_jndi(text.replace(":\\-", ":-"))


def _resolves(text, with_defaults):
    """Resolves lookups from the inside. What comes of it is read again, as Log4j does."""
    for _ in range(_MAX_DEPTH):
        if _JNDI.search(text) or _JNDI.search(_ESCAPES.sub("", text)):
            return True
        resolved = _INNERMOST.sub(lambda found: _value_of(found.group(1), with_defaults), text)
        if resolved == text:
            return False
        text = resolved
    return True


def _value_of(lookup, with_defaults):
    name, fallback = _name_and_default(lookup)
    prefix, colon, key = name.partition(":")
    if colon and prefix in ("lower", "upper"):
        return key
    if colon and prefix == "date":
        return _DATE_LETTERS.sub(lambda found: _UNKNOWN if found.group(1) is None else found.group(1), key)
    can_be_set = colon or _UNKNOWN in name
    if fallback is not None and (with_defaults or not can_be_set or "$" in fallback or "{" in fallback):
        return fallback
    return _UNKNOWN if can_be_set else _LEFT


def _name_and_default(lookup):
    r"""`:-` stands between them; `:\-` is a colon and a hyphen of the name, or a colon alone when a default follows."""
    found = _DELIMITER.search(lookup)
    if not found:
        return lookup, None
    before, after = lookup[: found.start()], lookup[found.end() :]
    if found.group() == ":-":
        return before, after
    rest, delimiter, fallback = after.partition(":-")
    return (f"{before}:{rest}", fallback) if delimiter else (f"{before}:-{rest}", None)
