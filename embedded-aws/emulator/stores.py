"""What ministack's tables and buckets leave out of a template when they are made."""

from ministack.services import dynamodb

from .loopback import client
from .registry import change, is_true


def register():
    change("AWS::DynamoDB::Table", "create", as_aws_creates_tables)
    change("AWS::S3::Bucket", "create", as_aws_creates_buckets)


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


def as_aws_creates_buckets(create):
    def create_bucket(logical_id, props, stack):
        name, attributes = create(logical_id, props, stack)
        s3 = client("s3")
        rules = props.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration")
        # ministack asks for a key id where AWS takes its own managed key, as in the bucket of cdk bootstrap
        if rules and all(is_complete(rule) for rule in rules):
            s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [encryption_rule(rule) for rule in rules]})
        logging = props.get("LoggingConfiguration")
        if logging:
            target = {"TargetBucket": logging["DestinationBucketName"], "TargetPrefix": logging.get("LogFilePrefix", "")}
            s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={"LoggingEnabled": target})
        return name, attributes

    return create_bucket


def is_complete(rule):
    default = rule["ServerSideEncryptionByDefault"]
    return default["SSEAlgorithm"] == "AES256" or "KMSMasterKeyID" in default


def encryption_rule(rule):
    default = rule["ServerSideEncryptionByDefault"]
    made = {"ApplyServerSideEncryptionByDefault": {name: default[name] for name in ("SSEAlgorithm", "KMSMasterKeyID") if name in default}}
    if "BucketKeyEnabled" in rule:
        made["BucketKeyEnabled"] = is_true(rule["BucketKeyEnabled"])
    return made
