"""Knows nothing of headers: SecureLambda adds them, as it does for Node.js."""

import json
import platform


def handler(event, context):
    body = json.dumps({"version": "1.0.0", "python": platform.python_version()})
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": body}
