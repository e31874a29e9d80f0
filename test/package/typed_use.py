from typing import Any

from cdk_hardened_middleware import apply_security_headers, sanitize_response, validate_request_headers, with_security_headers


@with_security_headers(
    headers={"X-XSS-Protection": "0", "Server-Timing": False, "X-Path": lambda event: str(event["path"])},
    validate={"maxHeaders": 50},
)
def decorated(event: dict[str, Any], context: object) -> dict[str, Any]:
    return {"statusCode": 200}


@with_security_headers
def bare(event: dict[str, Any], context: object) -> dict[str, Any]:
    return {"statusCode": 200}


response: dict[str, Any] = with_security_headers(decorated, sanitize={"mode": "mask"})({}, None)
secured: dict[str, Any] = apply_security_headers({"statusCode": 200}, removeHeaders=["Server"])
rules: list[str] = [violation["rule"] for violation in validate_request_headers({"headers": {}}, ignoredRules=["attack-tool"])]
sanitized = sanitize_response(bare({}, None), allowedFields=["secretArn"])
