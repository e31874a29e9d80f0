"""Which events are HTTP requests, and which results are responses to them."""

import re

JSON_TYPE = {"Content-Type": "application/json"}


def is_http_response(value):
    """An authorizer's, a queue's or a workflow's result is none."""
    if not isinstance(value, dict):
        return False
    status = value.get("statusCode")
    # DynamoDB's numbers are decimals; NaN is not even itself
    is_number = isinstance(status, (int, float)) and not isinstance(status, bool) or type(status).__name__ == "Decimal"
    return is_number and status == status or isinstance(status, str) and re.fullmatch("[0-9]{3}", status) is not None


def is_http_event(event):
    """A request of API Gateway, a load balancer, VPC Lattice or a function URL. What an authorizer gets looks much like one."""
    if not isinstance(event, dict):
        return False
    context = event.get("requestContext")
    if not isinstance(context, dict):
        return isinstance(event.get("raw_path"), str) and isinstance(event.get("method"), str)
    is_request = "httpMethod" in event or isinstance(context.get("http"), dict) or isinstance(context.get("serviceArn"), str)
    return is_request and "methodArn" not in event and "routeArn" not in event


def is_version_2(event):
    """In format 2.0 a result without a status code is a body."""
    context = event.get("requestContext")
    return event.get("version") == "2.0" and isinstance(context, dict) and isinstance(context.get("http"), dict)


def wants_multiple_values(event):
    """A load balancer that sends multiple values reads multiple values only."""
    if not isinstance(event, dict) or not isinstance(event.get("requestContext"), dict):
        return False
    is_load_balancer = isinstance(event["requestContext"].get("elb"), dict)
    return is_load_balancer and not event.get("headers") and isinstance(event.get("multiValueHeaders"), dict)
