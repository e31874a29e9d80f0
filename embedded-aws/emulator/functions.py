"""What Lambda rejects of a function, where inline code is, and the size of a function's policy."""

import json
import re

from ministack.core import iam_evaluator
from ministack.services import iam, lambda_svc
from ministack.services.cloudformation import provisioners

from .registry import before

KIND = "AWS::Lambda::Function"
# Lambda developer guide, "Defined runtime environment variables", "Reserved environment variables"
RESERVED = {
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
}
VARIABLE = re.compile(r"[a-zA-Z][a-zA-Z0-9_]+")
# Lambda developer guide, "Lambda quotas"
ENVIRONMENT_BYTES, POLICY_BYTES, LAYERS, CONCURRENCY, UNRESERVED = 4096, 20480, 5, 1000, 100
BOUNDS = {"MemorySize": (128, 10240), "Timeout": (1, 900)}
# Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC": without them CreateFunction is rejected
INTERFACES = ("ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface")


def register():
    zip_inline = provisioners._zip_inline
    # AWS::Lambda::Function Code: "CloudFormation places it in a file named index", whatever the handler names
    provisioners._zip_inline = lambda source, _handler, runtime="": zip_inline(source, "index.handler", runtime)
    for check in (check_environment, check_bounds, check_role):
        before(KIND, check)
    add_permission = lambda_svc._add_permission
    lambda_svc._add_permission = lambda name, data, **options: permission_within_limit(add_permission, name, data, **options)


def check_environment(props):
    variables = (props.get("Environment") or {}).get("Variables") or {}
    for name in variables:
        if not VARIABLE.fullmatch(name):
            raise ValueError(f"Value '{name}' at 'environment.variables' failed to satisfy constraint: [a-zA-Z]([a-zA-Z0-9_])+")
        if name in RESERVED:
            raise ValueError("Lambda was unable to configure your environment variables because the environment variables you have "
                             "provided contains reserved keys that are currently not supported for modification. "
                             f"Reserved keys used: {name}")
    size = len(json.dumps(variables, separators=(",", ":")).encode())
    if size > ENVIRONMENT_BYTES:
        raise ValueError("Lambda was unable to configure your environment variables because the environment variables you have "
                         f"provided exceeded the 4KB limit. Size: {size}")


def check_bounds(props):
    for name, (low, high) in BOUNDS.items():
        if name in props and not low <= int(props[name]) <= high:
            raise ValueError(f"Value '{props[name]}' at '{name}' failed to satisfy constraint: between {low} and {high}")
    if len(props.get("Handler", "")) > 128:
        raise ValueError(f"Value '{props['Handler']}' at 'handler' failed to satisfy constraint: length less than or equal to 128")
    if len(props.get("Layers") or []) > LAYERS:
        raise ValueError(f"Cannot reference more than {LAYERS} layers.")
    reserved = props.get("ReservedConcurrentExecutions")
    if reserved is not None and not 0 <= int(reserved) <= CONCURRENCY - UNRESERVED:
        raise ValueError("Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its "
                         f"minimum value of [{UNRESERVED}].")


def check_role(props):
    name = str(props.get("Role", "")).rpartition("/")[2]
    role = iam._roles.get(name)
    context = iam_evaluator.EvalContext("", "AWSService", "", "sts:AssumeRole", "*", "")
    trusted = role and iam_evaluator.evaluate_resource_policy(role["AssumeRolePolicyDocument"], context, service="lambda.amazonaws.com")
    if not trusted or trusted.decision != "Allow":
        raise ValueError("The role defined for the function cannot be assumed by Lambda.")
    if (props.get("VpcConfig") or {}).get("SubnetIds"):
        for action in INTERFACES:
            if not may(name, role["Arn"], action):
                raise ValueError(f"The provided execution role does not have permissions to call {action.partition(':')[2]} on EC2")


def may(role_name, role_arn, action):
    """Whether Lambda itself may do it with the role, on some resource: its requests have no source function."""
    account = role_arn.split(":")[4]
    statements = [statement for policy in iam_evaluator._gather_role_policies(role_name, account) for statement in policy]
    context = iam_evaluator.EvalContext(role_arn, "AssumedRole", account, action, "*", "")
    named = [statement for statement in statements if iam_evaluator._action_matches(action, statement.actions, statement.not_actions)]
    denied = any(s.effect == "Deny" and "*" in s.resources and iam_evaluator._conditions_met(s.conditions, context) for s in named)
    return not denied and any(statement.effect == "Allow" for statement in named)


def permission_within_limit(add_permission, name, data, **options):
    """Lambda developer guide, "Lambda quotas": a function's resource-based policy has at most 20 KB."""
    done = add_permission(name, data, **options)
    function = lambda_svc._functions.get(name)
    policy = (function or {}).get("policy") or {}
    size = len(json.dumps(policy, separators=(",", ":")).encode())
    if done[0] >= 400 or size <= POLICY_BYTES:
        return done
    policy["Statement"] = [statement for statement in policy["Statement"] if statement.get("Sid") != data["StatementId"]]
    message = f"The final policy size ({size}) is bigger than the limit ({POLICY_BYTES})."
    return 400, {"Content-Type": "application/json"}, json.dumps({"__type": "PolicyLengthExceededException", "message": message}).encode()
