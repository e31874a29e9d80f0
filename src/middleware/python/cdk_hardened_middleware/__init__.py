"""Security headers, checks of request headers and clean answers for Python functions, as `cdk-hardened/middleware` gives them to Node.js.

It needs nothing but Python. Names are those of the JavaScript one in Python's spelling; options have the same names too.
"""

from .headers import apply_security_headers, with_security_headers
from .requests import validate_request_headers
from .values import sanitize_response

__all__ = ["apply_security_headers", "sanitize_response", "validate_request_headers", "with_security_headers"]
