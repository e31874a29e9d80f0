"""What ministack's REST APIs leave out of a template, and what API Gateway rejects of one."""

import re

from ministack.core import iam_evaluator
from ministack.services import apigateway_v1 as service
from ministack.services import iam

from .registry import already_exists, before, change, is_true

# API Gateway developer guide, "Create a stage", and "Parameter mapping": a header is named by a token of HTTP
STAGE_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
PARAMETER = re.compile(r"method\.request\.(header|querystring|path|multivalueheader|multivaluequerystring)\.[A-Za-z0-9._$-]+")
STAGE, ACCOUNT = "AWS::ApiGateway::Stage", "AWS::ApiGateway::Account"


def register():
    change("AWS::ApiGateway::RestApi", "create", with_tls_policy)
    change("AWS::ApiGateway::RequestValidator", "create", with_effect)
    change("AWS::ApiGateway::Method", "create", with_request_validator)
    change(STAGE, "create", with_access_log)
    change(STAGE, "update", with_access_log)
    before("AWS::ApiGateway::Deployment", check_methods, actions=("create",))
    before("AWS::ApiGateway::Resource", check_siblings, actions=("create",))
    before("AWS::ApiGateway::Method", check_parameters)
    before(STAGE, check_name, actions=("create",))
    before(STAGE, check_logging)
    before(ACCOUNT, check_role)


def check_methods(props):
    """API Gateway API reference, CreateDeployment."""
    resources = service._resources.get(props["RestApiId"], {}).values()
    if not any(resource.get("resourceMethods") for resource in resources):
        raise ValueError("The REST API doesn't contain any methods")


def check_siblings(props):
    """API Gateway API reference, CreateResource: what is under one path has one variable at most, and each part once."""
    part = props["PathPart"]
    for resource in service._resources.get(props["RestApiId"], {}).values():
        if resource.get("parentId") != props["ParentId"]:
            continue
        sibling = resource.get("pathPart", "")
        if sibling == part:
            raise ValueError(f"Another resource with the same parent already has this name: {part}")
        if sibling.startswith("{") and part.startswith("{"):
            raise ValueError(f"A sibling ({sibling}) of this resource already has a variable path part -- only one is allowed")


def check_parameters(props):
    for name in props.get("RequestParameters") or {}:
        if not PARAMETER.fullmatch(name):
            raise ValueError(f"Invalid mapping expression specified: {name}")


def check_name(props):
    if not STAGE_NAME.fullmatch(props["StageName"]):
        raise ValueError("Stage name only allows a-zA-Z0-9_-")
    if props["StageName"] in service._stages_v1.get(props["RestApiId"], {}):
        raise already_exists(STAGE, f'{props["RestApiId"]}|{props["StageName"]}')


def check_logging(props):
    """API Gateway developer guide, "Set up CloudWatch logging for REST APIs": the account's role comes first, and is one for all APIs."""
    executions = [setting for setting in props.get("MethodSettings") or [] if setting.get("LoggingLevel", "OFF") != "OFF"]
    logs = executions or ":logs:" in (props.get("AccessLogSetting") or {}).get("DestinationArn", "")
    if logs and not (service._account_settings.get("settings") or {}).get("cloudwatchRoleArn"):
        raise ValueError("CloudWatch Logs role ARN must be set in account settings to enable logging")


def check_role(props):
    """API Gateway assumes the role as it is set."""
    if "CloudWatchRoleArn" not in props:
        return
    role = iam._roles.get(props["CloudWatchRoleArn"].rpartition("/")[2])
    context = iam_evaluator.EvalContext("", "AWSService", "", "sts:AssumeRole", "*", "")
    trusted = role and iam_evaluator.evaluate_resource_policy(role["AssumeRolePolicyDocument"], context, service="apigateway.amazonaws.com")
    if not trusted or trusted.decision != "Allow":
        raise ValueError("The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and "
                         "add the required role policy.")


def with_access_log(handle):
    def handled(*arguments, **options):
        name, attributes = handle(*arguments, **options)
        props = arguments[1] if isinstance(arguments[2], str) else arguments[2]
        setting = props.get("AccessLogSetting") or {}
        known = {"destinationArn": setting.get("DestinationArn"), "format": setting.get("Format")}
        service._stages_v1[props["RestApiId"]][name]["accessLogSettings"] = known if setting else {}
        return name, attributes

    return handled


def with_tls_policy(create):
    def create_api(logical_id, props, stack):
        api_id, attributes = create(logical_id, props, stack)
        service._rest_apis[api_id]["securityPolicy"] = props.get("SecurityPolicy", "TLS_1_0")
        service._rest_apis[api_id]["endpointAccessMode"] = props.get("EndpointAccessMode", "BASIC")
        return api_id, attributes

    return create_api


def with_effect(create):
    def create_validator(logical_id, props, stack):
        validator_id, attributes = create(logical_id, props, stack)
        service._request_validators.setdefault(props["RestApiId"], {})[validator_id] = {
            "id": validator_id,
            "name": props.get("Name", validator_id),
            "validateRequestBody": is_true(props.get("ValidateRequestBody")),
            "validateRequestParameters": is_true(props.get("ValidateRequestParameters")),
        }
        return validator_id, attributes

    return create_validator


def with_request_validator(create):
    def create_method(logical_id, props, stack):
        created = create(logical_id, props, stack)
        method = service._resources[props["RestApiId"]][props["ResourceId"]]["resourceMethods"][props["HttpMethod"]]
        method["requestValidatorId"] = props.get("RequestValidatorId")
        return created

    return create_method
