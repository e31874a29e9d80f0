import { App, CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import { omnitrack } from '../../examples/omnitrack/lib/omnitrack';
import { SecureLambda } from '../../src';
import { arnOf, Context, Decision, policiesOf, reachOf } from '../../src/testing';

const [OWN, OTHER] = ['111122223333', '999999999999'];
const root = { account: OWN };

// the example, as it is deployed: what its constructs promise must hold of all of its stacks together
const { data, network, api } = omnitrack(new App());
const { stores, secrets } = data;
const templates = Object.fromEntries([data, network, api].map((stack) => [stack.stackName, Template.fromStack(stack)]));
const policies = policiesOf(templates);
const reach = reachOf(templates);

const idOf = (construct: IConstruct) => {
  const element = (construct.node.defaultChild ?? construct) as CfnElement;
  return `${element.stack.stackName}/${Stack.of(construct).getLogicalId(element)}`;
};
const idsOf = (type: string) => Object.entries(templates).flatMap(([stack, template]) =>
  Object.keys(template.findResources(type)).map((id) => `${stack}/${id}`));
const fn = (name: string) => api.node.findChild(name) as SecureLambda;
const NAMES = ['Snapshots', 'Integrations', 'Health', 'Status', 'Version'];
const roles = Object.fromEntries(NAMES.map((name) => [name, idOf(fn(name).role)]));
const via = (service: string) => ({ 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` });
const keys = idsOf('AWS::KMS::Key');
const table = idOf(stores.table);
const snapshots = idOf(stores.snapshotsBucket);
const [credentials, apiSecret] = [secrets.credentials, secrets.apiSecret].map(idOf);
const storesKey = idOf(stores.key);
const secretsKey = idOf(secrets.key);

const ask = (principal: string | object, action: string, resource: string | object, context?: Context): Decision['decision'] =>
  policies.can(principal, action, resource, context).decision;
const who = (action: string, resource: string | object, context?: Context) =>
  NAMES.filter((name) => policies.can(roles[name], action, resource, context).allowed);

describe('the data', () => {
  test('DATA-10: the one function that was granted them reads and writes, and none administers', () => {
    for (const action of ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem']) {
      expect([action, who(action, table)]).toEqual([action, ['Snapshots']]);
    }
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']) {
      expect([action, who(action, arnOf(snapshots, '/twin.json'), { 's3:TlsVersion': 1.3 })]).toEqual([action, ['Snapshots']]);
    }
    expect(who('dynamodb:DeleteTable', table)).toEqual([]);
    expect(who('dynamodb:UpdateTable', table)).toEqual([]);
    expect(who('s3:PutBucketPolicy', snapshots, { 's3:TlsVersion': 1.3 })).toEqual([]);
    expect(who('s3:GetObject', arnOf(idOf(stores.modelArtifactsBucket), '/model'), { 's3:TlsVersion': 1.3 })).toEqual([]);
  });

  test('DATA-10: it decrypts through DynamoDB and S3, and cannot use the key directly or through another service', () => {
    expect(['dynamodb', 's3'].map((service) => who('kms:Decrypt', storesKey, via(service)))).toEqual([['Snapshots'], ['Snapshots']]);
    expect([who('kms:Decrypt', storesKey), who('kms:Decrypt', storesKey, via('secretsmanager')), who('kms:Decrypt', storesKey, via('sqs'))])
      .toEqual([[], [], []]);
    for (const action of ['kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy', 'kms:DisableKey', 'kms:CreateGrant', 'kms:ReplicateKey']) {
      expect([action, who(action, storesKey, via('dynamodb')), who(action, storesKey)]).toEqual([action, [], []]);
    }
  });

  test('DATA-05: no bucket is read or written in clear text, or with a TLS older than 1.2', () => {
    for (const object of idsOf('AWS::S3::Bucket').map((id) => arnOf(id, '/key'))) {
      for (const action of ['s3:GetObject', 's3:DeleteObject', 's3:PutObjectTagging']) {
        const decisions = [{ 'aws:SecureTransport': false, 's3:TlsVersion': 1.3 }, { 's3:TlsVersion': 1.1 }, { 's3:TlsVersion': 1.2 }]
          .map((context) => ask(root, action, object, context));
        expect(decisions).toEqual(['EXPLICIT_DENY', 'EXPLICIT_DENY', 'ALLOW']);
      }
    }
  });

  test('DATA-01: an object gets the key of the stores, whoever writes it', () => {
    const put = (context: Context) => ask(root, 's3:PutObject', arnOf(snapshots, '/key'), { 's3:TlsVersion': 1.3, ...context });
    const header = 's3:x-amz-server-side-encryption';
    const theirs = { [header]: 'aws:kms', [`${header}-aws-kms-key-id`]: `arn:aws:kms:eu-west-1:${OTHER}:key/k` };
    expect([put({}), put({ [header]: 'AES256' }), put(theirs)])
      .toEqual(['ALLOW', 'EXPLICIT_DENY', 'EXPLICIT_DENY']);
  });

  test('DATA-06: other accounts and anonymous callers get nothing, whatever their own policies say', () => {
    for (const bucket of idsOf('AWS::S3::Bucket')) {
      expect(ask({ account: OTHER }, 's3:GetObject', arnOf(bucket, '/key'), { 's3:TlsVersion': 1.3 })).toBe('IMPLICIT_DENY');
    }
    expect(ask({ account: OTHER }, 'dynamodb:GetItem', table)).toBe('IMPLICIT_DENY');
  });
});

describe('keys', () => {
  test('are left to the IAM policies of the account, and to nobody of another', () => {
    expect(keys.length).toBeGreaterThan(1);
    for (const key of keys) {
      expect([ask(root, 'kms:Decrypt', key), ask({ account: OTHER }, 'kms:Decrypt', key)]).toEqual(['ALLOW', 'IMPLICIT_DENY']);
    }
  });

  test('DATA-10, SEC-06: give no KMS grant, which no IAM policy shows, except to AWS services and for them', () => {
    for (const key of keys) {
      expect(ask(root, 'kms:CreateGrant', key, { 'kms:GrantIsForAWSResource': false })).toBe('EXPLICIT_DENY');
      expect(ask(root, 'kms:CreateGrant', key, { 'kms:GrantIsForAWSResource': true })).toBe('ALLOW');
      expect(ask(root, 'kms:CreateGrant', key)).toBe('EXPLICIT_DENY');
    }
  });

  test('NET-08, FN-04, API-09, WAF-11: serve CloudWatch Logs for log groups of this account and Region only', () => {
    const logs = (account: string, region = 'eu-west-1') =>
      ({ 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:any` });
    const asked = (context: Context) => ask({ service: 'logs.eu-west-1.amazonaws.com' }, 'kms:GenerateDataKey', storesKey, context);
    expect([asked(logs(OWN)), asked(logs(OTHER)), asked(logs(OWN, 'us-east-1')), asked({})])
      .toEqual(['ALLOW', 'IMPLICIT_DENY', 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
    expect(ask({ service: 'ec2.amazonaws.com' }, 'kms:Decrypt', storesKey, logs(OWN))).toBe('IMPLICIT_DENY');
  });
});

