"""What the layer of AWS's distribution of OpenTelemetry has by this name, reduced to how it finds and wraps the function's handler."""

import os
from importlib import import_module

from opentelemetry.instrumentation.aws_lambda import AwsLambdaInstrumentor

AwsLambdaInstrumentor().instrument()

_module, _name = os.environ["ORIG_HANDLER"].rsplit(".", 1)
lambda_handler = getattr(import_module(_module.replace("/", ".")), _name)
