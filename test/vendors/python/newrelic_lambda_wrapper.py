"""What New Relic's layer has by this name, reduced to how it finds and wraps the function's handler."""

import importlib
import os

import newrelic.agent
from newrelic_lambda.lambda_handler import lambda_handler

newrelic.agent.initialize()
_module, _name = os.environ["NEW_RELIC_LAMBDA_HANDLER"].rsplit(".", 1)
_handler = getattr(importlib.import_module(_module.replace("/", ".")), _name)


@lambda_handler()
def handler(event, context):
    return _handler(event, context)
