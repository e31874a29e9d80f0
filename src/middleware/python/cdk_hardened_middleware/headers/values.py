"""Values of headers that browsers ignore, or that protect from nothing."""

import json
import re

from ..rules import RULES, did_you_mean, pattern

_VALUE = pattern("HEADER_VALUE")
_POLICY = RULES["policy"]
_CASELESS = re.ASCII | re.IGNORECASE


def check_value(name, value):
    """Raises for a value that cannot be sent, that browsers ignore, or that protects from nothing."""
    if not isinstance(value, str) or not _VALUE.fullmatch(value):
        raise TypeError(f"headers.{name} must be text without control characters, or False to leave the header out")
    lower = name.lower()
    if lower in ("content-security-policy", "content-security-policy-report-only"):
        _check_policy(name, value)
        return
    rule = RULES["headerValues"].get(lower)
    if rule and not re.fullmatch(rule["pattern"], value, _CASELESS):
        meant = did_you_mean(value, rule["values"]) if value else ""
        raise TypeError(f"headers.{name} must be {rule['must']}, got {json.dumps(value)}{meant}")


def _check_policy(name, value):
    """Browsers ignore a directive that they do not know, and a keyword without its quotes."""
    directives = [directive.split() for directive in value.split(";") if directive.strip()]
    if not directives:
        raise TypeError(f"headers.{name} must have a directive; False leaves the header out")
    for directive, *sources in directives:
        if directive.lower() not in _POLICY["directives"]:
            raise TypeError(f'headers.{name} has no "{directive}"{did_you_mean(directive, _POLICY["directives"])}')
        if directive.lower() in _POLICY["sources"]:
            for source in sources:
                if not _is_source(source, sources):
                    raise TypeError(f"headers.{name} has {source} in {directive}, which browsers ignore")


def _is_source(source, every):
    """`'none'` stands alone, and a keyword in its quotes; what has none is a host, a scheme or `*`."""
    keyword = re.compile(_POLICY["keyword"], _CASELESS)
    if source.startswith("'"):
        return bool(keyword.fullmatch(source)) and (source.lower() != "'none'" or len(every) == 1)
    return not keyword.fullmatch(f"'{source}'") and "," not in source
