"""What CloudWatch Logs rejects of a log group, and how CloudFormation names one."""

import re

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import kms
from ministack.services.cloudformation import provisioners

from .registry import before, change

KIND = "AWS::Logs::LogGroup"
GROUP_NAME = re.compile(r"[\.\-_/#A-Za-z0-9]{1,512}")
RETENTION = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}


def register():
    before(KIND, check_group)
    change(KIND, "create", named_and_encrypted)
    change(KIND, "update", keeping_its_name)


def named_and_encrypted(create):
    """A generated name is made as for other types, and the key must allow CloudWatch Logs to use it for the group."""

    def create_group(logical_id, props, stack):
        name = props.get("LogGroupName") or provisioners._physical_name(stack, logical_id, max_len=512)
        check_key(name, props.get("KmsKeyId"))
        return create(logical_id, {**props, "LogGroupName": name}, stack)

    return create_group


def keeping_its_name(update):
    def update_group(physical_id, old, new, stack, logical_id=None):
        check_key(physical_id, new.get("KmsKeyId"))
        named = [props if "LogGroupName" in props else {**props, "LogGroupName": physical_id} for props in (old, new)]
        return update(physical_id, *named, stack, logical_id)

    return update_group


def check_group(props):
    """CloudWatch Logs API reference, CreateLogGroup and PutRetentionPolicy."""
    name = props.get("LogGroupName")
    if name is not None and not GROUP_NAME.fullmatch(name):
        raise ValueError(f"Value '{name}' at 'logGroupName' failed to satisfy constraint: [\\.\\-_/#A-Za-z0-9]+, at most 512")
    days = props.get("RetentionInDays")
    if days is not None and int(days) not in RETENTION:
        raise ValueError(f"Value '{days}' at 'retentionInDays' failed to satisfy constraint: one of {sorted(RETENTION)}")


def check_key(name, key_id):
    """CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS": the key's policy must allow the service."""
    if not key_id:
        return
    key, region, account = kms._resolve_key(key_id), get_region(), get_account_id()
    group = f"arn:aws:logs:{region}:{account}:log-group:{name}"
    for action in ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"):
        keys = {"kms:encryptioncontext:aws:logs:arn": group, "kms:encryptioncontextkeys": ["aws:logs:arn"], "kms:calleraccount": account}
        context = iam_evaluator.EvalContext("", "AWSService", "", action, (key or {}).get("Arn", ""), region, service_context=keys)
        allowed = key and iam_evaluator.evaluate_resource_policy(key.get("Policy"), context, service=f"logs.{region}.amazonaws.com")
        if not allowed or allowed.decision != "Allow":
            raise ValueError(f"The specified KMS key does not exist or is not allowed to be used with Arn '{group}'")
