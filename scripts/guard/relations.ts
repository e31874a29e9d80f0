import { clausesOf, Lines, noneOf, someOf } from './clauses';
import {
  ADMITS_OTHER_ACCOUNTS, ALLOWS_EVERYTHING, DENIES_CLEAR_TEXT, DENIES_INTERFACES, DENIES_OTHER_ACCOUNTS, DENIES_OTHER_ENCRYPTION, hasInline,
  hasNoInline, hasStatement,
} from './policies';
import { assign, filtered, Referred, referredBy, referredFrom, refersTo, resourcesOf } from './references';
import { all, any, isLike, isNotLike, isNotReferred, isReferred, ofType, Translation, unchecked } from './translation';
import { isSet, isUnset } from '../../src/evidence';

const RETAINED = '["Retain", "RetainExceptOnCreate"]';
const IS_TRUE = '[true, "true"]';

/** Where the parts of a text are. */
const TEXTS = ['', ".'Fn::Join'[1][*]", ".'Fn::Sub'"];

/** That one of the values is behind a condition of the template: it may be what is looked for. */
const unknownAt = (...queries: readonly string[]): string[] => queries.map((query) => `some ${query}.'Fn::If' exists`);

/** The path at which a resource of the type names its key. */
const KEYS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'Properties.SSESpecification.KMSMasterKeyId',
  'AWS::S3::Bucket': 'Properties.BucketEncryption.ServerSideEncryptionConfiguration[*].ServerSideEncryptionByDefault.KMSMasterKeyID',
};

/** Faulty is what refers, at the path, to what is faulty itself. */
const refersToNo = (name: string, type: string, path: string, lines: Lines): Translation => ({
  assignments: [assign(name, resourcesOf(type, lines, `${name}_ids`))],
  faults: [{ needs: [name], values: [refersTo(path, `${name}_ids`)] }],
});

/** The same of keys, by themselves or by an alias. */
const hasNoKey = (name: string, type: string, lines: Lines): Translation => all(
  refersToNo(name, 'AWS::KMS::Key', KEYS[type], lines),
  {
    assignments: [assign(`${name}_aliases`,
      resourcesOf('AWS::KMS::Alias', [refersTo('Properties.TargetKeyId', `${name}_ids`)], `${name}_alias_ids`))],
    faults: [{ needs: [name, `${name}_aliases`], values: [refersTo(KEYS[type], `${name}_alias_ids`)] }],
  },
);

const FUNCTION = 'AWS::Lambda::Function';
const GROUP = ofType('AWS::EC2::SecurityGroup');
const ROLE = ofType('AWS::IAM::Role');
const GROUPS_OF_FUNCTION = 'Properties.VpcConfig.SecurityGroupIds[*]';
const LOG_GROUP = 'Properties.LoggingConfig.LogGroup';

const ingress = (name: string, lines: Lines = []) => referredBy(name, 'AWS::EC2::SecurityGroupIngress', 'Properties.GroupId', lines);
const egress = (name: string, lines: Lines = []) => referredBy(name, 'AWS::EC2::SecurityGroupEgress', 'Properties.GroupId', lines);

const RULED = ingress('ruled_groups');
const INBOUND = 'Properties.SecurityGroupIngress';
const OUTBOUND = 'Properties.SecurityGroupEgress';
const hasRules = (query: string): Lines => [[`${query} !empty`], ...clausesOf(isSet(query), '')];

/** Those of the ids, which must exist already, to which something refers. */
const idsAmong = (name: string, ids: string, by: Referred): string[] => [
  ...by.assignments, assign(name, filtered(ids, [by.isAmong])),
];

/** A type, and those of its resources that refer at a path to what has gone before. */
const captured = (type: string, name: string, path: string, ids: string) =>
  assign(name, resourcesOf(type, [refersTo(path, ids)], `${name}_ids`));

const PUBLIC_TABLES = referredFrom('ways_out', '%public_routes', 'Properties.RouteTableId');
const PUBLIC_SUBNETS = referredFrom('opened', '%public_associations', 'Properties.SubnetId');

