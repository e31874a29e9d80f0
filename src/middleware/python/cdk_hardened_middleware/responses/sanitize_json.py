"""JSON with its sensitive values replaced where they stand, so that everything else stays as it was written."""

import json
import re

from .json_places import REDACTED_JSON, encode, field_names, sanitize_fields
from .json_text import STRING, decoded, end_of_value, skip_space, start_of_string
from .names import LIST, NUMBER, OBJECT, OWN, TEXT
from .sensitive import BOM, REDACTED, has_stem, without_credentials

_STARTS_JSON = re.compile(r'[ \t\r\n]*[\[{"]')
_BEFORE_LINE = re.compile("(?:\ufeff|\x1e|data:)?")
# a string, and the colon that makes it the name of a field
_FIELD = re.compile(rf"({STRING.pattern})[ \t\r\n]*(?:(:)[ \t\r\n]*)?")
_KINDS = {'"': TEXT, "{": OBJECT, "[": LIST, "n": 0, "t": 0, "f": 0}


def sanitize_text(text, rules):
    """The JSON may have a byte order mark, or come line by line. A text that has no JSON stays as it is."""
    bare = text[1:] if text.startswith(BOM) else text
    whole = _sanitize_json(bare, rules)
    if whole is not None:
        return text[: len(text) - len(bare)] + whole
    if "\n" not in text or not (rules.looks_everywhere or "\\u" in text or has_stem(text.lower())):
        return text
    return "\n".join(_sanitize_line(line, rules) for line in text.split("\n"))


def sanitize_value(value, rules):
    """A text that stands as a value: JSON, or one that may hold credentials."""
    clean = sanitize_text(value, rules)
    return without_credentials(value) if clean == value else clean


def _sanitize_line(line, rules):
    """A line of JSON, of a JSON text sequence, or of server-sent events."""
    start = _BEFORE_LINE.match(line).end()
    clean = _sanitize_json(line[start:], rules)
    return line if clean is None else line[:start] + clean


def _sanitize_json(text, rules):
    """The JSON text as it may be seen, or None for what is no object, list or text of JSON."""
    if not _STARTS_JSON.match(text):
        return None
    try:
        names = rules.secret_among(field_names(text))
    except (ValueError, RecursionError):
        return None
    text, places = sanitize_fields(text, names, rules)
    return _sanitize_strings(text, places, rules) if places else text


def _sanitize_strings(text, places, rules):
    """The text with what is sensitive in the strings at these positions, or in the fields that they name, replaced."""
    edits = _Edits(text)
    resume = spoken_of = 0
    for place in sorted(places):
        if place < resume:
            continue
        at = start_of_string(text, place)
        found = _FIELD.match(text, at)
        resume = end = found.end(1)
        if found.group(2):
            start = found.end()
            kind = _KINDS.get(text[start], NUMBER)
            secrecy = rules.secrecy(decoded(text, at, end)) if kind else 0
            if secrecy & kind:
                resume = end_of_value(text, start)
                if not secrecy & OWN and (start < spoken_of or _is_reference(text, start, resume, kind, rules)):
                    spoken_of = max(spoken_of, resume)
                    resume = start
                elif rules.mode == "remove":
                    resume = edits.remove(at, resume)
                else:
                    edits.replace(start, resume, rules.redacted(decoded(text, start, resume) if kind == TEXT else None))
        else:
            value = decoded(text, at, end)
            clean = sanitize_value(value, rules)
            if clean != value:
                edits.replace(at, end, clean)
    return edits.text()


def _is_reference(text, start, end, kind, rules):
    """Whether a value in a field with a secret's name only speaks of the secret."""
    if kind == TEXT:
        return text.startswith('"arn:', start)
    if kind == NUMBER:
        return False
    try:
        value = json.loads(text[start:end], parse_int=len, object_pairs_hook=_fields_once)
    except ValueError:
        return False
    return rules.only_speaks_of_secrets(value)


def _fields_once(pairs):
    """Of fields with one name only the last would be looked at, and an earlier one may hold the secret."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a name comes twice")
    return fields


class _Edits:
    """Changes to a text, from its beginning to its end."""

    def __init__(self, text):
        self._text = text
        self._pieces = []
        self._done = 0

    def replace(self, start, end, value):
        self._pieces += [self._text[self._done:start], REDACTED_JSON if value is REDACTED else encode(value)]
        self._done = end

    def remove(self, start, end):
        """Removes a field, and gives where the next begins. Behind the last one there is none, and the comma before it goes."""
        self._pieces.append(self._text[self._done:start])
        behind = skip_space(self._text, end)
        if self._text[behind] == ",":
            self._done = skip_space(self._text, behind + 1)
            return self._done
        while self._pieces and not self._pieces[-1].strip():
            self._pieces.pop()
        last = self._pieces.pop().rstrip() if self._pieces else ""
        self._pieces.append(last[:-1] if last.endswith(",") else last)
        self._done = end
        return end

    def text(self):
        return "".join(self._pieces) + self._text[self._done:] if self._done else self._text
