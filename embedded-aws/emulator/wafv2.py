"""IP sets, associations and logging of web ACLs. Nothing here inspects a request."""

import json

from ministack.core.responses import json_response, error_response_json
from ministack.services import waf as service

from ministack.services.cloudformation import provisioners

from .loopback import client
from .registry import add, already_exists, before, change, one_per_physical_id, reject_second

ASSOCIATION = "AWS::WAFv2::WebACLAssociation"
INVALID = "WAFInvalidParameterException: Error reason:"
IN_USE = ("WAFAssociatedItemException: AWS WAF couldn't perform the operation because your resource is being used by another resource or "
          "it's associated with another resource.")

_logging = {}


def register():
    add("AWS::WAFv2::IPSet", create_ip_set, delete_ip_set, update_ip_set)
    add(ASSOCIATION, associate, disassociate)
    one_per_physical_id(ASSOCIATION)
    before("AWS::WAFv2::WebACL", check_rules)
    change("AWS::WAFv2::WebACL", "delete", unless_associated)
    change("AWS::WAFv2::IPSet", "delete", unless_referenced)
    add("AWS::WAFv2::LoggingConfiguration", put_logging, lambda arn, _props: _logging.pop(arn, None), put_logging_again)
    respond = service.handle_request

    async def handle_request(method, path, headers, body, query_params):
        if headers.get("x-amz-target", "").endswith(".GetLoggingConfiguration"):
            return get_logging(json.loads(body))
        return await respond(method, path, headers, body, query_params)

    service.handle_request = handle_request


def create_ip_set(logical_id, props, stack):
    name = props.get("Name") or provisioners._physical_name(stack, logical_id)
    made = client("wafv2").create_ip_set(
        Name=name, Scope=props["Scope"], IPAddressVersion=props["IPAddressVersion"], Addresses=props["Addresses"])["Summary"]
    return f'{name}|{made["Id"]}|{props["Scope"]}', {"Arn": made["ARN"], "Id": made["Id"]}


def delete_ip_set(physical_id, _props):
    waf, names = client("wafv2"), ip_set_names(physical_id)
    waf.delete_ip_set(**names, LockToken=waf.get_ip_set(**names)["LockToken"])


def update_ip_set(physical_id, _old, props, _stack):
    waf, names = client("wafv2"), ip_set_names(physical_id)
    current = waf.get_ip_set(**names)
    waf.update_ip_set(**names, Addresses=props["Addresses"], LockToken=current["LockToken"])
    return physical_id, {"Arn": current["IPSet"]["ARN"], "Id": names["Id"]}


def ip_set_names(physical_id):
    name, identifier, scope = physical_id.split("|")
    return {"Name": name, "Id": identifier, "Scope": scope}


def check_rules(props):
    """WAF API reference, Rule, RateBasedStatement, CustomResponse and CreateWebACL."""
    rules = props.get("Rules") or []
    bodies = props.get("CustomResponseBodies") or {}
    for name in ("Name", "Priority"):
        values = [str(rule[name]) for rule in rules]
        if len(set(values)) < len(values):
            raise ValueError(f"{INVALID} Your rules have a duplicate {name.lower()}, field: RULE")
    for rule in rules:
        is_group = any(kind in rule["Statement"] for kind in ("ManagedRuleGroupStatement", "RuleGroupReferenceStatement"))
        if ("OverrideAction" in rule) != is_group or ("Action" in rule) == is_group:
            raise ValueError(f"{INVALID} A reference in your rule statement is not valid, rule {rule['Name']}: a rule group has an "
                             "OverrideAction, and any other rule an Action")
        limit = rule["Statement"].get("RateBasedStatement", {}).get("Limit")
        if limit is not None and not 10 <= int(limit) <= 2_000_000_000:
            raise ValueError(f"{INVALID} RateBasedStatement Limit {limit}, rule {rule['Name']}")
        key = ((rule.get("Action") or {}).get("Block") or {}).get("CustomResponse", {}).get("CustomResponseBodyKey")
        if key is not None and key not in bodies:
            raise ValueError(f"{INVALID} The custom response body {key} does not exist, rule {rule['Name']}")


def associate(_logical_id, props, _stack):
    """A resource has one web ACL at most: the new one takes the place of another (WAF API reference, AssociateWebACL)."""
    physical_id = f'{props["WebACLArn"]}|{props["ResourceArn"]}'
    reject_second(ASSOCIATION, physical_id)
    client("wafv2").associate_web_acl(WebACLArn=props["WebACLArn"], ResourceArn=props["ResourceArn"])
    return physical_id, {}


def disassociate(physical_id, props):
    """Detaches this web ACL, and not one that has taken its place. DisassociateWebACL knows the resource only; but the type's primary
    identifier is web ACL and resource, and a handler that finds no such pair has nothing to delete (CloudFormation CLI user guide,
    "Resource type handler contract"). That is documented in general, and not for this type: it has not been seen on AWS."""
    if service._associations.get(props["ResourceArn"]) == physical_id.partition("|")[0]:
        client("wafv2").disassociate_web_acl(ResourceArn=props["ResourceArn"])


def unless_associated(delete):
    """WAF API reference, DeleteWebACL: WAFAssociatedItemException."""

    def delete_web_acl(physical_id, props):
        identifier = physical_id.split("|")[1]
        if any(arn.endswith(identifier) for arn in service._associations.values()):
            raise ValueError(IN_USE)
        delete(physical_id, props)

    return delete_web_acl


def unless_referenced(delete):
    """WAF API reference, DeleteIPSet: WAFAssociatedItemException."""

    def delete_set(physical_id, props):
        identifier = physical_id.split("|")[1]
        if any(identifier in json.dumps(acl["Rules"]) for acl in service._web_acls.values()):
            raise ValueError(IN_USE)
        delete(physical_id, props)

    return delete_set


def put_logging(_logical_id, props, _stack):
    """AWS rejects a log group of any other name, and a web ACL has one configuration (WAF API reference, PutLoggingConfiguration)."""
    if props["ResourceArn"] in _logging:
        raise already_exists("AWS::WAFv2::LoggingConfiguration", props["ResourceArn"])
    for destination in props["LogDestinationConfigs"]:
        if ":log-group:aws-waf-logs-" not in destination or destination.endswith(":*"):
            raise ValueError(f"WAFInvalidParameterException: {destination} is no log group named aws-waf-logs-*")
    _logging[props["ResourceArn"]] = props
    return props["ResourceArn"], {}


def put_logging_again(arn, _old, props, stack):
    if props["ResourceArn"] == arn:
        _logging.pop(arn)
    return put_logging("", props, stack)


def get_logging(request):
    if request["ResourceArn"] not in _logging:
        return error_response_json("WAFNonexistentItemException", "The web ACL has no logging configuration.", 400)
    return json_response({"LoggingConfiguration": _logging[request["ResourceArn"]]})
