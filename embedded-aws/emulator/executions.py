"""How API Gateway validates a request, calls a function, and responds when that fails."""

import json

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import apigateway_v1 as service
from ministack.services import lambda_svc

MAX_BODY_BYTES = 10 * 1024 * 1024
# API Gateway developer guide, "Output format of a Lambda function for proxy integration"
RESPONSE = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
INTERNAL = "Internal server error"


class BadGateway(service._GatewayError):
    """A function that failed, or whose response is none: DEFAULT_5XX, with status 502 unless the gateway response has one."""

    def __init__(self):
        super().__init__("DEFAULT_5XX", INTERNAL)


class FunctionFailed(Exception):
    pass


def register():
    service._check_request_validation = validated(service._check_request_validation)
    service._lambda_proxy_response = well_formed(service._lambda_proxy_response)
    service._invoke_lambda_proxy_v1 = with_permission(service._invoke_lambda_proxy_v1)
    service._gateway_error_response = with_bad_gateway(service._gateway_error_response)


def validated(check_validation):
    """The model is the one of the request's content type, else $default, else there is no validation
    (API Gateway developer guide, "Request validation for REST APIs")."""

    def check(method, api_id, request, headers, body, query_params):
        if len(body or b"") > MAX_BODY_BYTES:
            return service._gw_error("REQUEST_TOO_LARGE", "Request Too Long")
        models = method.get("requestModels") or {}
        content_type = (service._header_ci(headers, "content-type") or "application/json").split(";", 1)[0].strip()
        model = models.get(content_type) or models.get("$default")
        method = {**method, "requestModels": {content_type: model} if model else {}}
        return check_validation(method, api_id, request, headers, body, query_params)

    return check


def well_formed(proxy_response):
    """The error of a function is for its log: the client sees a gateway response, and nothing of the error
    (API Gateway developer guide, "Handle Lambda errors in API Gateway")."""

    def response_of(result):
        if result.get("error"):
            raise FunctionFailed
        if not result.get("throttle") and not is_response(result.get("body")):
            raise FunctionFailed
        return proxy_response(result)

    return response_of


def is_response(payload):
    if isinstance(payload, (str, bytes)):
        try:
            payload = json.loads(payload)
        except ValueError:
            return False
    return isinstance(payload, dict) and "statusCode" in payload and not set(payload) - RESPONSE \
        and isinstance(payload.get("body") or "", str) and str(payload["statusCode"]).isdigit()


def with_permission(invoke):
    """The function's policy must allow the method (Lambda developer guide, "Invoking a Lambda function using an Amazon API Gateway
    endpoint"); without it the API is configured wrongly."""

    async def invoked(integration, api_id, stage_name, stage, resource, request_path, method, *arguments, **options):
        if not integration.get("credentials") and not may_invoke(integration, f'{api_id}/{stage_name}/{method}{resource["path"]}'):
            return service._gw_error("API_CONFIGURATION_ERROR", INTERNAL)
        try:
            return await invoke(integration, api_id, stage_name, stage, resource, request_path, method, *arguments, **options)
        except FunctionFailed:
            return BadGateway()

    return invoked


def may_invoke(integration, route):
    reference = service._extract_lambda_ref_from_integration_uri(integration.get("uri", ""))
    name = reference.rpartition(":function:")[2].partition(":")[0] if ":function:" in reference else reference
    function = lambda_svc._functions.get(name)
    if function is None:
        return True  # reported as such by the invocation
    account, region = get_account_id(), get_region()
    source = {"aws:sourcearn": f"arn:aws:execute-api:{region}:{account}:{route}", "aws:sourceaccount": account}
    context = iam_evaluator.EvalContext(
        "", "AWSService", "", "lambda:InvokeFunction", function["config"]["FunctionArn"], region, service_context=source)
    return iam_evaluator.evaluate_resource_policy(function["policy"], context, service="apigateway.amazonaws.com").decision == "Allow"


def with_bad_gateway(gateway_error_response):
    def rendered(error, request):
        status, headers, body = gateway_error_response(error, request)
        return (502 if isinstance(error, BadGateway) and status == 500 else status), headers, body

    return rendered
