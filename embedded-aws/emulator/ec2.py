"""Addresses, NAT gateways, security group rules and flow logs."""

from .loopback import client
from .registry import add, unique


def register():
    add("AWS::EC2::EIP", create_address, delete_address)
    add("AWS::EC2::NatGateway", create_nat_gateway, lambda gateway, _props: client("ec2").delete_nat_gateway(NatGatewayId=gateway))
    add("AWS::EC2::FlowLog", create_flow_log, lambda log, _props: client("ec2").delete_flow_logs(FlowLogIds=[log]))
    for direction in ("ingress", "egress"):
        add(f"AWS::EC2::SecurityGroup{direction.capitalize()}", *security_group_rule(direction))


def create_address(_logical_id, _props, _stack):
    address = client("ec2").allocate_address(Domain="vpc")
    return address["PublicIp"], {"AllocationId": address["AllocationId"], "PublicIp": address["PublicIp"]}


def delete_address(public_ip, _props):
    ec2 = client("ec2")
    for address in ec2.describe_addresses()["Addresses"]:
        if address["PublicIp"] == public_ip:
            ec2.release_address(AllocationId=address["AllocationId"])


def create_nat_gateway(_logical_id, props, _stack):
    made = client("ec2").create_nat_gateway(SubnetId=props["SubnetId"], AllocationId=props["AllocationId"])
    gateway = made["NatGateway"]["NatGatewayId"]
    return gateway, {"NatGatewayId": gateway}


def create_flow_log(_logical_id, props, _stack):
    known = ("TrafficType", "LogDestinationType", "LogDestination", "LogGroupName", "DeliverLogsPermissionArn", "ResourceType")
    options = {name: props[name] for name in known if name in props}
    log = client("ec2").create_flow_logs(ResourceIds=[props["ResourceId"]], **options)["FlowLogIds"][0]
    return log, {"Id": log}


def security_group_rule(direction):
    def create(logical_id, props, stack):
        getattr(client("ec2"), f"authorize_security_group_{direction}")(GroupId=props["GroupId"], IpPermissions=[permission(direction, props)])
        return unique(stack, logical_id), {}

    def delete(_rule, props):
        getattr(client("ec2"), f"revoke_security_group_{direction}")(GroupId=props["GroupId"], IpPermissions=[permission(direction, props)])

    return create, delete


def permission(direction, props):
    made = {"IpProtocol": str(props["IpProtocol"])}
    made.update({name: int(props[name]) for name in ("FromPort", "ToPort") if name in props})
    about = {"Description": props["Description"]} if props.get("Description") else {}
    other_group = props.get("SourceSecurityGroupId" if direction == "ingress" else "DestinationSecurityGroupId")
    if other_group:
        made["UserIdGroupPairs"] = [{"GroupId": other_group, **about}]
    if props.get("CidrIp"):
        made["IpRanges"] = [{"CidrIp": props["CidrIp"], **about}]
    if props.get("CidrIpv6"):
        made["Ipv6Ranges"] = [{"CidrIpv6": props["CidrIpv6"], **about}]
    return made
