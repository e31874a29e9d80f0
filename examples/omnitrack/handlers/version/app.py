"""Knows nothing of headers: SecureLambda adds them, as it does for Node.js."""

import json
import platform


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"version": "1.0.0", "python": platform.python_version()})}
