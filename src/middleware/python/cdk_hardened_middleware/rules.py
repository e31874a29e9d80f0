"""Headers, patterns and names: written by the build from the JavaScript ones, so that there is one list of each."""

import json
import os
import re

with open(os.path.join(os.path.dirname(__file__), "rules.json"), encoding="utf-8") as file:
    RULES = json.load(file)


def pattern(name):
    """A pattern of the JavaScript middleware. ASCII: JavaScript's \\w and \\b are, and its /i folds no other letters into them."""
    source = RULES["patterns"][name]
    return re.compile(source["source"], re.ASCII | (re.IGNORECASE if "i" in source["flags"] else 0))


def require_known(what, options, known):
    """Rejects options that are no dict, and a name that no option has."""
    if not isinstance(options, dict):
        raise TypeError(f"{what} must be given a dict of options, got {type(options).__name__}")
    for name in options:
        if name not in known:
            raise TypeError(f'{what} has no "{name}"{did_you_mean(name, known)}')


def did_you_mean(name, known):
    """A known name that is almost it, or that starts with it."""
    meant = nearest(name, known)
    if meant is None and len(name) > 2:
        meant = next((candidate for candidate in known if candidate.lower().startswith(name.lower())), None)
    return f'; did you mean "{meant}"?' if meant is not None else ""


def nearest(name, known):
    """The known name that somebody has most likely meant by one that is almost it, but for case."""
    distances = [(_distance(name.lower(), candidate.lower()), candidate) for candidate in known]
    near = [found for found in distances if found[0] <= 2]
    return min(near, key=lambda found: found[0])[1] if near else None


def _distance(a, b):
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        following = [i]
        for j, right in enumerate(b, 1):
            following.append(min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (left != right)))
        row = following
    return row[-1]
