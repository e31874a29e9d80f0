"""Sensitive fields and unmistakable credentials, redacted."""

import datetime
import json
import re

from .http import is_http_response
from .options import check_sanitize_options
from .rules import RULES, pattern

REDACTED = "[REDACTED]"

# deeper values are replaced as a whole, so that no input can exhaust the stack
_MAX_DEPTH = 64
# more names than an API has: beyond them somebody makes names up, and the memory is emptied
_MAX_NAMES = 2000

_UNMISTAKABLE = pattern("UNMISTAKABLE")
_STARTS_JSON = re.compile(r"[ \t\r\n]*[\[{]")
_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"[^ \t\r\n,\]}]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_BRACKET = re.compile(r'["\[\]{}]')


class Rules:
    """What is decided once for all values."""

    def __init__(self, what="sanitize_response", **options):
        check_sanitize_options(what, options)
        self.mode = options.get("mode", "redact")
        if self.mode not in ("redact", "mask", "remove"):
            raise TypeError(f"mode must be 'redact', 'mask' or 'remove', got {json.dumps(self.mode)}")
        self._sensitive = {*RULES["sensitiveWords"], *map(_joined, options.get("sensitiveFields", ()))}
        self._alone = set(RULES["sensitiveNames"])
        self._allowed = set(map(_joined, options.get("allowedFields", ())))
        self._known = {}

    def is_sensitive(self, name):
        if name not in self._known:
            if len(self._known) >= _MAX_NAMES:
                self._known.clear()
            self._known[name] = len(name) <= 256 and self._decide(name)
        return self._known[name]

    def _decide(self, name):
        parts = _words(name)
        whole = "".join(parts)
        if whole in self._allowed:
            return False
        if _singular(whole) in self._alone:
            return True
        last = len(parts)
        for start in range(last):
            for end in range(start + 1, last + 1):
                run = "".join(parts[start:end])
                if run in self._sensitive or end == last and _singular(run) in self._sensitive:
                    return True
        return False

    def redacted(self, value):
        if self.mode != "mask":
            return REDACTED
        return f"****{value[-4:]}" if isinstance(value, str) and len(value) >= 12 else "****"

    def replacement(self, value):
        return REDACTED if _UNMISTAKABLE.search(value) else None


def _words(name):
    spaced = re.sub("([A-Z]+)([A-Z][a-z])", r"\1 \2", re.sub("([a-z0-9])([A-Z])", r"\1 \2", name))
    return [word.lower() for word in re.split("[^A-Za-z0-9]+", spaced) if word]


def _joined(name):
    return "".join(_words(name))


def _singular(name):
    return re.sub("(?<=[a-rt-z])s$", "", re.sub("(?<=[a-z])[0-9]+$", "", name))


def sanitize_response(value, **options):
    """A deep copy in which sensitive fields are redacted. None, True and False stay: they hold no secret.

    A text that is a JSON object or list is sanitised as JSON, and of an HTTP answer the body only.
    """
    rules = Rules(**options)
    return sanitize_body(value, rules) if is_http_response(value) else _copy(value, rules, {}, 0)


def sanitize_body(response, rules):
    body = response.get("body")
    if not isinstance(body, str) or response.get("isBase64Encoded"):
        return response
    return {**response, "body": sanitize_json(body, rules)}


def _copy(value, rules, copies, depth):
    if isinstance(value, str):
        replaced = rules.replacement(value)
        return sanitize_json(value, rules) if replaced is None else replaced
    if value is None or isinstance(value, (bool, int, float, bytes, datetime.date)):
        return value
    if isinstance(value, bytearray):
        return bytearray(value)
    if id(value) in copies:
        return copies[id(value)][0]
    if depth >= _MAX_DEPTH:
        return rules.redacted(value)
    if isinstance(value, dict):
        fields = {}
        copies[id(value)] = fields, value
        for key, field in value.items():
            if not (isinstance(key, str) and _may_hold_secret(field) and rules.is_sensitive(key)):
                fields[key] = _copy(field, rules, copies, depth + 1)
            elif rules.mode != "remove":
                fields[key] = rules.redacted(field)
        return fields
    if isinstance(value, (list, tuple, set, frozenset)):
        items = []
        copies[id(value)] = items, value
        items.extend(_copy(item, rules, copies, depth + 1) for item in value)
        return items if isinstance(value, list) else type(value)(items) if type(value) in (tuple, set, frozenset) else items
    return value


def _may_hold_secret(value):
    return value is not None and not isinstance(value, bool)


def _refuse(name):
    raise ValueError(name)


def sanitize_json(text, rules):
    """The JSON text with its sensitive values replaced where they stand, so that everything else stays as it was written."""
    if not _STARTS_JSON.match(text):
        return text
    try:
        json.loads(text, parse_constant=_refuse)  # NaN is Python's, and no JSON
    except (ValueError, RecursionError):
        return text
    looks_at_values = "\\" in text or _UNMISTAKABLE.search(text) is not None
    pieces = []
    done = 0
    at = text.find('"')
    while at != -1:
        following = end = _STRING.match(text, at).end()
        colon = _skip_space(text, end)
        if text[colon:colon + 1] == ":":
            start = following = _skip_space(text, colon + 1)
            if text[start] not in "ntf" and rules.is_sensitive(_decoded(text, at, end)):
                following = _end_of_value(text, start)
                if rules.mode == "remove":
                    pieces.append(text[done:at])
                    following = done = _behind_field(text, following, pieces)
                else:
                    value = _decoded(text, start, following) if text[start] == '"' else None
                    pieces += [text[done:start], _json(rules.redacted(value))]
                    done = following
        elif looks_at_values:
            value = _decoded(text, at, end)
            replaced = rules.replacement(value) or sanitize_json(value, rules)
            if replaced != value:
                pieces += [text[done:at], _json(replaced)]
                done = end
        at = text.find('"', following)
    return "".join(pieces) + text[done:]


def _json(value):
    return json.dumps(value, ensure_ascii=False)


def _decoded(text, start, end):
    return json.loads(text[start:end], strict=False)


def _skip_space(text, at):
    return _SPACE.match(text, at).end()


def _end_of_value(text, start):
    if text[start] == '"':
        return _STRING.match(text, start).end()
    if text[start] not in "[{":
        return _SCALAR.match(text, start).end()
    depth = 0
    at = start
    while True:
        found = _BRACKET.search(text, at)
        if found.group() == '"':
            at = _STRING.match(text, found.start()).end()
            continue
        depth += 1 if found.group() in "[{" else -1
        at = found.end()
        if depth == 0:
            return at


def _behind_field(text, end, pieces):
    """Where the next field begins. Behind the last one there is none, and the comma before it goes."""
    behind = _skip_space(text, end)
    if text[behind] == ",":
        return _skip_space(text, behind + 1)
    while pieces and not pieces[-1].strip():
        pieces.pop()
    last = pieces.pop().rstrip() if pieces else ""
    pieces.append(last[:-1] if last.endswith(",") else last)
    return end
