"""What ministack's tables and buckets leave out of a template when they are made, and what AWS does not delete."""

import re

from ministack.services import dynamodb, s3

from .loopback import client
from .registry import before, change, is_true

# S3 user guide, "General purpose bucket naming rules"
BUCKET_NAME = re.compile(
    r"(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias)(?<!--ol-s3)")


def register():
    change("AWS::DynamoDB::Table", "create", as_aws_creates_tables)
    change("AWS::DynamoDB::Table", "delete", unless_protected)
    for action in ("create", "update"):
        change("AWS::S3::Bucket", action, as_aws_makes_buckets)
    change("AWS::S3::Bucket", "delete", if_empty)
    before("AWS::S3::Bucket", check_name)


def unless_protected(delete):
    """CloudFormation turns no protection off: not on a stack's deletion, and not on a rollback either
    (DynamoDB developer guide, "Using deletion protection to protect your table")."""

    def delete_table(name, props):
        if (dynamodb._tables.get(name) or {}).get("DeletionProtectionEnabled"):
            raise ValueError("Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")
        delete(name, props)

    return delete_table


def if_empty(delete):
    """AWS::S3::Bucket: "You can only delete empty buckets"."""

    def delete_bucket(name, props):
        if (s3._buckets.get(name) or {}).get("objects") or s3._bucket_has_versions(name):
            raise ValueError("The bucket you tried to delete is not empty. You must delete all versions in the bucket.")
        delete(name, props)

    return delete_bucket


def check_name(props):
    name = props.get("BucketName")
    if name is not None and not BUCKET_NAME.fullmatch(name):
        raise ValueError(f"Bucket name {name} is not valid")


def as_aws_creates_tables(create):
    def create_table(logical_id, props, stack):
        name, attributes = create(logical_id, props, stack)
        encryption = props.get("SSESpecification")
        if encryption:
            dynamodb._tables[name]["SSEDescription"] = dynamodb._sse_description_from_spec(
                {**encryption, "Enabled": is_true(encryption.get("SSEEnabled")), "SSEType": encryption.get("SSEType", "KMS")})
        recovery = props.get("PointInTimeRecoverySpecification", {})
        dynamodb._pitr_settings[name] = is_true(recovery.get("PointInTimeRecoveryEnabled"))
        return name, attributes

    return create_table


def as_aws_makes_buckets(handle):
    def handle_bucket(*arguments):
        name, attributes = handle(*arguments)
        props = arguments[1] if isinstance(arguments[2], str) else arguments[2]
        client_of_s3 = client("s3")
        rules = props.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration")
        # ministack wants a key id where AWS takes its own managed key, as in the bucket of cdk bootstrap
        if rules and all(is_complete(rule) for rule in rules):
            encryption = {"Rules": [encryption_rule(rule) for rule in rules]}
            client_of_s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=encryption)
        logging = props.get("LoggingConfiguration")
        if logging:
            target = {"TargetBucket": logging["DestinationBucketName"], "TargetPrefix": logging.get("LogFilePrefix", "")}
            client_of_s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={"LoggingEnabled": target})
        return name, attributes

    return handle_bucket


def is_complete(rule):
    default = rule["ServerSideEncryptionByDefault"]
    return default["SSEAlgorithm"] == "AES256" or "KMSMasterKeyID" in default


def encryption_rule(rule):
    default = rule["ServerSideEncryptionByDefault"]
    made = {"ApplyServerSideEncryptionByDefault": {name: default[name] for name in ("SSEAlgorithm", "KMSMasterKeyID") if name in default}}
    if "BucketKeyEnabled" in rule:
        made["BucketKeyEnabled"] = is_true(rule["BucketKeyEnabled"])
    return made
