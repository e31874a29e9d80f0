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
  readonly nag: (app: Omnitrack) => string[];
  /** Ids of checkov. */
  readonly checkov?: string[];
  /** Ids of cfn-lint. */
  readonly cfnLint?: string[];
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
const stage = (app: Omnitrack) => find(api(app), 'Resource', 'DeploymentStage.prod');
const reference = (construct: IConstruct) => `<${Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement)}.Arn>`;

export const ACCEPTED_FINDINGS: AcceptedFinding[] = [
  {
    title: 'Buckets do not replicate to another Region',
    reason: 'Replication doubles what storage costs and needs a second Region, which is a decision of the product. Versions and retention protect from deletion within the Region.',
    where: ({ data }) => [data.stores],
    nag: () => inPacks('S3BucketReplicationEnabled', HIPAA, NIST, PCI),
  },
  {
    title: 'The bucket of access logs is encrypted by S3, and has no access log of its own',
    reason: 'S3 delivers access logs to buckets with SSE-S3 only, and a log of the log bucket would log its own delivery for ever. Nobody is granted the bucket, and CloudTrail data events can record its readers.',
    where: ({ data }) => [data.stores.accessLogsBucket],
    nag: () => inPacks('S3DefaultEncryptionKMS', HIPAA, NIST, PCI),
    checkov: ['CKV_AWS_18'],
  },
  {
    title: 'The table is in no AWS Backup plan',
    reason: 'Point-in-time recovery restores any second of the last 35 days, and deletion protection keeps the table. A plan for longer retention belongs to the account, not to the stack.',
    where: ({ data }) => [data.stores.table],
    nag: () => inPacks('DynamoDBInBackupPlan', HIPAA, NIST),
  },
  {
    title: 'The credentials are not rotated by a function',
    reason: 'Slack, Teams and Bedrock give out their keys by hand, and no function can ask for a new one. The document has people rotate them every quarter. What is generated is rotated.',
    where: ({ data }) => [data.secrets.credentials],
    nag: () => ['AwsSolutions-SMG4', ...inPacks('SecretsManagerRotationEnabled', HIPAA, NIST)],
  },
  {
    title: 'Policies are inline in their roles',
    reason: 'Each role belongs to one function, so its policy has no second user: an inline policy cannot be attached elsewhere, and goes with its role. The CDK writes grants so.',
    where: stacks,
    nag: () => inPacks('IAMNoInlinePolicy', HIPAA, NIST, PCI),
  },
  {
    title: 'Functions may write traces, and the Lambda service may manage network interfaces, on every resource',
    reason: 'X-Ray and ec2:Describe* know no resources, and Lambda refuses to make a function whose role lacks the interface actions. A Deny with lambda:SourceFunctionArn keeps the code of the function from using them.',
    where: functions,
    nag: () => ['AwsSolutions-IAM5[Resource::*]', 'Serverless-LambdaStarPermissions'],
    checkov: ['CKV_AWS_111'],
  },
  {
    title: 'The rotation function may ask for a random password, and write traces, on every resource',
    reason: 'secretsmanager:GetRandomPassword and X-Ray know no resources. A random password gives access to nothing.',
    where: ({ data }) => [find(data, 'Secrets', 'RotationFunctionRole')],
    nag: () => ['AwsSolutions-IAM5[Resource::*]'],
  },
  {
    title: 'The snapshots function may use every index of its table and every object of its buckets',
    reason: 'An application reads and writes its own items and objects; the wildcard ends at the one table and the two buckets.',
    where: ({ api: stack }) => [find(stack, 'Snapshots', 'Role')],
    nag: ({ data: { stores } }) => [
      `AwsSolutions-IAM5[Resource::${reference(stores.table)}/index/*]`,
      `AwsSolutions-IAM5[Resource::${reference(stores.snapshotsBucket)}/*]`,
      `AwsSolutions-IAM5[Resource::${reference(stores.modelArtifactsBucket)}/*]`,
    ],
  },
  {
    title: 'API Gateway may write to every log group of the account and Region',
    reason: 'It is one role for all APIs of the account, and API Gateway names the groups by itself. The actions are those of the AWS managed policy for it, on logs only.',
    where: (app) => [find(api(app), 'CloudWatchRole')],
    nag: () => ['AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:*]'],
  },
  {
    title: 'Methods are authorized by IAM, and not by Cognito',
    reason: 'The callers of this API are AWS workloads, which sign with their roles. Cognito is for people, who have no part in the example yet.',
    where: (app) => [api(app)],
    nag: () => ['AwsSolutions-COG4'],
  },
  {
    title: 'The health check and the status page ask for no authorization',
    reason: 'A load balancer, a monitor and a person who looks have no credentials. Both answer with constants, behind the same web ACL and throttling.',
    where: (app) => ['health', 'status'].map((path) => find(api(app), 'Resource', 'Default', path)),
    nag: () => ['AwsSolutions-APIG4'],
    checkov: ['CKV_AWS_59'],
  },
  {
    title: 'The API caches no answers',
    reason: 'An answer to one caller must not be given to another, and the document asks for Cache-Control: no-store. A cache also costs by the hour.',
    where: (app) => [stage(app)],
    nag: () => inPacks('APIGWCacheEnabledAndEncrypted', HIPAA, NIST, PCI),
    checkov: ['CKV_AWS_120'],
  },
  {
    title: 'API Gateway shows no client certificate to the functions',
    reason: 'A Lambda proxy integration calls the Lambda service with IAM and no certificate; there is no HTTP server behind it that could check one.',
    where: (app) => [stage(app)],
    nag: () => inPacks('APIGWSSLEnabled', HIPAA, NIST, PCI),
  },
  {
    title: 'Public subnets have a route to the Internet',
    reason: 'The NAT gateways need it, and nothing else stands in these subnets: they give no public address on launch.',
    where: ({ network }) => [network.network.vpc],
    nag: () => inPacks('VPCNoUnrestrictedRouteToIGW', HIPAA, NIST, PCI),
  },
  {
    title: 'Functions have no dead letter queue',
    reason: 'It takes failed asynchronous calls only. API Gateway and CloudFormation wait for the answer, and Secrets Manager tries again and records the failure.',
    where: (app) => [...functions(app), rotation(app), provider(app)],
    nag: () => [...inPacks('LambdaDLQ', HIPAA, NIST), 'Serverless-LambdaDLQ'],
    checkov: ['CKV_AWS_116'],
  },
  {
    title: 'Functions reserve no concurrency',
    reason: "A reservation is taken from the account's 1,000 concurrent calls, away from every other function. The stage throttles, which bounds them. reservedConcurrentExecutions sets one.",
    where: (app) => [...functions(app), rotation(app), provider(app)],
    nag: () => inPacks('LambdaConcurrency', HIPAA, NIST),
    checkov: ['CKV_AWS_115'],
  },
  {
    title: 'The functions that rotate the secret and close the default security group are outside of the VPC',
    reason: 'They call one AWS API and nothing in the VPC. Inside they would need a NAT gateway or endpoints, and the second one would have to run before its VPC is finished.',
    where: (app) => [rotation(app), provider(app)],
    nag: () => inPacks('LambdaInsideVPC', HIPAA, NIST, PCI),
    checkov: ['CKV_AWS_117'],
  },
  {
    title: 'Functions depend on their roles twice',
    reason: "The CDK writes a DependsOn beside the reference, so that a role's policies are there before the function. It changes nothing.",
    where: (app) => [...functions(app), rotation(app), provider(app)],
    nag: () => [],
    cfnLint: ['W3005'],
  },
];
