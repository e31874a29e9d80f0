"""What Sentry's layer has as sentry_sdk.integrations.init_serverless_sdk, reduced to how it finds and calls the function's handler."""

import importlib
import os

import sentry_sdk
from sentry_sdk.integrations.aws_lambda import AwsLambdaIntegration

sentry_sdk.init(
    dsn=os.environ["SENTRY_DSN"],
    integrations=[AwsLambdaIntegration(timeout_warning=True)],
    traces_sample_rate=float(os.environ["SENTRY_TRACES_SAMPLE_RATE"]),
)


def sentry_lambda_handler(event, context):
    module, name = os.environ["SENTRY_INITIAL_HANDLER"].rsplit(".", 1)
    return getattr(importlib.import_module(module), name)(event, context)
