"""Positions within a text that is known to be JSON."""

import json
import re

STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"[^ \t\r\n,\]}]*")
_BRACKET = re.compile(r'["\[\]{}]')


def start_of_string(text, inside):
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


def decoded(text, start, end):
    raw = text[start + 1:end - 1]
    return json.loads(text[start:end]) if "\\" in raw else raw


def skip_space(text, at):
    return _SPACE.match(text, at).end()


def end_of_value(text, start):
    if text[start] == '"':
        return STRING.match(text, start).end()
    if text[start] not in "[{":
        return _SCALAR.match(text, start).end()
    depth = 0
    at = start
    while True:
        found = _BRACKET.search(text, at)
        if found.group() == '"':
            at = STRING.match(text, found.start()).end()
            continue
        depth += 1 if found.group() in "[{" else -1
        at = found.end()
        if depth == 0:
            return at
