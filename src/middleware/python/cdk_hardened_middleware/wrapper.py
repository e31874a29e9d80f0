"""The security headers on every response of a handler, with checks before it and clean responses behind it."""

import functools
import json
import logging

from .headers import Plan
from .http import JSON_TYPE, is_http_event
from .options import check_header_options, check_validate_options, switched
from .requests import violations_of
from .rules import require_known
from .responses import sanitize_body
from .responses.sensitive import Rules

_logger = logging.getLogger("cdk_hardened_middleware")


def with_security_headers(handler=None, **options):
    """The handler, with all security headers on its responses; alone or with options, also a decorator.

    Options: `headers`, `removeHeaders`, `validate` (True or a dict), `sanitize` (True or a dict), `onError` ('answer' or 'rethrow').
    """
    if handler is None:
        return functools.partial(with_security_headers, **options)
    if not callable(handler):
        raise TypeError(f"handler must be a function, got {type(handler).__name__}")
    if getattr(handler, "_cdk_hardened", False):
        return handler
    require_known("with_security_headers", options, ("headers", "removeHeaders", "validate", "sanitize", "onError"))
    if options.get("onError", "answer") not in ("answer", "rethrow"):
        raise TypeError(f"onError must be 'answer' or 'rethrow', got {json.dumps(options['onError'])}")
    check_header_options(options.get("headers"), options.get("removeHeaders"))
    plan = Plan(options.get("headers"), options.get("removeHeaders"))
    validate = switched("validate", options.get("validate"))
    if validate is not None:
        check_validate_options("validate", validate)
    sanitize = switched("sanitize", options.get("sanitize"))
    rules = None if sanitize is None else Rules("sanitize", **sanitize)
    clean = None if rules is None else functools.partial(sanitize_body, rules=rules)

    @functools.wraps(handler)
    def wrapped(event, context):
        rejection = None if validate is None else _reject(event, context, validate)
        if rejection:
            return plan.add(rejection, event)
        try:
            result = handler(event, context)
        except Exception as error:
            if options.get("onError") == "rethrow" or not is_http_event(event):
                raise
            _logger.exception(error)
            return plan.add(_response(500, "Internal Server Error", context), event)
        return plan.add_to_result(event, result, clean)

    wrapped._cdk_hardened = True
    return wrapped


def _reject(event, context, options):
    """Which rules it broke is logged, never a value."""
    if not isinstance(event, dict) or not any(name in event for name in ("headers", "multiValueHeaders", "cookies")):
        return None
    violations = violations_of(event, options)
    if not violations:
        return None
    _logger.warning(json.dumps({"message": "Request rejected", "violations": violations}))
    return _response(400, "Bad Request", context)


def _response(status, message, context):
    request_id = getattr(context, "aws_request_id", None)
    body = {"message": message, **({} if request_id is None else {"requestId": request_id})}
    return {"statusCode": status, "headers": JSON_TYPE, "body": json.dumps(body, separators=(",", ":"))}
