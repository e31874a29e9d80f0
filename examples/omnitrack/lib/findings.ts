import { CfnElement, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Omnitrack } from './omnitrack';

/** What a checker finds in the example and we accept, with the reason that a security reviewer reads. */
export interface AcceptedFinding {
  readonly title: string;
  readonly reason: string;
  /** Where it may be found: these constructs and what is below them. */
  readonly where: (app: Omnitrack) => IConstruct[];
  /** Ids of cdk-nag, in all packs that know the rule. */
  readonly nag?: (app: Omnitrack) => string[];
  /** Ids of checkov. */
  readonly checkov?: string[];
  /** Ids of cfn-lint. */
  readonly cfnLint?: string[];
  /** What checkers that the tests do not run call it. */
  readonly others?: string[];
}

const HIPAA = 'HIPAA.Security';
const NIST = 'NIST.800.53.R5';
const PCI = 'PCI.DSS.321';
const inPacks = (rule: string, ...packs: string[]) => packs.map((pack) => `${pack}-${rule}`);

const stacks = ({ network, data, api }: Omnitrack) => [network, data, api];
const find = (root: IConstruct, ...ids: string[]): IConstruct => ids.reduce((at, id) => at.node.findChild(id), root);
const functions = ({ api }: Omnitrack) => ['Snapshots', 'Integrations', 'Health', 'Status', 'Version'].map((id) => find(api, id));
const rotation = ({ data }: Omnitrack) => find(data, 'Secrets', 'RotationFunction');
const provider = ({ network }: Omnitrack) => find(network, 'Custom::VpcRestrictDefaultSGCustomResourceProvider');
const api = ({ api: stack }: Omnitrack) => find(stack, 'Api');
const stage = (app: Omnitrack) => find(api(app), 'Default', 'DeploymentStage.prod');
const keys = ({ data }: Omnitrack) => [data.stores.key, data.secrets.key];
const reference = (construct: IConstruct) => `<${Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement)}.Arn>`;

