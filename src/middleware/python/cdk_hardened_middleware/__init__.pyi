from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypedDict, TypeVar, overload

from typing_extensions import Unpack

_Handler = TypeVar("_Handler", bound=Callable[..., Any])
_Rule = Literal[
    "control-character", "illegal-name", "too-large", "too-many", "conflicting-length", "repeated-host", "forged-routing",
    "log4shell", "shellshock", "script-injection", "sql-injection", "attack-tool",
]

class _Violation(TypedDict):
    header: str
    rule: str

class _HeaderOptions(TypedDict, total=False):
    headers: Mapping[str, str | Literal[False] | Callable[[Any], str | Literal[False]]]
    removeHeaders: Iterable[str]

class _ValidateOptions(TypedDict, total=False):
    maxHeaders: int
    maxHeaderBytes: int
    maxTotalBytes: int
    ignoredRules: Iterable[_Rule]

class _SanitizeOptions(TypedDict, total=False):
    sensitiveFields: Iterable[str]
    allowedFields: Iterable[str]
    mode: Literal["redact", "mask", "remove"]

class _WrapOptions(_HeaderOptions, total=False):
    validate: bool | _ValidateOptions
    sanitize: bool | _SanitizeOptions
    onError: str

@overload
def with_security_headers(handler: _Handler, **options: Unpack[_WrapOptions]) -> _Handler: ...
@overload
def with_security_headers(handler: None = None, **options: Unpack[_WrapOptions]) -> Callable[[_Handler], _Handler]: ...
def apply_security_headers(
    response: Mapping[str, Any], request: Mapping[str, Any] | None = None, **options: Unpack[_HeaderOptions]
) -> dict[str, Any]: ...
def validate_request_headers(
    request: Mapping[str, Any] | Iterable[tuple[str, str]], **options: Unpack[_ValidateOptions]
) -> list[_Violation]: ...
def sanitize_response(value: Any, **options: Unpack[_SanitizeOptions]) -> Any: ...

__all__ = ["apply_security_headers", "sanitize_response", "validate_request_headers", "with_security_headers"]
