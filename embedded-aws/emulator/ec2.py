"""Addresses, NAT gateways, security group rules and flow logs, the attributes of networks, and names that endpoints share."""

import ipaddress
import re
import uuid

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2 as service

from .loopback import client
from .registry import add, before, change, is_true, unique

ENDPOINT = "AWS::EC2::VPCEndpoint"
# EC2 API reference, CreateSecurityGroup and IpRange
DESCRIPTION = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}")


def register():
    add("AWS::EC2::EIP", create_address, delete_address)
    add("AWS::EC2::NatGateway", create_nat_gateway, lambda gateway, _props: client("ec2").delete_nat_gateway(NatGatewayId=gateway))
    add("AWS::EC2::FlowLog", create_flow_log, lambda log, _props: client("ec2").delete_flow_logs(FlowLogIds=[log]))
    for direction in ("ingress", "egress"):
        add(f"AWS::EC2::SecurityGroup{direction.capitalize()}", *security_group_rule(direction))
    for action in ("create", "update"):
        for kind, attributes in (("VPC", vpc_attributes), ("Subnet", subnet_attributes)):
            change(f"AWS::EC2::{kind}", action, with_attributes(attributes))
    before(ENDPOINT, check_private_dns, actions=("create",))
    before("AWS::EC2::Subnet", check_cidr, actions=("create",))
    for kind in ("SecurityGroup", "SecurityGroupIngress", "SecurityGroupEgress"):
        before(f"AWS::EC2::{kind}", check_descriptions)
    change(ENDPOINT, "create", with_interfaces)


def with_attributes(attributes):
    """What Fn::GetAtt gives beside what ministack knows (CloudFormation template reference, "Return values" of the type)."""

    def wrap(handle):
        def handled(*arguments, **options):
            physical_id, known = handle(*arguments, **options)
            return physical_id, {**attributes(physical_id), **known}

        return handled

    return wrap


def vpc_attributes(vpc_id):
    cidr = service._vpcs[vpc_id]["CidrBlock"]
    return {"CidrBlock": cidr, "CidrBlockAssociations": [f"vpc-cidr-assoc-{vpc_id[4:]}"], "Ipv6CidrBlocks": []}


def subnet_attributes(subnet_id):
    subnet = service._subnets[subnet_id]
    known = {name: subnet[name] for name in ("AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "VpcId")}
    default_acl = service._vpcs.get(subnet["VpcId"], {}).get("DefaultNetworkAclId", "")
    return {**known, "Ipv6CidrBlocks": [], "NetworkAclAssociationId": f"aclassoc-{default_acl[4:]}"}


def with_interfaces(create):
    """An interface endpoint has an interface in each of its subnets, and DNS names."""

    def create_endpoint(logical_id, props, stack):
        endpoint_id, attributes = create(logical_id, props, stack)
        if props.get("VpcEndpointType") != "Interface":
            return endpoint_id, attributes
        endpoint = service._vpc_endpoints[endpoint_id]
        endpoint["NetworkInterfaceIds"] = [f"eni-{uuid.uuid4().hex[:17]}" for _subnet in endpoint["SubnetIds"]]
        name = props["ServiceName"].rpartition(".")[2]
        endpoint["DnsEntries"] = [{"DnsName": f"{endpoint_id}.{name}.{get_region()}.vpce.amazonaws.com", "HostedZoneId": "Z7HUB22UULQXV"}]
        entries = [f'{entry["HostedZoneId"]}:{entry["DnsName"]}' for entry in endpoint["DnsEntries"]]
        return endpoint_id, {**attributes, "DnsEntries": entries, "NetworkInterfaceIds": endpoint["NetworkInterfaceIds"]}

    return create_endpoint


def check_cidr(props):
    """EC2 API reference, CreateSubnet: within the VPC, and no part of another subnet. A replacement comes before what it replaces."""
    if "CidrBlock" not in props:
        return
    wanted = ipaddress.ip_network(props["CidrBlock"])
    if not wanted.subnet_of(ipaddress.ip_network(service._vpcs[props["VpcId"]]["CidrBlock"])):
        raise ValueError(f"The CIDR '{wanted}' is invalid.")
    for subnet in service._subnets.values():
        if subnet["VpcId"] == props["VpcId"] and wanted.overlaps(ipaddress.ip_network(subnet["CidrBlock"])):
            raise ValueError(f"The CIDR '{wanted}' conflicts with another subnet")


def check_descriptions(props):
    rules = [*(props.get("SecurityGroupIngress") or []), *(props.get("SecurityGroupEgress") or []), props]
    for description in [props.get("GroupDescription"), *(rule.get("Description") for rule in rules)]:
        if description is not None and not DESCRIPTION.fullmatch(description):
            raise ValueError(f"Invalid security group description '{description}'. Valid descriptions are strings less than 256 characters "
                             "from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")


def check_private_dns(props):
    """A VPC resolves the name of a service to one endpoint (AWS PrivateLink guide, "Private DNS names"), and needs DNS for it."""
    if not is_true(props.get("PrivateDnsEnabled")):
        return
    vpc, name = props["VpcId"], props["ServiceName"]
    for endpoint in service._vpc_endpoints.values():
        if (endpoint["VpcId"], endpoint["ServiceName"]) == (vpc, name) and is_true(endpoint["PrivateDnsEnabled"]):
            raise ValueError(f"private-dns-enabled cannot be set because there is already a conflicting DNS domain for {name} in the VPC "
                             f"{vpc} (account {get_account_id()})")


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
        authorize = getattr(client("ec2"), f"authorize_security_group_{direction}")
        authorize(GroupId=props["GroupId"], IpPermissions=[permission(direction, props)])
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
