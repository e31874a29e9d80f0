"""Under AUTH=true: a caller needs the right to the key of what it reads and writes, through the service that uses it.

S3, DynamoDB and Secrets Manager call KMS in the name of their caller ("forward access sessions"): KMS decides by the caller's policies
and by the key's, and knows the service (kms:ViaService) and the encryption context. S3 user guide, "Using server-side encryption with
AWS KMS keys"; DynamoDB developer guide, "Encryption at rest: how it works"; Secrets Manager user guide, "Secret encryption and decryption".
"""

import re

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import dynamodb, kms, s3, secretsmanager

from .authorization import ENCRYPTION, key_context, wrap

READ, WRITE, BOTH = ["kms:Decrypt"], ["kms:GenerateDataKey"], ["kms:GenerateDataKey", "kms:Decrypt"]
SECRET = {"secretsmanager:GetSecretValue": READ, "secretsmanager:PutSecretValue": BOTH, "secretsmanager:UpdateSecret": BOTH}
OBJECT = {"s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"}
ITEMS = re.compile(r"dynamodb:(Batch|ConditionCheck|Get|Put|Update|Delete)?(GetItem|WriteItem|Item|Query|Scan|GetRecords|PartiQL\w+)")
# how each service says that KMS has the key and will not use it
UNUSABLE = {"s3": "KMS.DisabledException", "secretsmanager": "DecryptionFailure", "dynamodb": "AccessDenied"}


def register():
    wrap(iam_evaluator, "enforce", and_its_key)


def and_its_key(enforce):
    def enforced(access_key, action, service, region, resource_arn="*", service_context=None):
        denied = enforce(access_key, action, service, region, resource_arn, service_context)
        if denied or service not in UNUSABLE:
            return denied
        key_id, key_actions, encryption_context = key_of(service, action, resource_arn, service_context or {})
        if not key_actions:
            return None
        key = kms._resolve_key(key_id)
        if key is None:
            return iam_evaluator.AuthError("AccessDenied", f"The ciphertext refers to a KMS key that does not exist: {key_id}")
        through = {
            "kms:ViaService": f"{service}.{region}.amazonaws.com",
            "kms:CallerAccount": get_account_id(),
            "aws:ViaAWSService": "true",
            **key_context(encryption_context),
        }
        for key_action in key_actions:
            denied = enforce(access_key, key_action, "kms", region, key["Arn"], through)
            if denied:
                return explained(denied, key_action, key["Arn"])
        if key["KeyState"] != "Enabled":
            return iam_evaluator.AuthError(UNUSABLE[service], f"{key['Arn']} is {key['KeyState'].lower()}.")
        return None

    return enforced


def explained(denied, action, key_arn):
    """The error names the action on the key, as AWS does, and not the one that was allowed."""
    if isinstance(denied, iam_evaluator.AuthError):
        return denied
    reason = "with an explicit deny" if denied.decision == "Deny" else f"because no policy allows the {action} action"
    return iam_evaluator.AuthError(
        "AccessDenied", f"User: {denied.principal_arn} is not authorized to perform: {action} on resource: {key_arn} {reason}")


def key_of(service, action, arn, context):
    """The key, what the caller needs of it, and the encryption context. No actions: no customer managed key is used."""
    find = {"s3": key_of_an_object, "dynamodb": key_of_a_table, "secretsmanager": key_of_a_secret}[service]
    key_id, actions, encryption_context = find(action, arn, context) or (None, [], {})
    key = key_id and kms._resolve_key(key_id)
    # the keys that AWS manages allow everybody in the account, through their service
    ours = key_id and "alias/aws/" not in key_id and (key or {}).get("KeyManager") != "AWS"
    return (key_id, actions, encryption_context) if ours else (None, [], {})


def key_of_a_secret(action, arn, _context):
    _name, secret = secretsmanager._resolve(arn)
    if action not in SECRET or secret is None:
        return None
    current = next((version for version, stored in secret["Versions"].items() if "AWSCURRENT" in stored.get("Stages", [])), "new")
    return secret.get("KmsKeyId"), SECRET[action], {"SecretARN": secret["ARN"], "SecretVersionId": current}


def key_of_a_table(action, arn, _context):
    """DynamoDB decrypts the table's own key for each of its callers, whether they read or write."""
    table = dynamodb._tables.get(arn.partition(":table/")[2].partition("/")[0])
    if table is None or not ITEMS.fullmatch(action):
        return None
    key = (table.get("SSEDescription") or {}).get("KMSMasterKeyArn")
    return key, READ, {"aws:dynamodb:tableName": table["TableName"], "aws:dynamodb:subscriberId": get_account_id()}


def key_of_an_object(action, arn, context):
    bucket, _, name = arn.partition(":::")[2].partition("/")
    if action not in OBJECT or not name:
        return None
    query = context.get("emulator:query", {})
    if action == "s3:PutObject":
        # the parts of an object are read again to put them together
        key, actions = key_of_a_write(bucket, context), BOTH if {"uploads", "uploadId"} & set(query) else WRITE
    else:
        key, actions = key_of_a_stored_object(bucket, name, query.get("versionId")), READ
    # with a bucket key, the data keys of all objects are under the bucket's ARN (S3 user guide, "Amazon S3 Bucket Keys")
    bucket_key = "<BucketKeyEnabled>true" in (s3._bucket_encryption.get(bucket) or "")
    return key, actions, {"aws:s3:arn": f"arn:aws:s3:::{bucket}" if bucket_key else arn}


def key_of_a_write(bucket, context):
    if f"s3:{ENCRYPTION}-customer-algorithm" in context:
        return None
    if f"s3:{ENCRYPTION}" in context:
        return context.get(f"s3:{ENCRYPTION}-aws-kms-key-id")
    return s3._bucket_default_sse_headers(bucket).get(f"{ENCRYPTION}-aws-kms-key-id")


def key_of_a_stored_object(bucket, name, version):
    version = version[0] if isinstance(version, list) else version
    stored = (s3._buckets.get(bucket) or {}).get("objects", {}).get(name) or {}
    for older in s3._object_versions.get((bucket, name)) or []:
        if older.get("version_id") == version:
            stored = older
    return stored.get("preserved_headers", {}).get(f"{ENCRYPTION}-aws-kms-key-id")
