"""Which names make the value of a field secret: by their words, in time in proportion to them."""

import re

from ..rules import RULES

# which kinds of values a name makes secret
TEXT, NUMBER, LIST, OBJECT = 1, 2, 4, 8
# the name is one that the user has given: it makes whatever it holds secret
OWN = 16
_ANY = TEXT | NUMBER | LIST | OBJECT

_LISTS = {name: frozenset(entries) for name, entries in RULES["fields"].items()}
_SECRETS, _ENDINGS, _NAMES = _LISTS["secrets"], _LISTS["endings"], _LISTS["names"]
_LIMIT = max(map(len, _SECRETS | _ENDINGS))
_WORD = re.compile("[A-Z]+(?=[A-Z][a-z])|[A-Z]*[a-z0-9]+|[A-Z]+")
_NUMBER = re.compile("(?<=[a-z])[0-9]+$")
_PLURAL = re.compile("(?<=[a-rt-z])s$")
_PASSWORD = re.compile("(?:password|passwd|passphrase)$")


def words(name):
    """The words of a name in lower case: `DBPassword2` has db and password2."""
    return [word.lower() for word in _WORD.findall(name)]


def _spellings(word):
    """A word as it is, without a number at its end (which belongs to cvv2, and not to password2), and without that of a plural."""
    numberless = _NUMBER.sub("", word)
    return word, numberless, _PLURAL.sub("", numberless)


def _at_end(parts, ends, limit, entries):
    """The run of words up to the last one, in one of its spellings, that a list has."""
    before = ""
    for start in range(len(parts) - 1, -1, -1):
        for end in ends:
            if before + end in entries:
                return before + end
        if start == 0 or len(before) >= limit:
            break
        before = parts[start - 1] + before
    return None


def _beginnings(entries):
    """What entries begin with: a run of words is followed only while one may come of it."""
    return frozenset(entry[: index + 1] for entry in entries for index in range(len(entry)))


def _inside(parts, entries, begun):
    """Whether a list has a run of words that ends before the last one."""
    last = len(parts) - 1
    for start in range(last):
        run = parts[start]
        end = start + 1
        while run in begun:
            if run in entries:
                return True
            if end == last:
                break
            run += parts[end]
            end += 1
    return False


_BEGINNINGS = _beginnings(_SECRETS)


def is_reference(name):
    """Whether a name is that of what points to a thing or describes it."""
    parts = words(name)
    return bool(parts) and parts[-1] in _LISTS["references"]


def name_judge(sensitive_fields, allowed_fields):
    """Says of a name which kinds of values are secret in a field that has it."""
    own = {"".join(words(name)) for name in sensitive_fields}
    allowed = {"".join(words(name)) for name in allowed_fields}
    own_limit = max(map(len, own), default=0)
    own_beginnings = _beginnings(own)

    def judge(name):
        parts = words(name)
        whole = "".join(parts)
        if not parts or whole in allowed:
            return 0
        ends = _spellings(parts[-1])
        if own and (_at_end(parts, ends, own_limit, own) or _inside(parts, own, own_beginnings)):
            return _ANY | OWN
        return _kinds_of(ends) if _is_secret(parts, whole, ends) else 0

    return judge


def _is_secret(parts, whole, ends):
    if whole.startswith("xamz"):
        return False  # what a signed request shows to anybody
    as_is, _, one = ends
    before = whole[: len(whole) - len(as_is)]
    if any(before + end in _NAMES for end in ends) or _PASSWORD.search(one):
        return True
    if one == "pass":
        return len(parts) > 1 and parts[-2] in _LISTS["ownersOfPass"]
    found = _at_end(parts, ends, _LIMIT, _SECRETS | _ENDINGS)
    if found:
        return found != "token" or not any(part in _LISTS["harmlessTokens"] for part in parts)
    return not any(end in _LISTS["about"] for end in ends) and _inside(parts, _SECRETS, _BEGINNINGS)


def _kinds_of(ends):
    """Many are counted by a number. An object that is named like a header or a key speaks of it, or has it in a field of its own."""
    _, numberless, one = ends
    kinds = _ANY if numberless == one and one != "pass" else _ANY - NUMBER
    return kinds & ~OBJECT if one in ("authorization", "cookie", "key") else kinds
