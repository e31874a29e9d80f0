"""Security headers, checks of request headers and clean responses for Python functions, as `cdk-hardened/middleware` gives them to Node.js.

It needs nothing but Python. Names are those of the JavaScript one in Python's spelling; options have the same names too.
"""

import importlib

_MODULES = {
    "apply_security_headers": "headers",
    "sanitize_response": "responses",
    "validate_request_headers": "requests",
    "with_security_headers": "wrapper",
}
__all__ = list(_MODULES)


def __getattr__(name):
    """Imports what is used, when it is: each module costs a part of a cold start."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
