import { Annotations, App, Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Annotations as Seen, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ApiWafProtection, EncryptedDataStores, HardenedApi, HardenedVpc, ManagedSecrets, SecureLambda } from '../src';
import { BUILDERS, statesOf } from './support/evidence';
import { relaxed, stackWith } from './support/synth';
import { ControlId } from '../src/catalogue';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const inVpc = (stack: Stack, network = new HardenedVpc(stack, 'Network')) => new SecureLambda(stack, 'Fn', { code, vpc: network.vpc });
const disposable = (stack: Stack) => new kms.Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
const openGroup = (stack: Stack, vpc: ec2.IVpc) => {
  const group = new ec2.SecurityGroup(stack, 'Open', { vpc });
  group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(22));
  return group;
};
const fn = (stack: Stack) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true });
const api = (stack: Stack) => {
  const hardened = new HardenedApi(stack, 'Api');
  hardened.addRoute('GET', '/', fn(stack).function);
  return hardened;
};

/** What users do beside or after a construct, by which a control no longer holds. */
const FALSE: [string, ControlId[], (stack: Stack) => void][] = [
  ['a key that does not rotate and goes with its stack', ['DATA-01', 'DATA-09'],
    (stack) => new EncryptedDataStores(stack, 'Stores', { encryptionKey: disposable(stack) })],
  ['an alias of such a key', ['DATA-01', 'DATA-09'],
    (stack) => new EncryptedDataStores(stack, 'Stores', { encryptionKey: disposable(stack).addAlias('data') })],
  ['a grant on the key itself', ['DATA-10'], (stack) => {
    const key = new kms.Key(stack, 'Key', { enableKeyRotation: true });
    const stores = new EncryptedDataStores(stack, 'Stores', { encryptionKey: key });
    new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() })
      .addToPolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [stores.key.keyArn] }));
  }],
  ['a grant on the key of secrets, for all of them', ['SEC-06'], (stack) => {
    const { key } = new ManagedSecrets(stack, 'Secrets');
    new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() })
      .addToPolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }));
  }],
  ['a web ACL that protects nothing', ['WAF-12'], (stack) => new ApiWafProtection(stack, 'Waf')],
  ['a lifecycle rule that deletes older versions early', ['DATA-07'], (stack) => new EncryptedDataStores(stack, 'Stores', {
    snapshotsBucket: { lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(1) }] },
  })],
  ['older versions that are retained for a day', ['DATA-07'], (stack) => new EncryptedDataStores(stack, 'Stores', {
    snapshotsBucket: { noncurrentVersionExpiration: Duration.days(1) },
  })],
  ['a lifecycle rule by an override', ['DATA-07'], (stack) => {
    const { node } = new EncryptedDataStores(stack, 'Stores').snapshotsBucket;
    (node.defaultChild as s3.CfnBucket).addPropertyOverride('LifecycleConfiguration.Rules.1.NoncurrentVersionExpiration.NoncurrentDays', 2);
  }],
  ['logs that are kept forever', ['FN-05'],
    (stack) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true, logRetention: logs.RetentionDays.INFINITE })],
  ['retention that an override removes', ['FN-05'],
    (stack) => (fn(stack).logGroup.node.defaultChild as logs.CfnLogGroup).addPropertyDeletionOverride('RetentionInDays')],
  ['an open group in securityGroups', ['FN-01'], (stack) => {
    const { vpc } = new HardenedVpc(stack, 'Network');
    new SecureLambda(stack, 'Fn', { code, vpc, securityGroups: [openGroup(stack, vpc)] });
  }],
  ['public subnets', ['FN-01'], (stack) => {
    const network = new HardenedVpc(stack, 'Network');
    const { node } = inVpc(stack, network).function;
    (node.defaultChild as lambda.CfnFunction).addPropertyOverride('VpcConfig.SubnetIds', [network.vpc.publicSubnets[0].subnetId]);
  }],
  ['AdministratorAccess on the role of a function', ['FN-02'],
    (stack) => fn(stack).role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'))],
  ['a statement that allows everything', ['FN-02'],
    (stack) => fn(stack).role.addToPolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }))],
  ['a function with the role of another', ['FN-02'], (stack) => new lambda.Function(stack, 'Other',
    { code, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X, role: fn(stack).role })],
  ['an inbound rule of the group of functions', ['NET-04', 'FN-01'], (stack) => {
    const network = new HardenedVpc(stack, 'Network');
    inVpc(stack, network);
    network.lambdaSecurityGroup.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));
  }],
  ['an inbound rule in another stack', ['NET-04'], (stack) => {
    const { lambdaSecurityGroup } = new HardenedVpc(stack, 'Network');
    new ec2.CfnSecurityGroupIngress(new Stack(stack.node.root as App, 'Other'), 'Rule',
      { groupId: lambdaSecurityGroup.securityGroupId, ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0' });
  }],
  ['another port of the group of Redis', ['NET-05'],
    (stack) => new HardenedVpc(stack, 'Network').redisSecurityGroup.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(6379))],
  ['outbound traffic of the group of Redis', ['NET-05'],
    (stack) => new HardenedVpc(stack, 'Network').redisSecurityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443))],
  ['a method without authorization', ['API-01'],
    (stack) => api(stack).restApi.root.addMethod('POST', undefined, { authorizationType: apigateway.AuthorizationType.NONE })],
  ['a rate limit that stops nobody', ['WAF-01'], (stack) => BUILDERS.ApiWafProtection(stack, { rateLimit: 2_000_000_000 })],
  ['a bucket that a removal policy deletes', ['DATA-09'],
    (stack) => new EncryptedDataStores(stack, 'Stores').snapshotsBucket.applyRemovalPolicy(RemovalPolicy.DESTROY)],
  ['a table that a removal policy deletes', ['DATA-03'],
    (stack) => new EncryptedDataStores(stack, 'Stores').table.applyRemovalPolicy(RemovalPolicy.DESTROY)],
  ['secrets that a removal policy deletes', ['SEC-03'],
    (stack) => new ManagedSecrets(stack, 'Secrets').credentials.applyRemovalPolicy(RemovalPolicy.DESTROY)],
  ['a model for JSON alone', ['API-06'], (stack) => {
    const { restApi } = api(stack);
    restApi.root.addMethod('POST', undefined, {
      requestModels: { 'application/json': restApi.addModel('Model', { schema: { type: apigateway.JsonSchemaType.OBJECT } }) },
      requestValidatorOptions: { validateRequestBody: true, validateRequestParameters: true },
    });
  }],
  ['a method whose parameters nobody validates', ['API-06'],
    (stack) => api(stack).restApi.root.addMethod('POST', undefined, { requestParameters: { 'method.request.header.If-Match': true } })],
  ['a custom domain with TLS 1.0', ['API-02'], (stack) => {
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/x');
    api(stack).restApi.addDomainName('Domain',
      { domainName: 'api.example.com', certificate, securityPolicy: apigateway.SecurityPolicy.TLS_1_0 });
  }],
];

