"""Which security headers an answer gets."""

import json
import logging

from .http import JSON_TYPE, is_http_event, is_http_response, is_version_2, wants_multiple_values
from .rules import RULES, did_you_mean, nearest, pattern, require_known

_logger = logging.getLogger("cdk_hardened_middleware")
_NAME = pattern("HEADER_NAME")
_VALUE = pattern("HEADER_VALUE")


class Plan:
    """What is done to each answer. Made once, where the wrapper is."""

    def __init__(self, headers=None, removeHeaders=None):  # noqa: N803 - the name that JavaScript has
        known = RULES["headers"]
        chosen = {name.lower(): (name, value, value) for name, value in known.items()}
        for name, value in (headers or {}).items():
            _check_name("headers", name)
            if name.lower() not in chosen and nearest(name, known):
                raise TypeError(f'headers has no "{name}"{did_you_mean(name, known)}')
            if value is not False and not callable(value):
                _check_value(name, value)
            fallback = chosen[name.lower()][2] if name.lower() in chosen else None
            chosen[name.lower()] = name, value, fallback
        self.spelling = {}
        for name in RULES["removedHeaders"] if removeHeaders is None else removeHeaders:
            _check_name("removeHeaders", name)
            self.spelling[name.lower()] = ""
        self.fixed = {}
        self.computed = []
        for lower, (name, value, fallback) in chosen.items():
            if callable(value):
                self.computed.append((name, value, fallback))
            elif value is not False:
                self.fixed[name] = value
            if value is not False:
                self.spelling[lower] = name

    def headers_for(self, request):
        """The headers for one request. A function that fails leaves the header's default."""
        headers = dict(self.fixed)
        for name, value, fallback in self.computed:
            chosen = fallback
            try:
                own = value(request)
                if own is not False:
                    _check_value(name, own)
                chosen = own
            except Exception as error:  # whatever a user's function raises
                _logger.exception(error)
            if isinstance(chosen, str):
                headers[name] = chosen
        return headers

    def add(self, response, request=None):
        """The answer with the planned headers, as a new one. A header that the handler has set, in whatever case, stays as it is."""
        own, many = response.get("headers"), response.get("multiValueHeaders")
        in_many = wants_multiple_values(request)
        missing = self.headers_for(request)
        for headers in (own, many):
            for name, value in (headers or {}).items():
                if value is not None:
                    missing.pop(self.spelling.get(name.lower(), ""), None)
        secured = dict(response)
        if own or not in_many:
            secured["headers"] = {**({} if in_many else missing), **self._kept(own)}
        if many or in_many:
            added = {name: [value] for name, value in missing.items()} if in_many else {}
            secured["multiValueHeaders"] = {**added, **self._kept(many)}
        return secured

    def _kept(self, own):
        return {name: value for name, value in (own or {}).items() if value is not None and self.spelling.get(name.lower()) != ""}


def _check_name(option, name):
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise TypeError(f"{option} must be named as RFC 9110 allows, got {json.dumps(name)}")


def _check_value(name, value):
    if not isinstance(value, str) or not _VALUE.fullmatch(value):
        raise TypeError(f"headers.{name} must be text without control characters, or False to leave the header out")


DEFAULT_PLAN = Plan()


def apply_security_headers(response, request=None, **options):
    """The answer with all security headers, as a new one. Twice is the same as once."""
    require_known("apply_security_headers", options, ("headers", "removeHeaders"))
    from .options import check_header_options  # the layer has no options, and need not load them

    check_header_options(options.get("headers"), options.get("removeHeaders"))
    return (Plan(**options) if options else DEFAULT_PLAN).add(response, request)


def as_response(event, result):
    """Format 2.0 takes a result without a status code for the body of an answer of 200."""
    if is_http_response(result):
        return result
    if not is_http_event(event) or not is_version_2(event):
        return None
    body = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, separators=(",", ":"))
    return {"statusCode": 200, "headers": JSON_TYPE, "body": body}
