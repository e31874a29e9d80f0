import {
  actionsOf, conditionsOf, hasAwsManagedPolicy, inboundFault, MEANT_BY_A_POLICY, nameOf, relation, Resource, Resources, SAID_ELSEWHERE,
  statementsOfRole,
} from '../evidence';

/** A subnet is public when its route table leads to an Internet gateway. */
function isPublic(subnet: Resource, all: Resources): boolean {
  const tables = all.referring('AWS::EC2::SubnetRouteTableAssociation', 'SubnetId', subnet)
    .flatMap((association) => all.targets(association.properties.RouteTableId, association));
  return tables.flatMap((table) => all.referring('AWS::EC2::Route', 'RouteTableId', table))
    .some((route) => all.targets(route.properties.GatewayId, route).some(({ type }) => type === 'AWS::EC2::InternetGateway'));
}

export const RUNS_BEHIND_CLOSED_GROUPS = relation('runs in private subnets, behind security groups without inbound rules', SAID_ELSEWHERE,
  (fn, all) => {
    const { SubnetIds, SecurityGroupIds } = fn.properties.VpcConfig ?? {};
    const subnet = all.targets(SubnetIds, fn).find((one) => one.type === 'AWS::EC2::Subnet' && isPublic(one, all));
    const [open] = all.targets(SecurityGroupIds, fn).filter(({ type }) => type === 'AWS::EC2::SecurityGroup')
      .flatMap((group) => inboundFault(group, all) ?? []);
    return subnet ? `its subnet ${nameOf(subnet)} is public` : open;
  });

const roleOf = (fn: Resource, all: Resources): Resource | undefined =>
  all.targets(fn.properties.Role, fn).find(({ type }) => type === 'AWS::IAM::Role');

export const HAS_OWN_ROLE = relation('has a role of its own without AWS managed policies', SAID_ELSEWHERE, (fn, all) => {
  const role = roleOf(fn, all);
  if (!role) {
    return undefined;
  }
  const other = all.referring('AWS::Lambda::Function', 'Role', role).find((one) => one !== fn);
  const isAdministrator = statementsOfRole(role, all)
    .some((statement) => statement.Effect === 'Allow' && actionsOf(statement).includes('*'));
  return other ? `${nameOf(other)} has the same role`
    : hasAwsManagedPolicy(role) ? `its role ${nameOf(role)} has an AWS managed policy`
      : isAdministrator ? `its role ${nameOf(role)} may do everything` : undefined;
});

/** A call of the function's own code carries the ARN of a function, and one of the Lambda service does not. */
export const CODE_MANAGES_NO_INTERFACES = relation('has a role that denies its code network interfaces', MEANT_BY_A_POLICY,
  (fn, all) => {
    const role = roleOf(fn, all);
    const denies = role && statementsOfRole(role, all).some((statement) => statement.Effect === 'Deny'
      && ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'].every((action) => actionsOf(statement).includes(action))
      && conditionsOf(statement, 'Null')['lambda:SourceFunctionArn'] === 'false');
    return role && !denies ? `its role ${nameOf(role)} lets its code create and delete network interfaces` : undefined;
  });

const logGroupOf = (fn: Resource, all: Resources): Resource | undefined =>
  all.targets(fn.properties.LoggingConfig?.LogGroup, fn).find(({ type }) => type === 'AWS::Logs::LogGroup');

export const LOGS_ARE_ENCRYPTED = relation('has encrypted logs', SAID_ELSEWHERE, (fn, all) => {
  const group = logGroupOf(fn, all);
  return !fn.properties.LoggingConfig?.LogGroup ? 'it logs to the group that Lambda creates, without a key'
    : group && group.properties.KmsKeyId === undefined ? `its log group ${nameOf(group)} has no KmsKeyId` : undefined;
});

export const LOGS_ARE_DELETED = relation('has logs that are retained for a set time', SAID_ELSEWHERE, (fn, all) => {
  const group = logGroupOf(fn, all);
  return group && group.properties.RetentionInDays === undefined
    ? `its log group ${nameOf(group)} keeps logs forever` : undefined;
});

export const RESPONDS_TO_HTTP = relation('responds to HTTP requests', SAID_ELSEWHERE, (fn, all) => {
  const isCalled = all.referring('AWS::Lambda::Permission', 'FunctionName', fn)
    .some(({ properties }) => /^(apigateway|elasticloadbalancing|vpc-lattice)\./.test(String(properties.Principal)));
  const hasUrl = all.referring('AWS::Lambda::Url', 'TargetFunctionArn', fn).length > 0;
  return isCalled || hasUrl ? undefined : 'nothing that speaks HTTP calls it';
});
