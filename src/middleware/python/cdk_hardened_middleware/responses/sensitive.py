"""What is decided once for all values: which fields are sensitive, and what becomes of them."""

import json
import re

from ..options import check_sanitize_options
from ..rules import RULES, pattern
from .names import is_reference, name_judge

REDACTED = "[REDACTED]"

# deeper values are taken for secrets
_MAX_REFERENCE_DEPTH = 16
# more names than an API has: beyond them somebody makes names up, and the memory is emptied
_MAX_NAMES = 2000
# as many can be judged one by one
_FEW = 50

_UNMISTAKABLE = pattern("UNMISTAKABLE")
SIGNS = RULES["fields"]["credentialSigns"]
BOM = "\ufeff"


class Rules:
    """What is decided once for all values."""

    def __init__(self, what="sanitize_response", **options):
        check_sanitize_options(what, options)
        self.mode = options.get("mode", "redact")
        if self.mode not in ("redact", "mask", "remove"):
            raise TypeError(f"mode must be 'redact', 'mask' or 'remove', got {json.dumps(self.mode)}")
        own = options.get("sensitiveFields", ())
        self.looks_everywhere = len(own) > 0
        self._judge = name_judge(own, options.get("allowedFields", ()))
        self._known = {}

    def secrecy(self, name):
        """Which kinds of values are secret in a field of this name."""
        kinds = self._known.get(name)
        if kinds is None:
            if len(self._known) >= _MAX_NAMES:
                self._known.clear()
            kinds = self._known[name] = self._judge(name) if self.looks_everywhere or has_stem(name.lower()) else 0
        return kinds

    def secret_among(self, names):
        """Those of the names that make some kind of value secret. Of many, those without a stem are passed over and not remembered."""
        unknown = names.difference(self._known)
        secret = {name for name in names if self._known.get(name)}
        if unknown:
            secret.update(filter(self.secrecy, _with_stem(unknown) if len(unknown) > _FEW and not self.looks_everywhere else unknown))
        return secret

    def redacted(self, value):
        if self.mode != "mask":
            return REDACTED
        return f"****{value[-4:]}" if isinstance(value, str) and len(value) >= 12 else "****"

    def only_speaks_of_secrets(self, value, name=None, depth=0):
        """Whether a value in a field with a secret's name has no secret in it: an ARN, or fields that all speak of the secret."""
        if value is None or isinstance(value, bool):
            return True
        if isinstance(value, dict) and depth <= _MAX_REFERENCE_DEPTH:
            return all(self.only_speaks_of_secrets(item, key, depth + 1) for key, item in value.items())
        if isinstance(value, (list, tuple, set, frozenset)) and depth <= _MAX_REFERENCE_DEPTH:
            return all(self.only_speaks_of_secrets(item, name, depth + 1) for item in value)
        if isinstance(value, str) and value.startswith("arn:"):
            return True
        return isinstance(name, str) and not isinstance(value, (dict, list)) and is_reference(name) and self.secrecy(name) == 0


def _one_of(entries):
    """A pattern that tries an entry only where its first letter is."""
    rests = {}
    for entry in entries:
        rests.setdefault(entry[0], []).append(entry[1:])
    return re.compile("|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()))


_STEM = _one_of(RULES["fields"]["stems"])


def has_stem(lower):
    """Whether a text in lower case has a part of which some sensitive name, or some credential, is made."""
    return _STEM.search(lower) is not None


def _with_stem(names):
    """Few names have one: to look in all of them together, and then for what is there, takes a fraction of the time."""
    stems = set(_STEM.findall("\n".join(names).lower()))
    letters = [(name, name.lower()) for name in names] if stems else ()
    return {name for stem in stems for name, lower in letters if stem in lower}


def without_credentials(value):
    return _UNMISTAKABLE.sub(REDACTED, value) if any(sign in value for sign in SIGNS) else value
