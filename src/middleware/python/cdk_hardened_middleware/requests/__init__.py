"""What is suspicious about the headers of a request."""

import json

from ..options import check_validate_options
from ..rules import RULES, pattern
from .injections import injections_in
from .lookups import looks_up_jndi

_NAME = pattern("HEADER_NAME")
_CONTROL = pattern("CONTROL")
_HOST_ONLY = pattern("HOST_ONLY")
_SHELLSHOCK = pattern("SHELLSHOCK")
_ATTACK_TOOLS = pattern("ATTACK_TOOLS")

def validate_request_headers(request, **options):
    """A list of {"header", "rule"}, empty for a clean request, and never a value. Takes an event, or the headers alone."""
    check_validate_options("validate_request_headers", options)
    return violations_of(request, options)


def violations_of(request, options):
    """The same with options that were checked before."""
    violations = []
    seen = set()
    count = total = 0

    def add(header, rule):
        violations.append({"header": header, "rule": rule})

    for name, values in _entries(request):
        lower = name.lower()
        count += len(values)
        if not _NAME.fullmatch(name):
            add("".join(letter if "\x21" <= letter <= "\x7e" else "?" for letter in lower)[:64], "illegal-name")
            continue
        if lower == "host" and (len(values) > 1 or lower in seen):
            add("host", "repeated-host")
        seen.add(lower)
        for value in values:
            size = len(value.encode("utf-8", "surrogatepass"))
            total += len(name) + size
            if size > _limit(options, "maxHeaderBytes", 8192):
                add(lower, "too-large")
            else:
                for rule in _broken_by(lower, value):
                    add(lower, rule)
    if count > _limit(options, "maxHeaders", 100):
        add("*", "too-many")
    if total > _limit(options, "maxTotalBytes", 16384):
        add("*", "too-large")
    if "content-length" in seen and "transfer-encoding" in seen:
        add("transfer-encoding", "conflicting-length")
    ignored = options.get("ignoredRules") or ()
    return [violation for violation in violations if violation["rule"] not in ignored]


def _broken_by(name, value):
    script, sql = injections_in(value) if name in RULES["reflected"] else (False, False)
    if _CONTROL.search(value):
        yield "control-character"
    if name in RULES["routing"] and not _HOST_ONLY.fullmatch(value):
        yield "forged-routing"
    if looks_up_jndi(value):
        yield "log4shell"
    if _SHELLSHOCK.match(value):
        yield "shellshock"
    if script:
        yield "script-injection"
    if sql:
        yield "sql-injection"
    if name == "user-agent" and _ATTACK_TOOLS.search(value):
        yield "attack-tool"


def _limit(options, name, default):
    limit = options.get(name)
    return default if limit is None else limit


def _entries(request):
    """REST events hold every header twice; the multiple values are the whole truth where they are there."""
    if not hasattr(request, "items"):
        return
    headers, many, cookies = request.get("headers"), request.get("multiValueHeaders"), request.get("cookies")
    # format 2.0 has the cookies apart from the headers
    has_cookies = isinstance(cookies, list) and request.get("version") == "2.0"
    if isinstance(many, dict) and many:
        found = many
    elif has_cookies or isinstance(many, dict) or "headers" in request and not isinstance(headers, (str, list)):
        found = headers or {}
    else:
        found = request
    for name, value in found.items():
        yield name, _texts(value)
    if has_cookies:
        yield "cookie", ["; ".join(_texts(cookies))] if cookies else []


def _texts(value):
    """Values as texts. What is none, and no number or boolean, is no header that a gateway would send."""
    values = value if isinstance(value, list) else [value]
    return [one if isinstance(one, str) else json.dumps(one) for one in values if isinstance(one, (str, int, float))]
