"""What is suspicious about the headers of a request."""

import re

from .rules import RULES, pattern, require_known

_NAME = pattern("HEADER_NAME")
_CONTROL = pattern("CONTROL")
_HOST_ONLY = pattern("HOST_ONLY")
_SHELLSHOCK = pattern("SHELLSHOCK")
_SCRIPT = pattern("SCRIPT")
_SQL = pattern("SQL")
_ATTACK_TOOLS = pattern("ATTACK_TOOLS")
_ESCAPED = re.compile(r"%([2-7][0-9a-f])|\\u00([2-7][0-9a-f])", re.IGNORECASE | re.ASCII)
_LOOKUP = re.compile(r"\$\{([^${}]*)\}")
_JNDI = re.compile(r"\$\{[ \t]*jndi[ \t]*:")

OPTIONS = ("maxHeaders", "maxHeaderBytes", "maxTotalBytes", "ignoredRules")

# more lookups inside one another than anybody writes for another reason
_MAX_LOOKUPS = 8


def validate_request_headers(request, **options):
    """A list of {"header", "rule"}, empty for a clean request, and never a value. Takes an event, or the headers alone."""
    require_known("validate_request_headers", options, OPTIONS)
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
            if size > options.get("maxHeaderBytes", 8192):
                add(lower, "too-large")
            else:
                for rule in _broken_by(lower, value):
                    add(lower, rule)
    if count > options.get("maxHeaders", 100):
        add("*", "too-many")
    if total > options.get("maxTotalBytes", 16384):
        add("*", "too-large")
    if "content-length" in seen and "transfer-encoding" in seen:
        add("transfer-encoding", "conflicting-length")
    ignored = options.get("ignoredRules", ())
    return [violation for violation in violations if violation["rule"] not in ignored]


def _broken_by(name, value):
    reflected = name in RULES["reflected"]
    if _CONTROL.search(value):
        yield "control-character"
    if name in RULES["routing"] and not _HOST_ONLY.fullmatch(value):
        yield "forged-routing"
    if ("$" in value or "%24" in value or "\\u" in value) and _looks_up_jndi(value):
        yield "log4shell"
    if _SHELLSHOCK.match(value):
        yield "shellshock"
    if reflected and _SCRIPT.search(value):
        yield "script-injection"
    if reflected and _SQL.search(value):
        yield "sql-injection"
    if name == "user-agent" and _ATTACK_TOOLS.search(value):
        yield "attack-tool"


def _looks_up_jndi(value):
    """Resolves lookups from the inside: one that names a letter stands for that letter."""
    text = _ESCAPED.sub(lambda found: chr(int(found.group(1) or found.group(2), 16)), value).replace("\u0131", "i").lower()
    start = text.find("${")
    if start == -1:
        return False
    text = text[start:]
    for _ in range(_MAX_LOOKUPS):
        if _JNDI.search(text):
            return True
        resolved = _LOOKUP.sub(lambda found: _value_of(found.group(1)), text)
        if resolved == text:
            return False
        text = resolved
    return True


def _value_of(lookup):
    """`lower:j` names its letter last; what stands behind `:-` is the value of a lookup that finds nothing."""
    _, separator, fallback = lookup.partition(":-")
    return fallback if separator else lookup.rpartition(":")[2]


def _entries(request):
    """REST events hold every header twice; the multiple values are the whole truth where they are there."""
    headers, many = request.get("headers"), request.get("multiValueHeaders")
    if isinstance(many, dict) and many:
        found = many
    elif isinstance(many, dict) or "headers" in request and not isinstance(headers, (str, list)):
        found = headers or {}
    else:
        found = request
    for name, value in found.items():
        values = value if isinstance(value, list) else [] if value is None else [value]
        yield name, [str(one) for one in values]
