"""Under AUTH=true: what AWS knows of a request and of its caller, and ministack does not."""

import dataclasses
import json
import re

from ministack import app
from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.services import iam, kms, lambda_svc

ASSUMED_ROLE = re.compile(r"arn:(aws[a-z-]*):sts::(\d+):assumed-role/([^/]+)/")
EVERYTHING = [[iam_evaluator.ParsedStatement(sid="", effect="Allow", actions=["*"], resources=["*"])]]
ENCRYPTION = "x-amz-server-side-encryption"
# these are checked on the alias too, which has an ARN of its own
ALIAS_OPERATIONS = (".CreateAlias", ".DeleteAlias", ".UpdateAlias")

_functions = {}


def register():
    pin = app.pin_request_origin
    # a request to the loopback interface counts as one over TLS: policies deny aws:SecureTransport false
    app.pin_request_origin = lambda source_ip, _secure: pin(source_ip, True)
    for module in (lambda_runtime, lambda_svc):
        module.execution_credentials = remembering_the_function(module.execution_credentials)
    wrap(iam_evaluator, "resolve_principal", as_an_administrator)
    wrap(iam_evaluator, "_principal_keys", with_source_function)
    wrap(iam_evaluator, "_resolve_condition_key", with_the_role_of_a_session)
    wrap(iam_actions, "s3_service_context", with_encryption_headers)
    wrap(iam_actions, "request_tag_context", with_key_context)
    wrap(iam_actions, "extract_resource_arn", with_the_key_of_an_alias)


def wrap(module, name, around):
    setattr(module, name, around(getattr(module, name)))


def as_an_administrator(resolve):
    """The account's root user may do everything by its identity, but a Deny of a resource's policy, or a key policy without it, holds."""

    def resolved(access_key, account, credential=None):
        principal = resolve(access_key, account, credential)
        if isinstance(principal, iam_evaluator.PrincipalInfo) and principal.policies is None:
            return dataclasses.replace(principal, policies=EVERYTHING)
        return principal

    return resolved


def remembering_the_function(execution_credentials):
    def issued(config):
        credentials = execution_credentials(config)
        arn = config["FunctionArn"]
        _functions[credentials["AWS_ACCESS_KEY_ID"]] = ":".join(arn.split(":")[:7])  # without version or alias
        return credentials

    return issued


def with_source_function(principal_keys):
    """"lambda:SourceFunctionArn" is in each request by a function's code, and in none that Lambda itself makes for it
    (Lambda developer guide, "Using source function ARN to control function access behavior")."""

    def keys(credential):
        known = {**principal_keys(credential), "aws:principalisawsservice": "false", "aws:viaawsservice": "false"}
        if credential.access_key_id in _functions:
            known["lambda:sourcefunctionarn"] = _functions[credential.access_key_id]
        return known

    return keys


def with_the_role_of_a_session(resolve):
    """"aws:PrincipalArn" of a session is its role (IAM user guide, "AWS global condition context keys")."""

    def resolved(key, context):
        # what a service says of its request to another one goes before what the caller is
        if key.lower() in ("aws:viaawsservice",) and key.lower() in context.service_context:
            return context.service_context[key.lower()]
        if key.lower() == "s3:tlsversion" and context.secure_transport:
            return "1.3"
        value = resolve(key, context)
        session = key.lower() == "aws:principalarn" and ASSUMED_ROLE.match(value or "")
        return role_arn(*session.groups()) if session else value

    return resolved


def role_arn(partition, account, name):
    role = iam._roles.get_scoped(account, None, name)
    return role["Arn"] if role else f"arn:{partition}:iam::{account}:role/{name}"


def with_encryption_headers(service_context):
    """The keys of a write's encryption, from the headers of the request: a write without them has none of the keys, and the bucket's
    default applies. A key is known by its ARN, however it is named (Service Authorization Reference, Amazon S3)."""

    def context(action, query, path="", headers=None):
        known, headers = service_context(action, query, path, headers), headers or {}
        if action == "s3:PutObject":
            key = headers.get(f"{ENCRYPTION}-aws-kms-key-id")
            if key:
                known[f"s3:{ENCRYPTION}-aws-kms-key-id"] = (kms._resolve_key(key) or {"Arn": key})["Arn"]
            algorithm = headers.get(f"{ENCRYPTION}-customer-algorithm")
            if algorithm:
                known[f"s3:{ENCRYPTION}-customer-algorithm"] = algorithm
        return {**known, "emulator:query": query or {}}

    return context


def with_key_context(tag_context):
    """The encryption context that a direct request to KMS names; no service is in between, so there is no "kms:ViaService"."""

    def context(service, action, body, params):
        known = tag_context(service, action, body, params)
        if service != "kms":
            return known
        try:
            sent = json.loads(body or b"{}")
        except ValueError:
            return known
        return {**known, **key_context(sent.get("EncryptionContext") or {}), "kms:GrantIsForAWSResource": "false"}

    return context


def key_context(encryption_context):
    known = {f"kms:EncryptionContext:{name}": value for name, value in encryption_context.items()}
    return {**known, "kms:EncryptionContextKeys": list(encryption_context) or None}


def with_the_key_of_an_alias(extract):
    """IAM compares the ARN of the key that an alias names, never the alias's
    (KMS developer guide, "Specifying KMS keys in IAM policy statements")."""

    def resource(service, method, path, headers, *others):
        arn = extract(service, method, path, headers, *others)
        if service == "kms" and ":alias/" in arn and not headers.get("x-amz-target", "").endswith(ALIAS_OPERATIONS):
            return (kms._resolve_key(arn) or {"Arn": arn})["Arn"]
        return arn

    return resource
