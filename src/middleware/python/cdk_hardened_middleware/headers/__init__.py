"""Which security headers a response gets."""

import json
import logging

from ..http import JSON_TYPE, is_http_event, is_http_response, is_version_2, wants_multiple_values
from ..rules import RULES, did_you_mean, nearest, pattern, require_known

_logger = logging.getLogger("cdk_hardened_middleware")
_NAME = pattern("HEADER_NAME")


class Plan:
    """What is done to each response. Made once, where the wrapper is."""

    def __init__(self, headers=None, removeHeaders=None):  # noqa: N803 - the name that JavaScript has
        known = RULES["headers"]
        chosen = {name.lower(): (name, value, value) for name, value in known.items()}
        for name, value in (headers or {}).items():
            _check_name("headers", name)
            if name.lower() not in chosen and nearest(name, known):
                raise TypeError(f'headers has no "{name}"{did_you_mean(name, known)}')
            if value is not False and not callable(value):
                _checked(name, value)
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
                    _checked(name, own)
                chosen = own
            except Exception as error:  # whatever a user's function raises
                _logger.exception(error)
            if isinstance(chosen, str):
                headers[name] = chosen
        return headers

    def add(self, response, request=None):
        """The response with the planned headers, as a new one. A header that the handler has set, in whatever case, stays as it is.

        A response whose headers are none is given back: what Lambda and API Gateway say to it is theirs.
        """
        given = [response.get(part) for part in ("headers", "multiValueHeaders")]
        if not all(part is None or isinstance(part, dict) for part in given):
            return response
        own, many = [self._kept(part) for part in given]
        taken = {self._spelling_of(name) for part in (own, many) for name in part}
        missing = {name: value for name, value in self.headers_for(request).items() if name not in taken}
        secured = dict(response)
        if wants_multiple_values(request):
            secured["multiValueHeaders"] = {**{name: [value] for name, value in missing.items()}, **many}
        else:
            secured["headers"] = {**missing, **own}
        for part, kept in ("headers", own), ("multiValueHeaders", many):
            if secured.get(part) is response.get(part) is not None:
                secured[part] = kept
        return secured

    def add_to_result(self, event, result, clean=None):
        """What a handler gives, with the headers when it is a response, and cleaned before. For the wrapper and the layer."""
        response = as_response(event, result)
        if response is None:
            return result
        return self.add(response if clean is None else clean(response), event)

    def _kept(self, given):
        """Headers without those that are removed, and those without a value, which are not sent at all."""
        return {name: value for name, value in (given or {}).items() if value not in (None, [], ()) and self._spelling_of(name) != ""}

    def _spelling_of(self, name):
        return self.spelling.get(name.lower()) if isinstance(name, str) else None


def _checked(name, value):
    """Its rules are read where a value is the user's own: they cost a part of a cold start."""
    from .values import check_value

    check_value(name, value)


def _check_name(option, name):
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise TypeError(f"{option} must be named as RFC 9110 allows, got {json.dumps(name)}")


DEFAULT_PLAN = Plan()


def apply_security_headers(response, request=None, **options):
    """The response with all security headers, as a new one. Twice is the same as once."""
    require_known("apply_security_headers", options, ("headers", "removeHeaders"))
    from ..options import check_header_options  # the layer has no options, and need not load them

    check_header_options(options.get("headers"), options.get("removeHeaders"))
    return (Plan(**options) if options else DEFAULT_PLAN).add(response, request)


def as_response(event, result):
    """The HTTP response that a result is, if it is one. Format 2.0 takes a result without a status code for the body of a response of 200.

    A result that is no JSON is none: Lambda reports it as if nobody had looked.
    """
    if is_http_response(result):
        return result
    if not is_http_event(event) or not is_version_2(event) or isinstance(result, dict) and "statusCode" in result:
        return None
    try:
        return {"statusCode": 200, "headers": JSON_TYPE, "body": result if isinstance(result, str) else _as_sent(result)}
    except (TypeError, ValueError, RecursionError):
        return None


def _as_sent(result):
    """As the runtime writes it, where there is one."""
    try:
        from awslambdaric.lambda_runtime_marshaller import to_json  # type: ignore[import-not-found]
    except ImportError:
        return json.dumps(result, ensure_ascii=False, separators=(",", ":"), default=_number)
    return to_json(result)


def _number(value):
    """DynamoDB's numbers are decimals, which the runtime sends as numbers."""
    if type(value).__name__ != "Decimal":
        raise TypeError(f"{type(value).__name__} is no JSON")
    return int(value) if value == value.to_integral_value() else float(value)
