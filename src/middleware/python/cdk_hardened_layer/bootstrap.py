"""The user's handler with the security headers on its responses to HTTP requests, and nothing else changed.

The name of this file matters: Lambda's runtime leaves the frames of "/bootstrap.py" out at the top of a trace, so that an error reads
as if nothing stood between.
"""

import importlib
import os

from cdk_hardened_middleware.headers import DEFAULT_PLAN
from cdk_hardened_middleware.http import is_http_event

try:
    from awslambdaric.bootstrap import _get_handler
    from awslambdaric.lambda_runtime_exception import FaultException
except ImportError:  # not Lambda's own runtime
    _get_handler = FaultException = None


def _load(name):
    """The user's handler, found as the runtime finds it, and with its errors when it is not to be found."""
    if _get_handler is None:
        module, function = name.rsplit(".", 1)
        return getattr(importlib.import_module(module.replace("/", ".")), function)
    try:
        return _get_handler(name)
    except FaultException:
        raise
    except Exception as error:
        # as the runtime reports it, which sees the lines that led to us otherwise
        import traceback

        frames = [(frame.filename, frame.lineno, frame.name, frame.line) for frame in traceback.extract_tb(error.__traceback__)]
        while frames and "/bootstrap.py" in frames[0][0]:
            frames.pop(0)
        raise FaultException(type(error).__name__, str(error), traceback.format_list(frames)) from None


_name = os.environ["CDK_HARDENED_HANDLER"]
os.environ["_HANDLER"] = _name  # what reads it, such as a tracer, is meant to see the user's
_handler = _load(_name)
_is_wrapped = getattr(_handler, "_cdk_hardened", False)  # by its author, with the headers of the author's choice


def handler(event, context):
    result = _handler(event, context)
    if _is_wrapped or not is_http_event(event):
        return result
    return DEFAULT_PLAN.add_to_result(event, result)