describe('what makes a control untrue is seen at synth, and warns under its id:', () => {
  test.each(FALSE)('%s', (_, ids, build) => {
    const stack = stackWith(build);
    const own = relaxed(stack).filter((id) => /^[A-Z]+-\d+$/.test(id));
    expect(ids.filter((id) => !own.includes(id) && !relaxed(otherStack(stack)).includes(id))).toEqual([]);
    for (const id of ids) {
      expect(statesOf(stack, id).some((state) => state !== 'enforced')).toBe(true);
    }
  });
});

/** A rule is warned of where its group is, and that may be another stack. */
const otherStack = (stack: Stack): Stack => stack.node.root.node.tryFindChild('Other') as Stack | undefined ?? stack;

test('the two states are those of different resources, and never of one', () => {
  const stack = stackWith((scope) => {
    const hardened = api(scope);
    hardened.addRoute('GET', '/open', (scope.node.findChild('Fn') as SecureLambda).function, { anonymous: true });
  });
  Template.fromStack(stack);
  expect(statesOf(stack, 'API-01').sort()).toEqual(['enforced', 'relaxed']);
});

test('an acknowledgement silences the warning, and the state stays what it is', () => {
  const stack = stackWith((scope) => {
    const worker = fn(scope);
    worker.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
    Annotations.of(worker).acknowledgeWarning('cdk-hardened:FN-02', 'it administers the account');
  });
  expect(relaxed(stack)).not.toContain('FN-02');
  expect(statesOf(stack, 'FN-02')).toEqual(['violated']);
});

test('what constructs say is in the cloud assembly', () => {
  const stack = stackWith((scope) => new EncryptedDataStores(scope, 'Stores', { table: { pointInTimeRecovery: false } }));
  const [{ metadata }] = (stack.node.root as App).synth().stacks;
  const marks = (metadata['/Stack/Stores/Table'] ?? []).filter(({ type }) => type.startsWith('cdk-hardened:'));
  expect(marks.map(({ type, data }) => [type, data])).toEqual([
    ['cdk-hardened:enforces', 'DATA-01'], ['cdk-hardened:enforces', 'DATA-04'], ['cdk-hardened:enforces', 'DATA-10'],
    ['cdk-hardened:relaxes', 'DATA-02'], ['cdk-hardened:enforces', 'DATA-09'], ['cdk-hardened:enforces', 'DATA-03'],
  ]);
});

test('a stack in a stage is judged as one in an app', () => {
  const stage = new Stage(new App(), 'Production');
  const stack = new Stack(stage, 'Stack');
  new EncryptedDataStores(stack, 'Stores', { encryptionKey: disposable(stack) });
  stage.synth();
  expect(statesOf(stack, 'DATA-09')).toContain('violated');
  const warnings = stack.node.findAll().flatMap(({ node }) => node.metadata).map(({ data }) => String(data));
  expect(warnings.some((data) => data.startsWith('DATA-09 is not enforced'))).toBe(true);
});

test('a warning names the resource and what is wrong with it', () => {
  const stack = stackWith((scope) => new EncryptedDataStores(scope, 'Stores', { encryptionKey: disposable(scope) }));
  const [found] = Seen.fromStack(stack).findWarning('*', Match.stringLikeRegexp('DATA-01')).map(({ id, entry }) => [id, entry.data]);
  expect(found[0]).toBe('/Stack/Stores/Table/Default/Resource');
  expect(found[1]).toContain('its key Stack/Key/Resource does not rotate: set enableKeyRotation.');
});

test('a second synthesis says nothing twice', () => {
  const stack = stackWith((scope) => new ApiWafProtection(scope, 'Waf'));
  const app = stack.node.root as App;
  app.synth();
  app.synth({ force: true });
  const metadata = stack.node.findAll().flatMap(({ node }) => node.metadata);
  expect(metadata.filter(({ data }) => String(data).includes('WAF-12 is not'))).toHaveLength(1);
});