const RUNS_BEHIND_CLOSED_GROUPS = all(
  refersToNo('open_groups', GROUP.type, GROUPS_OF_FUNCTION, hasRules(INBOUND)),
  {
    assignments: [GROUP.assignment, ...idsAmong('opened_groups', GROUP.ids, RULED)],
    faults: [{ needs: [GROUP.all, 'opened_groups'], values: [refersTo(GROUPS_OF_FUNCTION, 'opened_groups')] }],
  },
  {
    assignments: [
      assign('internet_gateways', resourcesOf('AWS::EC2::InternetGateway', [], 'internet_gateway_ids')),
      captured('AWS::EC2::Route', 'public_routes', 'Properties.GatewayId', 'internet_gateway_ids'),
      ofType('AWS::EC2::RouteTable').assignment,
      ...idsAmong('public_tables', ofType('AWS::EC2::RouteTable').ids, PUBLIC_TABLES),
      captured('AWS::EC2::SubnetRouteTableAssociation', 'public_associations', 'Properties.RouteTableId', 'public_tables'),
      ofType('AWS::EC2::Subnet').assignment,
      ...idsAmong('public_subnets', ofType('AWS::EC2::Subnet').ids, PUBLIC_SUBNETS),
    ],
    faults: [{
      needs: [
        'internet_gateways', 'public_routes', ofType('AWS::EC2::RouteTable').all, 'public_tables', 'public_associations',
        ofType('AWS::EC2::Subnet').all, 'public_subnets',
      ],
      values: [refersTo('Properties.VpcConfig.SubnetIds[*]', 'public_subnets')],
    }],
  },
);

