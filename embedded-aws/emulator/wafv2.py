"""IP sets, associations and logging of web ACLs. Nothing here inspects a request."""

import json

from ministack.core.responses import json_response, error_response_json
from ministack.services import waf as service

from .loopback import client
from .registry import add

_logging = {}


def register():
    add("AWS::WAFv2::IPSet", create_ip_set, delete_ip_set, update_ip_set)
    add("AWS::WAFv2::WebACLAssociation", associate, lambda _id, props: client("wafv2").disassociate_web_acl(ResourceArn=props["ResourceArn"]))
    add("AWS::WAFv2::LoggingConfiguration", put_logging, lambda arn, _props: _logging.pop(arn, None), lambda arn, _old, props, stack: put_logging("", props, stack))
    answer = service.handle_request

    async def handle_request(method, path, headers, body, query_params):
        if headers.get("x-amz-target", "").endswith(".GetLoggingConfiguration"):
            return get_logging(json.loads(body))
        return await answer(method, path, headers, body, query_params)

    service.handle_request = handle_request


def create_ip_set(logical_id, props, stack):
    name = props.get("Name") or f"{stack}-{logical_id}"
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


def associate(_logical_id, props, _stack):
    client("wafv2").associate_web_acl(WebACLArn=props["WebACLArn"], ResourceArn=props["ResourceArn"])
    return f'{props["WebACLArn"]}|{props["ResourceArn"]}', {}


def put_logging(_logical_id, props, _stack):
    """AWS refuses a log group of any other name."""
    for destination in props["LogDestinationConfigs"]:
        if ":log-group:aws-waf-logs-" not in destination or destination.endswith(":*"):
            raise ValueError(f"WAFInvalidParameterException: {destination} is no log group named aws-waf-logs-*")
    _logging[props["ResourceArn"]] = props
    return props["ResourceArn"], {}


def get_logging(request):
    if request["ResourceArn"] not in _logging:
        return error_response_json("WAFNonexistentItemException", "The web ACL has no logging configuration.", 400)
    return json_response({"LoggingConfiguration": _logging[request["ResourceArn"]]})
