"""Where in a JSON text something may have to be redacted: found by few searches in the whole of it, each in C, and not by a walk."""

import json
import re
from itertools import accumulate

from .json_text import STRING
from .sensitive import REDACTED, SIGNS

# a name that JSON writes in one way only when no escape obscures it; commas and colons could stand between two strings
_PLAIN_NAME = re.compile(r"[ !#-%(-+\-.0-9;?@A-Z\[\]^_`a-z{|}~]+")
# an escape that may hide a name, a credential or JSON within a string; those of HTML's characters and of umlauts hide none
_OBSCURED = re.compile(r"\\u00(?:[014-7]|2[^67]|3[^c-eC-E])")
# fields of JSON within a string, and those of them whose names are written without an escape
_INNER_FIELD = re.compile(r'\\"(?: |\\+[nrt])*:')
_PLAIN_INNER_FIELD = re.compile(r'\\"(?<!\\\\")([^"\\]*)\\"(?: |\\+[nrt])*:')
# JSON has no NUL, so it can mark the end of a name; these stand before texts that are no ARNs
_MARK = "\0"
_MARKED_TEXTS = {
    has_escapes: [(colon, re.compile(f'{_MARK}{colon}((?!"arn:){string})')) for colon in (":", ": ")]
    for has_escapes, string in ((False, '"[^"]*"'), (True, STRING.pattern))
}
# each name is looked for in the whole text
_MAX_SEARCHES = 16
encode = json.JSONEncoder(ensure_ascii=False).encode
REDACTED_JSON = json.dumps(REDACTED)


def _reject(name):
    raise ValueError(name)


def field_names(text):
    """The names of all fields of a JSON text. An error when it is none."""
    names = set()
    # called from C: NaN is Python's, and no JSON; no number is too long to be counted
    json.JSONDecoder(object_hook=names.update, parse_int=len, parse_constant=_reject).decode(text)
    return names


def sanitize_fields(text, names, rules):
    """The text with some of what is in fields of these names replaced, and positions inside the strings that are still to be looked at."""
    if len(names) > _MAX_SEARCHES or not all(map(_PLAIN_NAME.fullmatch, names)) or _is_obscured(text):
        return text, _read_places(text, names) + _sign_places(text)
    places = []
    if names:
        text, places = _sanitize_texts(text, names, rules)
    if "\\" in text:
        places += _inner_places(text, rules)
    return text, places + _sign_places(text)


def _is_obscured(text):
    return "\\" in text and _OBSCURED.search(text) is not None


def _sanitize_texts(text, names, rules):
    """The text with most of the texts in fields of these names replaced, by few calls for all of them, and positions inside the others."""
    has_escapes = "\\" in text
    for name in names:
        text = text.replace(f'"{name}"', f'"{name}"{_MARK}')
        if has_escapes:
            text = text.replace(f'\\"{name}"{_MARK}', f'\\"{name}"')
    if rules.mode != "remove":
        for colon, marked in _MARKED_TEXTS[has_escapes]:
            text = marked.sub(colon + REDACTED_JSON if rules.mode == "redact" else _masked(colon, rules), text)
    *pieces, last = text.split(_MARK)
    return "".join((*pieces, last)), [length - 1 for length in accumulate(map(len, pieces))]


def _masked(colon, rules):
    return lambda found: colon + encode(rules.redacted(json.loads(found.group(1))))


def _read_places(text, names):
    """The same where names may be written in several ways, or are many: all strings are read, and those with an escape looked at."""
    strings = ((found.start() + 1, found.group()) for found in STRING.finditer(text))
    return [place for place, string in strings if "\\" in string or string[1:-1] in names]


def _inner_places(text, rules):
    """Positions inside the strings that hold JSON which has a field with a secret name."""
    places = [found.start() for found in _INNER_FIELD.finditer(text)]
    fields = [(found.end(), found.group(1)) for found in _PLAIN_INNER_FIELD.finditer(text)] if places else []
    if len(fields) < len(places):
        return places
    names = rules.secret_among({name for _, name in fields})
    return [place for place, name in fields if name in names]


def _sign_places(text):
    """Positions inside the strings that may have credentials in them."""
    places = []
    for sign in SIGNS:
        at = text.find(sign)
        while at != -1:
            places.append(at)
            at = text.find(sign, at + 1)
    return places


