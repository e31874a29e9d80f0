"""Policies of resources: whom they name must exist, and a key's must leave somebody who can change it."""

import json
import re

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

from .registry import before, is_true

# IAM user guide, "IAM and AWS STS quotas": all inline policies of a role together, without white space
INLINE_CHARACTERS = 10240
PRINCIPAL = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):(role|user)/(?:.*/)?([^/]+)")
# what each service says of a principal that does not exist
POLICIES = {
    "AWS::IAM::Role": ("AssumeRolePolicyDocument", "Invalid principal in policy: \"AWS\":\"{0}\""),
    "AWS::KMS::Key": ("KeyPolicy", "Policy contains a statement with one or more invalid principals."),
    "AWS::S3::BucketPolicy": ("PolicyDocument", "Invalid principal in policy"),
    "AWS::SecretsManager::ResourcePolicy": ("ResourcePolicy", "This resource policy contains an unsupported principal."),
}


def register():
    for resource_type in POLICIES:
        before(resource_type, rejects_unknown_principals(resource_type))
    before("AWS::KMS::Key", check_lockout)
    before("AWS::IAM::Role", check_size_of_role)
    before("AWS::IAM::Policy", check_size_of_roles)


def rejects_unknown_principals(resource_type):
    document, message = POLICIES[resource_type]

    def check(props):
        policy = props.get(document) or {}
        statements = json.loads(policy)["Statement"] if isinstance(policy, str) else policy.get("Statement", [])
        for statement in statements if isinstance(statements, list) else [statements]:
            for principal in named(statement.get("Principal")) + named(statement.get("NotPrincipal")):
                if is_unknown(principal):
                    raise ValueError(message.format(principal))

    return check


def check_size_of_role(props):
    check_size({policy["PolicyName"]: policy["PolicyDocument"] for policy in props.get("Policies") or []})


def check_size_of_roles(props):
    for name in props.get("Roles") or []:
        known = (iam._roles.get(name) or {}).get("InlinePolicies", {})
        check_size({**known, props["PolicyName"]: props["PolicyDocument"]})


def check_size(documents):
    parsed = [json.loads(document) if isinstance(document, str) else document for document in documents.values()]
    if sum(len(json.dumps(document, separators=(",", ":"))) for document in parsed) > INLINE_CHARACTERS:
        raise ValueError(f"Maximum policy size of {INLINE_CHARACTERS} bytes exceeded for role")


def named(principal):
    found = principal.get("AWS", []) if isinstance(principal, dict) else []
    return [found] if isinstance(found, str) else found


def is_unknown(principal):
    """Only this account is known."""
    match = PRINCIPAL.fullmatch(principal)
    if match is None or match[1] != get_account_id():
        return False
    return (iam._roles if match[2] == "role" else iam._users).get(match[3]) is None


def check_lockout(props):
    """KMS API reference, CreateKey: BypassPolicyLockoutSafetyCheck."""
    account = get_account_id()
    root = iam_evaluator.EvalContext(f"arn:aws:iam::{account}:root", "Root", account, "kms:PutKeyPolicy", "*", get_region())
    allowed = iam_evaluator.evaluate_resource_policy(props.get("KeyPolicy"), root).decision == "Allow"
    if props.get("KeyPolicy") and not allowed and not is_true(props.get("BypassPolicyLockoutSafetyCheck")):
        raise ValueError("The new key policy will not allow you to update the key policy in the future.")
