"""What a Python developer writes: a handler that imports the middleware, and a test that calls it."""

import cdk_hardened_middleware
from cdk_hardened_middleware import validate_request_headers, with_security_headers

EVENT = {"httpMethod": "GET", "headers": {"Accept": "*/*"}, "requestContext": {"requestId": "1"}}


@with_security_headers(validate=True, sanitize=True)
def handler(event, context):
    return {"statusCode": 200, "headers": {"Cache-Control": "max-age=60"}, "body": '{"password": "hunter2"}'}


assert "site-packages" in cdk_hardened_middleware.__file__, cdk_hardened_middleware.__file__
response = handler(EVENT, None)
assert response["headers"]["X-Frame-Options"] == "DENY", response
assert response["headers"]["Cache-Control"] == "max-age=60", response
assert "hunter2" not in response["body"], response
assert handler({**EVENT, "headers": {"User-Agent": "${jndi:ldap://x}"}}, None)["statusCode"] == 400
assert validate_request_headers({"headers": {"Accept": "*/*"}}) == []