export const ACCEPTED_FINDINGS: AcceptedFinding[] = [
  {
    title: 'Buckets do not replicate to another Region',
    reason: 'Replication doubles the cost of storage and needs a second Region, which is a decision of the product. Versions and '
      + 'retention protect against deletion within the Region.',
    where: ({ data }) => [data.stores],
    nag: () => inPacks('S3BucketReplicationEnabled', HIPAA, NIST, PCI),
  },
  {
    title: 'Buckets have no Object Lock',
    reason: 'It cannot be removed from an object before its retention ends, by nobody, and stops the deletion that privacy law '
      + 'requires. Whoever may write here may not delete versions, which are retained for 90 days.',
    where: ({ data }) => [data.stores],
    others: ['NIST.800.53.R4-S3BucketDefaultLockEnabled (cdk-nag)', 'S3.15 (Security Hub)'],
  },
  {
    title: 'The bucket of access logs is encrypted by S3, and has no access log of its own',
    reason: 'S3 delivers access logs only to buckets with SSE-S3, and a log of the log bucket would log its own delivery forever. '
      + 'Nobody is granted the bucket, and CloudTrail data events can record its readers.',
    where: ({ data }) => [data.stores.accessLogsBucket],
    nag: () => inPacks('S3DefaultEncryptionKMS', HIPAA, NIST, PCI),
    checkov: ['CKV_AWS_18'],
  },
  {
    title: 'The table is in no AWS Backup plan',
    reason: 'Point-in-time recovery restores any second of the last 35 days, and deletion protection keeps the table. A plan for '
      + 'longer retention belongs to the account, not to the stack.',
    where: ({ data }) => [data.stores.table],
    nag: () => inPacks('DynamoDBInBackupPlan', HIPAA, NIST),
  },
  {
    title: 'The credentials are not rotated by a function',
    reason: 'Slack, Teams and Bedrock issue their keys to people, and no function can request a new one. The document has people '
      + 'rotate them every quarter. The generated secret is rotated.',
    where: ({ data }) => [data.secrets.credentials],
    nag: () => ['AwsSolutions-SMG4', ...inPacks('SecretsManagerRotationEnabled', HIPAA, NIST)],
  },
  {
    title: "Key policies allow kms:* to the account's root",
    reason: 'That is how IAM policies of the account may decide on a key, and what keeps it from being locked: it gives access to '
      + 'nobody by itself. A Deny beside it reserves KMS grants, which no IAM policy shows, to AWS services.',
    where: keys,
    others: ['rules against wildcards in key policies'],
  },
  {
    title: 'The Lambda security group allows all outbound traffic',
    reason: 'The document has it so: functions call AWS services and third parties, whose addresses change. restrictLambdaEgress '
      + 'leaves HTTPS and Redis, and natGateways: 0 with interface endpoints leaves no route to the Internet.',
    where: ({ network }) => [network.network.lambdaSecurityGroup],
    others: ['AVD-AWS-0104 (Trivy), its only CRITICAL finding'],
  },
  {
    title: 'Policies are inline in their roles',
    reason: 'Each role has one user: a function, the flow logs of the VPC, or API Gateway. An inline policy cannot be attached '
      + 'elsewhere, and is deleted with its role. The CDK writes grants in this way.',
    where: stacks,
    nag: () => inPacks('IAMNoInlinePolicy', HIPAA, NIST, PCI),
  },
  {
    title: 'Functions may write traces, and the Lambda service may manage network interfaces, on every resource',
    reason: 'X-Ray and ec2:Describe* support no resource-level permissions, and AWS requires the interface actions on all '
      + 'resources. A Deny on calls with lambda:SourceFunctionArn keeps the code of the function from using them.',
    where: functions,
    nag: () => ['AwsSolutions-IAM5[Resource::*]'],
    checkov: ['CKV_AWS_111'],
  },
  {
    title: 'The rotation function may request a random password, and write traces, on every resource',
    reason: 'secretsmanager:GetRandomPassword and X-Ray support no resource-level permissions. A random password gives access to '
      + 'nothing.',
    where: ({ data }) => [find(data, 'Secrets', 'RotationFunctionRole')],
    nag: () => ['AwsSolutions-IAM5[Resource::*]'],
  },
  {
    title: 'The snapshots function may use every index of its table and every object of its bucket',
    reason: 'An application reads and writes its own items and objects; the wildcards end at the one table and the one bucket.',
    where: ({ api: stack }) => [find(stack, 'Snapshots', 'ServiceRole')],
    nag: ({ data: { stores } }) => [
      `AwsSolutions-IAM5[Resource::${reference(stores.table)}/index/*]`,
      `AwsSolutions-IAM5[Resource::${reference(stores.snapshotsBucket)}/*]`,
    ],
  },
  {
    title: 'API Gateway may write to and read from every log group of the account and Region',
    reason: 'It is one role for all APIs of the account, and API Gateway names the groups by itself. The actions are those that AWS '
      + 'documents for it, reading included, on log groups only. Only API Gateway can assume the role.',
    where: (app) => [find(api(app), 'CloudWatchRole')],
    nag: () => ['AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:*]'],
  },
  {
    title: 'Methods are authorized by IAM, and not by Cognito',
    reason: 'The callers of this API are AWS workloads, which sign with their roles. Cognito is for people, who do not use the '
      + 'example yet.',
    where: (app) => [api(app)],
    nag: () => ['AwsSolutions-COG4'],
  },
  {
    title: 'The health check and the status page require no authorization',
    reason: 'A load balancer, a monitor and a visitor have no credentials. Both responses are constants, behind the same web ACL '
      + 'and throttling.',
    where: (app) => ['health', 'status'].map((path) => find(api(app), 'Default', 'Default', path)),
    nag: () => ['AwsSolutions-APIG4'],
    checkov: ['CKV_AWS_59'],
  },
  {
    title: 'The API caches no responses',
    reason: 'A response to one caller must not be given to another, and the document requires Cache-Control: no-store. A cache is '
      + 'also charged by the hour.',
    where: (app) => [stage(app)],
    nag: () => inPacks('APIGWCacheEnabledAndEncrypted', HIPAA, NIST, PCI),
    checkov: ['CKV_AWS_120'],
  },
  {
    title: 'API Gateway presents no client certificate to the functions',
    reason: 'A Lambda proxy integration calls the Lambda service with IAM and no certificate; there is no HTTP server behind it '
      + 'that could check one.',
    where: (app) => [stage(app)],
    nag: () => inPacks('APIGWSSLEnabled', HIPAA, NIST, PCI),
  },
  {
    title: 'Public subnets have a route to the Internet',
    reason: 'The NAT gateways need it, and nothing else runs in these subnets: they assign no public address on launch.',
    where: ({ network }) => [network.network.vpc],
    nag: () => inPacks('VPCNoUnrestrictedRouteToIGW', HIPAA, NIST, PCI),
  },
  {
    title: 'Functions have no dead-letter queue',
    reason: 'It receives failed asynchronous invocations only. API Gateway waits for the response; Secrets Manager and '
      + 'CloudFormation invoke asynchronously, but notice a failure by themselves: the first repeats and records it, the second '
      + 'fails the deployment.',
    where: (app) => [...functions(app), rotation(app), provider(app)],
    nag: () => [...inPacks('LambdaDLQ', HIPAA, NIST), 'Serverless-LambdaDLQ'],
    checkov: ['CKV_AWS_116'],
  },
  {
    title: 'Functions reserve no concurrency',
    reason: 'A reservation is taken from the 1,000 concurrent invocations of a new account, away from every other function. '
      + 'Throttling does not replace it: 500 requests a second of 29 seconds each would need 14,500. An application with slow '
      + 'functions sets reservedConcurrentExecutions.',
    where: (app) => [...functions(app), rotation(app), provider(app)],
    nag: () => inPacks('LambdaConcurrency', HIPAA, NIST),
    checkov: ['CKV_AWS_115'],
  },
  {
    title: 'The functions that rotate the secret and close the default security group are outside of the VPC',
    reason: 'They call one AWS API and nothing in the VPC. Inside it they would need a NAT gateway or endpoints, and the second one '
      + 'would have to run before its VPC is complete.',
    where: (app) => [rotation(app), provider(app)],
    nag: () => inPacks('LambdaInsideVPC', HIPAA, NIST, PCI),
    checkov: ['CKV_AWS_117'],
  },
  {
    title: 'The function that closes the default security group has an AWS managed policy, no traces, and a log group without retention',
    reason: 'It is the custom resource of the CDK, which offers no options for it. It runs when the VPC is created and when its '
      + 'default security group changes; its role may change the rules of that group only.',
    where: (app) => [provider(app)],
    others: ['AVD-AWS-0066 (Trivy)', 'CloudWatch.16 (Security Hub)', 'rules against AWS managed policies'],
  },
  {
    title: 'Functions depend on their roles twice',
    reason: "The CDK writes a DependsOn beside the reference, so that a role's policies exist before the function. It has no "
      + 'effect.',
    where: (app) => [...functions(app), rotation(app), provider(app)],
    cfnLint: ['W3005'],
  },
];
