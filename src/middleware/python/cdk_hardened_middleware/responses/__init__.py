"""Sensitive fields and unmistakable credentials, redacted."""

import base64
import binascii
import datetime

from ..http import is_http_response
from .names import LIST, NUMBER, OBJECT, OWN, TEXT
from .sanitize_json import sanitize_text, sanitize_value
from .sensitive import BOM, Rules

# deeper values are replaced as a whole, so that no input can exhaust the stack
_MAX_DEPTH = 64


# those of a call without options: made once, as they remember the names that they have judged
_default_rules: list[Rules] = []


def _rules(options):
    if options:
        return Rules(**options)
    if not _default_rules:
        _default_rules.append(Rules())
    return _default_rules[0]


def sanitize_response(value, **options):
    """A deep copy in which sensitive fields are redacted. None, True and False stay: they hold no secret.

    A text that is JSON is sanitised as JSON, and of an HTTP response the body only.
    """
    rules = _rules(options)
    return sanitize_body(value, rules) if is_http_response(value) else _copy(value, rules, {}, 0)


def sanitize_body(response, rules):
    """The response with its body sanitised when it is JSON, in base64 too, and as it was otherwise."""
    given = response.get("body")
    if not isinstance(given, str):
        return response
    body = _sanitize_base64(given, rules) if response.get("isBase64Encoded") else sanitize_text(given, rules)
    return response if body == given else {**response, "body": body}


def _sanitize_base64(body, rules):
    """Of a picture or an archive not more than the beginning is decoded."""
    try:
        if base64.b64decode(body[:64]).decode("utf-8", "replace").lstrip(BOM + " \t\r\n")[:1] not in ("{", "[", '"'):
            return body
        text = base64.b64decode(body).decode("utf-8")
    except (ValueError, binascii.Error):
        return body
    clean = sanitize_text(text, rules)
    return body if clean == text else base64.b64encode(clean.encode()).decode()


def _copy(value, rules, copies, depth):
    if isinstance(value, str):
        return sanitize_value(value, rules)
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
            if not _hides(key, field, rules):
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


def _hides(key, value, rules):
    kind = _kind_of(value)
    secrecy = rules.secrecy(key) if kind and isinstance(key, str) else 0
    return bool(secrecy & kind) and (bool(secrecy & OWN) or not rules.only_speaks_of_secrets(value))


def _kind_of(value):
    """Neither None nor True and False hold a secret."""
    if value is None or isinstance(value, bool):
        return 0
    if isinstance(value, (str, bytes)):
        return TEXT
    if isinstance(value, (list, tuple, set, frozenset)):
        return LIST
    return OBJECT if isinstance(value, dict) else NUMBER