/** The roles that have such a statement from a policy that is a resource of its own. */
const rolesWith = (name: string, lines: Lines): Referred[] => [
  referredBy(name, ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'], 'Properties.Roles[*]', hasStatement(lines)),
  referredBy(`${name}_alone`, 'AWS::IAM::RolePolicy', 'Properties.RoleName', hasStatement(lines)),
];

const ADMINISTRATORS = rolesWith('administrators', ALLOWS_EVERYTHING);
const DENIED = rolesWith('denied_roles', DENIES_INTERFACES);
const AWS_MANAGED = '/:iam::aws:policy[\\/]/';

const HAS_OWN_ROLE: Translation = {
  ...all(
    refersToNo('managed_roles', ROLE.type, 'Properties.Role', [
      TEXTS.map((form) => `some Properties.ManagedPolicyArns[*]${form} == ${AWS_MANAGED}`),
    ]),
    refersToNo('inline_administrators', ROLE.type, 'Properties.Role', hasInline(ALLOWS_EVERYTHING)),
    {
      assignments: [
        ROLE.assignment, ...ADMINISTRATORS.flatMap(({ assignments }) => assignments),
        assign('administrator_roles', filtered(ROLE.ids, [ADMINISTRATORS.flatMap(({ isAmong }) => isAmong)])),
      ],
      faults: [{ needs: [ROLE.all, 'administrator_roles'], values: [refersTo('Properties.Role', 'administrator_roles')] }],
    },
  ),
  unchecked: 'another function may have the same role, as Guard cannot count who refers to something',
};

const CODE_MANAGES_NO_INTERFACES: Translation = {
  assignments: [
    ROLE.assignment, ...ROLE.keptAssignments, ...DENIED.flatMap(({ assignments }) => assignments),
    assign('undenied_inline', resourcesOf(ROLE.type, hasNoInline(DENIES_INTERFACES), 'undenied_inline_ids')),
    assign('undenied_anywhere', filtered('undenied_inline_ids', DENIED.flatMap(({ isNotAmong }) => isNotAmong))),
    assign('undenied_roles', filtered('undenied_anywhere', [[`this in %${ROLE.kept}`]])),
  ],
  faults: [{ needs: [ROLE.all, 'undenied_inline', 'undenied_roles'], values: [refersTo('Properties.Role', 'undenied_roles')] }],
};

const PORTS = '[6379, "6379", 6380, "6380"]';

/** An inbound rule that is not for the port of Redis, or for no security group. */
const IS_WIDE = [
  'IpProtocol !exists', 'IpProtocol != "tcp"', ...['FromPort', 'ToPort'].flatMap((port) => [`${port} !exists`, `${port} !in ${PORTS}`]),
  'SourceSecurityGroupId !exists',
];
const ALLOWS_TRAFFIC = ['CidrIp !exists', 'CidrIp != "255.255.255.255/32"', 'IpProtocol !exists', 'IpProtocol != "icmp"'];
const inProperties = (clauses: readonly string[]): Lines => [clauses.map((clause) => `Properties.${clause}`)];

const WIDELY_RULED = ingress('widely_ruled_groups', inProperties(IS_WIDE));
const OUTBOUND_RULED = egress('outbound_groups', inProperties(ALLOWS_TRAFFIC));
const NOT_SILENT = egress('silenced_groups');

const ADMITS_REDIS_ONLY: Translation = all(
  isNotLike(
    [...hasRules(INBOUND), [someOf(`${INBOUND}[*]`, [IS_WIDE])]],
    [...hasRules(OUTBOUND), [someOf(`${OUTBOUND}[*]`, [ALLOWS_TRAFFIC])]],
  ),
  isNotReferred(WIDELY_RULED, OUTBOUND_RULED),
  {
    assignments: NOT_SILENT.assignments,
    faults: [{ staysHere: true, ids: [NOT_SILENT.isNotAmong], values: [[`${OUTBOUND} empty`, `${OUTBOUND}.Ref == "AWS::NoValue"`]] }],
  },
);

const respondsToAll = ['DEFAULT_4XX', 'DEFAULT_5XX'].map((type) => isReferred(referredBy(`apis_with_${type.toLowerCase()}`,
  'AWS::ApiGateway::GatewayResponse', 'Properties.RestApiId', [[`Properties.ResponseType == "${type}"`]])));

const endpointOf = (service: string): Translation => isReferred(referredBy(`vpcs_with_${service}`, 'AWS::EC2::VPCEndpoint',
  'Properties.VpcId', [[
    ...TEXTS.map((form) => `some Properties.ServiceName${form} == /\\.${service}$/`), ...unknownAt('Properties.ServiceName'),
  ]]));

const cacheOf = (type: string, property: string): Referred =>
  referredBy(`groups_of_${type.toLowerCase()}`, `AWS::ElastiCache::${type}`, `Properties.${property}[*]`);

const bucketDenying = (name: string) => (lines: Lines, index: number): Translation =>
  isReferred(referredBy(`${name}_${index + 1}`, 'AWS::S3::BucketPolicy', 'Properties.Bucket', lines));

const SCHEDULES = referredBy('rotated', 'AWS::SecretsManager::RotationSchedule', 'Properties.SecretId');
const ATTACHMENT = ofType('AWS::SecretsManager::SecretTargetAttachment');
const ATTACHED = referredFrom('attached', 'Resources.%rotated_attachments', 'Properties.SecretId');

const IS_ROTATED: Translation = {
  assignments: [
    ATTACHMENT.assignment, ...idsAmong('rotated_attachments', ATTACHMENT.ids, SCHEDULES), ...ATTACHED.assignments,
  ],
  // an attachment is rotated in the place of its secret; without one its ids do not exist
  faults: [{
    staysHere: true,
    ids: [[
      ...SCHEDULES.isNotAmong, ...ATTACHED.isNotAmong.map((clauses) => [`%${ATTACHMENT.all} empty`, ...clauses]),
    ]],
  }],
};

const ASSOCIATED = isReferred(referredBy('associated', 'AWS::WAFv2::WebACLAssociation', 'Properties.WebACLArn'));
const PROTECTS: Translation = {
  ...any(ASSOCIATED, isLike(['Properties.Scope == "CLOUDFRONT"'])),
  faults: ASSOCIATED.faults!.map((fault) => ({ ...fault, values: [['Properties.Scope !exists', 'Properties.Scope != "CLOUDFRONT"']] })),
};

const insensitive = (name: string): string => `/(?i)^${name}$/`;
const CREDENTIALS = ['authorization', 'cookie'];

const REDACTED = 'Properties.RedactedFields[*]';
const LOGS_REQUESTS = isReferred(referredBy('logged_acls', 'AWS::WAFv2::LoggingConfiguration', 'Properties.ResourceArn',
  CREDENTIALS.map((name) => [
    `some ${REDACTED}.SingleHeader.Name == ${insensitive(name)}`,
    ...unknownAt(REDACTED, `${REDACTED}.SingleHeader`, `${REDACTED}.SingleHeader.Name`),
  ])));

const PROTECTIONS = 'Properties.DataProtectionConfig.DataProtections';
const PROTECTS_CREDENTIALS = isNotLike(...[...CREDENTIALS, 'x-amz-security-token', 'x-amz-signature'].map((name) => [
  ['Properties.DataProtectionConfig.\'Fn::If\' !exists'], [`${PROTECTIONS}.'Fn::If' !exists`],
  [noneOf(PROTECTIONS, [[
    `some Field.FieldKeys[*] == ${insensitive(name)}`, "'Fn::If' exists", ...unknownAt('Field', 'Field.FieldKeys[*]'),
  ]])],
]));

const EXECUTION_LOG = '/API-Gateway-Execution-Logs_/';

const ALL_ROLES = 'it follows from what the policies of all roles mean';

/** What each relation of the catalogue is in Guard, by its name. */
export const RELATIONS: Readonly<Record<string, (type: string) => Translation>> = {
  'has a key that rotates': (type) => hasNoKey('unrotated_keys', type,
    [['Properties.EnableKeyRotation !exists', `Properties.EnableKeyRotation !in ${IS_TRUE}`]]),
  'has a key that is retained': (type) => hasNoKey('unretained_keys', type, [['DeletionPolicy !exists', `DeletionPolicy !in ${RETAINED}`]]),
  'has a key that everyone uses through a service only': () => unchecked(ALL_ROLES),
  'has a key that everyone uses for named secrets only': () => unchecked(ALL_ROLES),

  'has a default security group without rules': () =>
    isReferred(referredBy('restricted_vpcs', 'Custom::VpcRestrictDefaultSG', 'Properties.DefaultSecurityGroupId')),
  'has flow logs of all traffic': () =>
    isReferred(referredBy('logged_vpcs', 'AWS::EC2::FlowLog', 'Properties.ResourceId', [['Properties.TrafficType == "ALL"']])),
  'has no inbound rule': () => all(isNotLike(hasRules(INBOUND)), isNotReferred(RULED)),
  'is the security group of a function': () => isReferred(referredBy('groups_of_functions', FUNCTION, GROUPS_OF_FUNCTION)),
  'is the security group of a cache': () => isReferred(cacheOf('ReplicationGroup', 'SecurityGroupIds'),
    cacheOf('CacheCluster', 'VpcSecurityGroupIds'), cacheOf('ServerlessCache', 'SecurityGroupIds')),
  'admits its clients at the port of Redis only, and has no outbound rule': () => ADMITS_REDIS_ONLY,
  'has gateway endpoints of Amazon S3 and DynamoDB': () => all(...['s3', 'dynamodb'].map(endpointOf)),
  'has a policy that admits principals of this account and AWS services only': () => isNotLike(...ADMITS_OTHER_ACCOUNTS),
  'receives flow logs': () => isReferred(...['LogGroupName', 'LogDestination'].map((property) =>
    referredBy(`flow_logs_${property.toLowerCase()}`, 'AWS::EC2::FlowLog', `Properties.${property}`))),

  'is not the bucket of other buckets\' access logs': () => isNotReferred(
    referredBy('buckets_of_logs', 'AWS::S3::Bucket', 'Properties.LoggingConfiguration.DestinationBucketName')),
  'has a policy that denies requests without TLS 1.2': () => all(...DENIES_CLEAR_TEXT.map(bucketDenying('denies_clear_text'))),
  'has a policy that denies other algorithms and keys': () => all(...DENIES_OTHER_ENCRYPTION.map(bucketDenying('denies_other_encryption'))),

  'has a policy that denies other accounts': () => isReferred(
    referredBy('closed_secrets', 'AWS::SecretsManager::ResourcePolicy', 'Properties.SecretId', DENIES_OTHER_ACCOUNTS)),
  'is on a rotation schedule': () => IS_ROTATED,

  'is associated with a resource': () => PROTECTS,
  'blocks requests without a valid User-Agent': () => unchecked('a rule for it can be nested to any depth'),
  'has a log without credentials': () => LOGS_REQUESTS,
  'protects credentials in its samples': () => PROTECTS_CREDENTIALS,
  'receives the log of a web ACL': () => isReferred(
    referredBy('logs_of_acls', 'AWS::WAFv2::LoggingConfiguration', 'Properties.LogDestinationConfigs[*]')),

  'runs in private subnets, behind security groups without inbound rules': () => RUNS_BEHIND_CLOSED_GROUPS,
  'has a role of its own without AWS managed policies': () => HAS_OWN_ROLE,
  'has a role that denies its code network interfaces': () => CODE_MANAGES_NO_INTERFACES,
  'has encrypted logs': () => all(
    isNotLike(clausesOf(isUnset('LoggingConfig.LogGroup'))),
    refersToNo('unencrypted_logs', 'AWS::Logs::LogGroup', LOG_GROUP, [['Properties.KmsKeyId !exists']]),
  ),
  'has logs that are retained for a set time': () =>
    refersToNo('endless_logs', 'AWS::Logs::LogGroup', LOG_GROUP, [['Properties.RetentionInDays !exists']]),
  'responds to HTTP requests': () => isReferred(
    referredBy('called_functions', 'AWS::Lambda::Permission', 'Properties.FunctionName',
      [['Properties.Principal == /^(apigateway|elasticloadbalancing|vpc-lattice)\\./']]),
    referredBy('functions_with_url', 'AWS::Lambda::Url', 'Properties.TargetFunctionArn')),

  'has gateway responses for all errors': () => all(...respondsToAll),
  'has a validator of bodies and parameters': () => refersToNo('half_validators', 'AWS::ApiGateway::RequestValidator',
    'Properties.RequestValidatorId', [['ValidateRequestBody', 'ValidateRequestParameters']
      .flatMap((name) => [`Properties.${name} !exists`, `Properties.${name} !in ${IS_TRUE}`])]),
  'has an execution log whose logs are retained for a set time': () =>
    unchecked('the name of the log group is composed of the id of the API and the name of the stage'),
  'is a log of an API': () => any(
    isLike(TEXTS.map((form) => `some Properties.LogGroupName${form} == ${EXECUTION_LOG}`)),
    isReferred(referredBy('access_logs', 'AWS::ApiGateway::Stage', 'Properties.AccessLogSetting.DestinationArn'))),
};
