"""JSON with its sensitive values replaced where they stand, so that everything else stays as it was written."""

import json
import re
from bisect import bisect_left

from .names import LIST, NUMBER, OBJECT, OWN, TEXT
from .sensitive import BOM, REDACTED, stem_positions, without_credentials

_STARTS_JSON = re.compile(r'[ \t\r\n]*[\[{"]')
_BEFORE_LINE = re.compile("(?:\ufeff|\x1e|data:)?")
_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"[^ \t\r\n,\]}]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
# a string, and the colon that makes it the name of a field
_FIELD = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")[ \t\r\n]*(?:(:)[ \t\r\n]*)?')
_BRACKET = re.compile(r'["\[\]{}]')
_REDACTED = json.dumps(REDACTED)
_KINDS = {'"': TEXT, "{": OBJECT, "[": LIST, "n": 0, "t": 0, "f": 0}


def sanitize_text(text, rules):
    """The JSON may have a byte order mark, or come line by line. A text that has no JSON stays as it is."""
    strings = _strings(text, rules.looks_everywhere)
    if strings is None:
        return text
    bare = text[1:] if text.startswith(BOM) else text
    whole = _sanitize_json(bare, rules, strings if bare is text else None)
    if whole is not None:
        return text[: len(text) - len(bare)] + whole
    return "\n".join(_sanitize_line(line, rules) for line in text.split("\n")) if "\n" in text else text


def sanitize_value(value, rules):
    """A text that stands as a value: JSON, or one that may hold credentials."""
    clean = sanitize_text(value, rules)
    return without_credentials(value) if clean == value else clean


def _sanitize_line(line, rules):
    """A line of JSON, of a JSON text sequence, or of server-sent events."""
    start = _BEFORE_LINE.match(line).end()
    clean = _sanitize_json(line[start:], rules)
    return line if clean is None else line[:start] + clean


def _reject(name):
    raise ValueError(name)


def _sanitize_json(text, rules, strings=None):
    """The JSON text as it may be seen, or None for what is no object, list or text of JSON."""
    if not _STARTS_JSON.match(text):
        return None
    try:
        json.loads(text, parse_constant=_reject)  # NaN is Python's, and no JSON
    except (ValueError, RecursionError):
        return None
    following = strings or _strings(text, rules.looks_everywhere)
    if following is None:
        return text
    edits = _Edits(text)
    spoken_of = 0
    at = following(0)
    while at != -1:
        found = _FIELD.match(text, at)
        resume = end = found.end(1)
        if found.group(2):
            start = found.end()
            kind = _KINDS.get(text[start], NUMBER)
            secrecy = rules.secrecy(_decoded(text, at, end)) if kind else 0
            if secrecy & kind:
                resume = _end_of_value(text, start)
                if not secrecy & OWN and (start < spoken_of or _is_reference(text, start, resume, kind, rules)):
                    spoken_of = max(spoken_of, resume)
                    resume = start
                elif rules.mode == "remove":
                    resume = edits.remove(at, resume)
                else:
                    edits.replace(start, resume, rules.redacted(_decoded(text, start, resume) if kind == TEXT else None))
        else:
            value = _decoded(text, at, end)
            clean = sanitize_value(value, rules)
            if clean != value:
                edits.replace(at, end, clean)
        at = following(resume)
    return edits.text()


def _is_reference(text, start, end, kind, rules):
    """Whether a value in a field with a secret's name only speaks of the secret."""
    if kind == TEXT:
        return text.startswith('"arn:', start)
    return kind != NUMBER and rules.only_speaks_of_secrets(json.loads(text[start:end]))


def _strings(text, looks_everywhere):
    """Gives the strings to look at: those with a stem in them, or all where an escaped letter may hide one. None when there are none."""
    lower = text.lower()
    if looks_everywhere or "\\u" in text or len(lower) != len(text):
        return lambda at: text.find('"', at)
    positions = stem_positions(lower)
    if not positions:
        return None

    def following(at):
        index = bisect_left(positions, at)
        return -1 if index == len(positions) else _start_of_string(text, positions[index])

    return following


def _start_of_string(text, inside):
    """The opening quote of the string that has this position inside; letters stand nowhere else."""
    quote = text.rfind('"', 0, inside)
    while quote > 0 and text[quote - 1] == "\\" and _is_escaped(text, quote):
        quote = text.rfind('"', 0, quote)
    return quote


def _is_escaped(text, quote):
    before = quote
    while before > 0 and text[before - 1] == "\\":
        before -= 1
    return (quote - before) % 2 == 1


class _Edits:
    """Changes to a text, from its beginning to its end."""

    def __init__(self, text):
        self._text = text
        self._pieces = []
        self._done = 0

    def replace(self, start, end, value):
        self._pieces += [self._text[self._done:start], _REDACTED if value is REDACTED else json.dumps(value, ensure_ascii=False)]
        self._done = end

    def remove(self, start, end):
        """Removes a field, and gives where the next begins. Behind the last one there is none, and the comma before it goes."""
        self._pieces.append(self._text[self._done:start])
        behind = _skip_space(self._text, end)
        if self._text[behind] == ",":
            self._done = _skip_space(self._text, behind + 1)
            return self._done
        while self._pieces and not self._pieces[-1].strip():
            self._pieces.pop()
        last = self._pieces.pop().rstrip() if self._pieces else ""
        self._pieces.append(last[:-1] if last.endswith(",") else last)
        self._done = end
        return end

    def text(self):
        return "".join(self._pieces) + self._text[self._done:] if self._done else self._text


def _decoded(text, start, end):
    raw = text[start + 1:end - 1]
    return json.loads(text[start:end], strict=False) if "\\" in raw else raw


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
