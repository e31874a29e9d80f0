"""Rotation schedules and resource policies, and two ways in which AWS differs from ministack's secrets."""

import json
import random
import string

from ministack.services import secretsmanager as service

from .loopback import client
from .registry import add, change


def register():
    add("AWS::SecretsManager::RotationSchedule", schedule_rotation, stop_rotation, lambda secret, _old, props, stack: schedule_rotation("", props, stack))
    add("AWS::SecretsManager::ResourcePolicy", put_policy, delete_policy, lambda secret, _old, props, stack: put_policy("", props, stack))
    change("AWS::SecretsManager::Secret", "create", as_aws_creates)


def as_aws_creates(create):
    """A secret without a value in the template has no version, and a generated one has the characters that were asked for."""

    def create_secret(logical_id, props, stack):
        physical_id, attributes = create(logical_id, props, stack)
        versions = service._secrets[physical_id]["Versions"]
        wanted = props.get("GenerateSecretString")
        if wanted is None and "SecretString" not in props:
            versions.clear()
        elif wanted and str(wanted.get("ExcludePunctuation")).lower() == "true":
            letters = random.choices(string.ascii_letters + string.digits, k=int(wanted.get("PasswordLength", 32)))
            for version in versions.values():
                version["SecretString"] = "".join(letters)
        return physical_id, attributes

    return create_secret


def schedule_rotation(_logical_id, props, _stack):
    """ministack's RotateSecret makes a new version at once, and never calls the function; a schedule alone makes none."""
    _key, secret = service._resolve(props["SecretId"])
    if secret is None:
        raise ValueError(f"AWS::SecretsManager::RotationSchedule: no secret {props['SecretId']}")
    secret["RotationEnabled"] = True
    secret["RotationLambdaARN"] = props.get("RotationLambdaARN")
    secret["RotationRules"] = props.get("RotationRules", {})
    return props["SecretId"], {}


def stop_rotation(secret_id, _props):
    _key, secret = service._resolve(secret_id)
    if secret is not None:
        secret["RotationEnabled"] = False


def put_policy(_logical_id, props, _stack):
    client("secretsmanager").put_resource_policy(SecretId=props["SecretId"], ResourcePolicy=json.dumps(props["ResourcePolicy"]))
    return props["SecretId"], {}


def delete_policy(secret_id, _props):
    client("secretsmanager").delete_resource_policy(SecretId=secret_id)
