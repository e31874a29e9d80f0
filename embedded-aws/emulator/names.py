"""What exists is not made again: CloudFormation fails a resource whose custom name is taken, and gives each stack names of its own."""

from ministack.services import cloudwatch_logs, dynamodb, iam, kms, lambda_svc, secretsmanager, waf
from ministack.services.cloudformation import _stacks, provisioners

from .registry import already_exists, before

# the property that names a resource, and what has the names
NAMED = {
    "AWS::DynamoDB::Table": ("TableName", lambda name: name in dynamodb._tables),
    "AWS::IAM::Role": ("RoleName", lambda name: name in iam._roles),
    "AWS::KMS::Alias": ("AliasName", lambda name: kms._alias_arn(name) in kms._aliases),
    "AWS::Lambda::Function": ("FunctionName", lambda name: name in lambda_svc._functions),
    "AWS::Logs::LogGroup": ("LogGroupName", lambda name: name in cloudwatch_logs._log_groups),
    "AWS::SecretsManager::Secret": ("Name", lambda name: name in secretsmanager._secrets),
}
SCHEDULED = "You can't create this secret because a secret with this name is already scheduled for deletion."


def register():
    for resource_type in NAMED:
        before(resource_type, rejects_taken(resource_type), actions=("create",))
    for resource_type, attribute in (("AWS::WAFv2::WebACL", "_web_acls"), ("AWS::WAFv2::IPSet", "_ip_sets")):
        before(resource_type, rejects_taken_in_waf(resource_type, getattr(waf, attribute)), actions=("create",))
    provisioners._physical_name = with_a_name_of_its_own(provisioners._physical_name)


def rejects_taken(resource_type):
    name_property, is_taken = NAMED[resource_type]

    def check(props):
        name = props.get(name_property)
        if name is None or not is_taken(name):
            return
        if resource_type == "AWS::SecretsManager::Secret" and secretsmanager._secrets[name].get("DeletedDate"):
            raise ValueError(SCHEDULED)
        raise already_exists(resource_type, name)

    return check


def rejects_taken_in_waf(resource_type, stored):
    def check(props):
        name, scope = props.get("Name"), props.get("Scope")
        if name and any(found["Name"] == name and found["Scope"] == scope for found in stored.values()):
            raise already_exists(resource_type, name)

    return check


def with_a_name_of_its_own(physical_name):
    """A generated name ends in characters that no other stack has, one of the same name before it neither: what that one has retained
    is not met again (CloudFormation user guide, "Name type")."""

    def generated(stack_name, logical_id, **options):
        token = None
        if options.get("seeded", True) and not provisioners._NAME_SEED.get() and stack_name in _stacks:
            token = provisioners._NAME_SEED.set(_stacks[stack_name]["StackId"].rpartition("/")[2])
        try:
            return physical_name(stack_name, logical_id, **options)
        finally:
            if token is not None:
                provisioners._NAME_SEED.reset(token)

    return generated