describe('the secrets', () => {
  const context = (secret: string) => ({
    ...via('secretsmanager'), 'kms:EncryptionContext:SecretARN': { Ref: secret },
  });

  test('SEC-06: each function reads the secret that it was given, and not the other one', () => {
    expect([who('secretsmanager:GetSecretValue', apiSecret), who('secretsmanager:GetSecretValue', credentials)])
      .toEqual([['Snapshots'], ['Integrations']]);
    for (const action of ['secretsmanager:PutSecretValue', 'secretsmanager:DeleteSecret', 'secretsmanager:PutResourcePolicy']) {
      expect([action, who(action, apiSecret), who(action, credentials)]).toEqual([action, [], []]);
    }
  });

  test('SEC-06: it may use the key for that secret, through Secrets Manager, to decrypt', () => {
    expect([who('kms:Decrypt', secretsKey, context(apiSecret)), who('kms:Decrypt', secretsKey, context(credentials))])
      .toEqual([['Snapshots'], ['Integrations']]);
    expect([who('kms:Decrypt', secretsKey), who('kms:Decrypt', secretsKey, via('secretsmanager')),
      who('kms:GenerateDataKey', secretsKey, context(apiSecret)), who('kms:Decrypt', storesKey, context(apiSecret))])
      .toEqual([[], [], [], []]);
  });

  test('SEC-04: they deny other accounts, whatever is granted', () => {
    for (const secret of [credentials, apiSecret]) {
      expect([ask({ account: OTHER }, 'secretsmanager:GetSecretValue', secret), ask(root, 'secretsmanager:GetSecretValue', secret)])
        .toEqual(['EXPLICIT_DENY', 'ALLOW']);
    }
  });

  test('SEC-05: the rotation changes the generated secret and no other, and Secrets Manager alone invokes it', () => {
    const rotation = idsOf('AWS::IAM::Role').find((id) => id.includes('Rotation'))!;
    const handler = idsOf('AWS::Lambda::Function').find((id) => id.includes('Rotation'))!;
    expect([apiSecret, credentials].map((secret) => ask(rotation, 'secretsmanager:PutSecretValue', secret)))
      .toEqual(['ALLOW', 'IMPLICIT_DENY']);
    expect(ask(rotation, 'secretsmanager:GetSecretValue', credentials)).toBe('IMPLICIT_DENY');
    const invoked = (service: string, secret: string) => ask({ service }, 'lambda:InvokeFunction', handler,
      { 'aws:SourceArn': { Ref: secret }, 'aws:SourceAccount': OWN });
    expect([invoked('secretsmanager.amazonaws.com', apiSecret), invoked('secretsmanager.amazonaws.com', credentials),
      invoked('apigateway.amazonaws.com', apiSecret)]).toEqual(['ALLOW', 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
  });
});

describe('the functions', () => {
  test('FN-01: neither the Internet nor anything in the VPC reaches one; each reaches what it needs', () => {
    expect(reach.fromInternet()).toEqual([]);
    for (const name of NAMES) {
      const from = idOf(fn(name).function);
      expect([name, reach.whoReaches(from)]).toEqual([name, []]);
      const services = ['dynamodb', 's3', 'secretsmanager', 'kms'].map((service) => reach.canConnect({ from, to: { service } }).allowed);
      expect([name, services]).toEqual([name, [true, true, true, true]]);
    }
  });

  test('FN-02: each has a role of its own, which the Lambda service alone assumes', () => {
    for (const role of Object.values(roles)) {
      expect([{ service: 'lambda.amazonaws.com' }, { service: 'ec2.amazonaws.com' }, root, { account: OTHER }]
        .map((principal) => ask(principal, 'sts:AssumeRole', arnOf(role))))
        .toEqual(['ALLOW', 'IMPLICIT_DENY', 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
    }
  });

  test('FN-02: none changes permissions, calls another one or leaves its own log group', () => {
    for (const [action, resource] of [
      ['iam:PutRolePolicy', '*'], ['iam:PassRole', arnOf(roles.Health)], ['sts:AssumeRole', arnOf(roles.Health)],
      ['lambda:UpdateFunctionCode', idOf(fn('Health').function)], ['lambda:InvokeFunction', idOf(fn('Health').function)],
      ['logs:DeleteLogGroup', idOf(fn('Health').logGroup)],
    ] as const) {
      expect([action, who(action, resource)]).toEqual([action, []]);
    }
    for (const name of NAMES) {
      expect([name, who('logs:PutLogEvents', idOf(fn(name).logGroup))]).toEqual([name, [name]]);
    }
  });

  test('FN-03: code creates no network interface itself, and the Lambda service does', () => {
    for (const role of Object.values(roles)) {
      const asked = (context: Context) => ask(role, 'ec2:CreateNetworkInterface', '*', context);
      expect([asked({}), asked({ 'lambda:SourceFunctionArn': `arn:aws:lambda:eu-west-1:${OWN}:function:any` })])
        .toEqual(['ALLOW', 'EXPLICIT_DENY']);
    }
  });

  test('API-01: API Gateway invokes them for the stage of the one API, and nobody else does', () => {
    const [restApi] = idsOf('AWS::ApiGateway::RestApi');
    const [stage] = idsOf('AWS::ApiGateway::Stage');
    const health = idOf(fn('Health').function);
    const invoked = (principal: object, own: unknown, stageName: unknown) => ask(principal, 'lambda:InvokeFunction', health, {
      'aws:SourceArn': { 'Fn::Join': ['', [`arn:aws:execute-api:eu-west-1:${OWN}:`, own, '/', stageName, '/GET/health']] },
      'aws:SourceAccount': OWN,
    });
    const gateway = { service: 'apigateway.amazonaws.com' };
    expect(invoked(gateway, { Ref: restApi }, { Ref: stage })).toBe('ALLOW');
    expect([invoked(gateway, 'other', { Ref: stage }), invoked(gateway, { Ref: restApi }, 'test'),
      invoked({ service: 's3.amazonaws.com' }, { Ref: restApi }, { Ref: stage }),
      invoked({ account: OTHER }, { Ref: restApi }, { Ref: stage })])
      .toEqual(['IMPLICIT_DENY', 'IMPLICIT_DENY', 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
  });

  test('NET-03: flow logs are delivered by their service, for this account only', () => {
    const role = idsOf('AWS::IAM::Role').find((id) => id.includes('FlowLog'))!;
    const asked = (account: string, service = 'vpc-flow-logs.amazonaws.com') => ask({ service }, 'sts:AssumeRole', arnOf(role), {
      'aws:SourceAccount': account, 'aws:SourceArn': `arn:aws:ec2:eu-west-1:${account}:vpc-flow-log/fl-1`,
    });
    expect([asked(OWN), asked(OTHER), asked(OWN, 'ec2.amazonaws.com')]).toEqual(['ALLOW', 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
  });
});
