"""Rotation schedules and resource policies, and where AWS differs from ministack's secrets."""

import json

from ministack.services import secretsmanager as service
from ministack.services.cloudformation import provisioners

from .loopback import client
from .registry import add, change, is_true, one_per_physical_id, reject_second

SCHEDULE, POLICY = "AWS::SecretsManager::RotationSchedule", "AWS::SecretsManager::ResourcePolicy"


def register():
    add(SCHEDULE, schedule_rotation, stop_rotation, lambda secret, _old, props, stack: put_again(SCHEDULE, secret, props, stack))
    add(POLICY, put_policy, delete_policy, lambda secret, _old, props, stack: put_again(POLICY, secret, props, stack))
    for resource_type in (SCHEDULE, POLICY):
        one_per_physical_id(resource_type)
    provisioners._sm_secret_string = value_of
    change("AWS::SecretsManager::Secret", "create", as_aws_creates)
    for action in ("update", "delete"):
        change("AWS::SecretsManager::Secret", action, by_name)


def value_of(props):
    """What the template declares: a string, or a generated one with the characters that were requested."""
    wanted = props.get("GenerateSecretString")
    if wanted is None or props.get("SecretString"):
        return props.get("SecretString", "")
    options = {name: is_true(value) if name.startswith(("Exclude", "Include", "Require")) and name != "ExcludeCharacters" else value
               for name, value in wanted.items()}
    response = service._get_random_password({**options, "PasswordLength": int(wanted.get("PasswordLength", 32))})
    generated = json.loads(response[2])["RandomPassword"]
    if "SecretStringTemplate" not in wanted:
        return generated
    return json.dumps({**json.loads(wanted["SecretStringTemplate"]), wanted["GenerateStringKey"]: generated})


def as_aws_creates(create):
    """A secret without a value in the template has no version, and its physical id, which Ref gives, is its ARN."""

    def create_secret(logical_id, props, stack):
        name, attributes = create(logical_id, props, stack)
        secret = service._secrets[name]
        if "GenerateSecretString" not in props and "SecretString" not in props:
            secret["Versions"].clear()
        return secret["ARN"], attributes

    return create_secret


def by_name(handle):
    """The name for ministack, where CloudFormation's physical id is the ARN."""

    def handle_secret(arn, *arguments, **options):
        name, _secret = service._resolve(arn)
        done = handle(name or arn, *arguments, **options)
        return (arn, done[1]) if isinstance(done, tuple) and done[0] == name else done

    return handle_secret


def put_again(resource_type, secret_arn, props, stack):
    """An update in place, or a replacement where the secret is another one."""
    create = provisioners._RESOURCE_HANDLERS[resource_type]["create"]
    return create("", {**props, "emulator:replaces": secret_arn}, stack)


def existing(resource_type, props):
    """The secret that a resource belongs to. It is an error if another resource of the type has it."""
    _name, secret = service._resolve(props["SecretId"])
    if secret is None:
        raise ValueError(f"{resource_type}: Secrets Manager can't find the specified secret {props['SecretId']}.")
    if props.get("emulator:replaces") != secret["ARN"]:
        reject_second(resource_type, secret["ARN"])
    return secret


def schedule_rotation(_logical_id, props, _stack):
    """ministack's RotateSecret makes a new version at once, and never calls the function; a schedule alone makes none."""
    secret = existing(SCHEDULE, props)
    secret["RotationEnabled"] = True
    secret["RotationLambdaARN"] = props.get("RotationLambdaARN")
    secret["RotationRules"] = props.get("RotationRules", {})
    return secret["ARN"], {}


def stop_rotation(secret_id, _props):
    _key, secret = service._resolve(secret_id)
    if secret is not None:
        secret["RotationEnabled"] = False


def put_policy(_logical_id, props, _stack):
    secret = existing(POLICY, props)
    client("secretsmanager").put_resource_policy(SecretId=secret["ARN"], ResourcePolicy=json.dumps(props["ResourcePolicy"]))
    return secret["ARN"], {}


def delete_policy(secret_id, _props):
    _key, secret = service._resolve(secret_id)
    if secret is not None:
        client("secretsmanager").delete_resource_policy(SecretId=secret_id)
