"""Checks of the options, as options.ts has them: what cannot be meant is an error where the handler is wrapped."""

import json

from .rules import RULES, did_you_mean, require_known

LIMITS = ("maxHeaders", "maxHeaderBytes", "maxTotalBytes")


def check_header_options(headers, remove_headers):
    """Names and values are checked where they are planned."""
    if headers is not None:
        _require_dict("headers", headers)
    _require_names("removeHeaders", remove_headers)


def check_validate_options(what, options):
    require_known(what, options, (*LIMITS, "ignoredRules"))
    for limit in LIMITS:
        value = options.get(limit)
        is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if value is not None and not is_count:
            raise TypeError(f"{limit} must be a whole number of 0 or more, got {_show(value)}")
    _require_names("ignoredRules", options.get("ignoredRules"), RULES["headerRules"])


def check_sanitize_options(what, options):
    require_known(what, options, ("sensitiveFields", "allowedFields", "mode"))
    _require_names("sensitiveFields", options.get("sensitiveFields"))
    _require_names("allowedFields", options.get("allowedFields"))


def switched(option, value):
    """What an option says that is on, off, or on with options of its own: those, or None."""
    if value is None or isinstance(value, bool):
        return {} if value else None
    _require_dict(option, value, "True, False or ")
    return value


def _require_dict(option, value, alternatives=""):
    if not isinstance(value, dict):
        raise TypeError(f"{option} must be {alternatives}a dict, got {_show(value)}")


def _require_names(option, value, known=None):
    if value is None:
        return
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise TypeError(f"{option} must be a list of texts, got {_show(value)}")
    for name in value:
        if not isinstance(name, str) or not name:
            raise TypeError(f"{option} must be a list of texts, got {_show(name)} in it")
        if known is not None and name not in known:
            raise TypeError(f'{option} has no "{name}"{did_you_mean(name, known)}')


def _show(value):
    """A value in an error: never what is in a list or a dict."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return "a list"
    return "a dict" if isinstance(value, dict) else json.dumps(value) if isinstance(value, str) else str(value)
