import { App, CfnParameter, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { HardenedChecks, HardenedChecksProps } from '../../src';
import { CATALOGUE } from '../../src/catalogue';
import { BUILDERS } from '../support/evidence';

const partitionKey = { name: 'pk', type: dynamodb.AttributeType.STRING };

/** What the checks find in an app, as `id logicalId`. */
function found(build: (stack: Stack) => void, props?: HardenedChecksProps): string[] {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  build(stack);
  const templatePaths = app.synth().stacks.map(({ templateFullPath }) => templateFullPath);
  const { violations, success } = new HardenedChecks(props).validate({ templatePaths, appConstruct: app });
  expect(success).toBe(violations.length === 0);
  return violations.flatMap(({ ruleName, violatingResources }) => violatingResources
    .map(({ resourceLogicalId }) => `${ruleName} ${resourceLogicalId!.replace(/[0-9A-F]{8}$/, '')}`)).sort();
}

test('a plain table and bucket lack what the controls of data ask for', () => {
  expect(found((stack) => {
    new dynamodb.Table(stack, 'Table', { partitionKey, removalPolicy: RemovalPolicy.DESTROY });
    new s3.Bucket(stack, 'Bucket');
  })).toEqual([
    'DATA-01 Bucket', 'DATA-01 Table', 'DATA-02 Table', 'DATA-03 Table', 'DATA-04 Table', 'DATA-05 Bucket', 'DATA-06 Bucket',
    'DATA-07 Bucket', 'DATA-08 Bucket',
  ]);
});

test.each(['EncryptedDataStores', 'ManagedSecrets', 'ApiWafProtection', 'HardenedVpc'])('finds nothing of its own in a %s', (name) => {
  const own = Object.entries(CATALOGUE).filter(([, { construct }]) => construct === name).map(([id]) => id);
  expect(found((stack) => BUILDERS[name](stack), { controls: own })).toEqual([]);
});

test('recognizes the functions that respond to HTTP, and no other', () => {
  const fn = (stack: Stack, id: string) => new lambda.Function(stack, id,
    { code: lambda.Code.fromInline('exports.handler = async () => {}'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X });
  expect(found((stack) => {
    fn(stack, 'Worker');
    fn(stack, 'Web').addFunctionUrl();
  }, { controls: ['FN-07'] })).toEqual(['FN-07 Web']);
});

test('follows references across stacks', () => {
  expect(found((stack) => {
    const encryptionKey = new kms.Key(new Stack(stack.node.root, 'Keys'), 'Key', { removalPolicy: RemovalPolicy.DESTROY });
    new dynamodb.Table(stack, 'Table', { partitionKey, encryptionKey });
  }, { controls: ['DATA-09'] })).toEqual(['DATA-09 Key', 'DATA-09 Table']);
});

test('looks into nested stacks, and follows references into them and out of them', () => {
  expect(found((stack) => {
    const encryptionKey = new kms.Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
    new dynamodb.Table(new NestedStack(stack, 'Nested'), 'Inner', { partitionKey, encryptionKey });
    const inner = new kms.Key(new NestedStack(stack, 'Keys'), 'InnerKey', { removalPolicy: RemovalPolicy.DESTROY });
    new dynamodb.Table(stack, 'Outer', { partitionKey, encryptionKey: inner });
  }, { controls: ['DATA-09'] })).toEqual(['DATA-09 Inner', 'DATA-09 InnerKey', 'DATA-09 Key', 'DATA-09 Outer']);
});

test('looks into stages', () => {
  const app = new App();
  const stage = new Stage(app, 'Production');
  new dynamodb.Table(new Stack(stage, 'Stack'), 'Table', { partitionKey });
  const { stacksRecursively } = app.synth();
  const templatePaths = stacksRecursively.map(({ templateFullPath }) => templateFullPath);
  const { violations } = new HardenedChecks({ controls: ['DATA-02'] }).validate({ templatePaths, appConstruct: app });
  expect(violations[0]?.violatingResources.map(({ constructPath }) => constructPath)).toEqual(['Production/Stack/Table/Resource']);
});

test('reports what a prop of ours relaxed, too', () => {
  expect(found((stack) => BUILDERS.EncryptedDataStores(stack, { table: { pointInTimeRecovery: false } }), { controls: ['DATA-02'] }))
    .toEqual(['DATA-02 StoresTable']);
});

test('a value that only the deployment knows does not meet a control', () => {
  expect(found((stack) => new dynamodb.CfnTable(stack, 'Table', {
    keySchema: [],
    deletionProtectionEnabled: new CfnParameter(stack, 'Protected').valueAsString as never,
  }), { controls: ['DATA-03'] })).toEqual(['DATA-03 Table']);
});

test('checks the controls that are named, and not those that are excepted', () => {
  const build = (stack: Stack) => new dynamodb.Table(stack, 'Table', { partitionKey });
  expect(found(build, { controls: ['DATA-02'] })).toEqual(['DATA-02 Table']);
  expect(found(build, { controls: ['DATA-02', 'DATA-03'], exceptControls: ['DATA-02'] })).toEqual(['DATA-03 Table']);
});

test.each(['controls', 'exceptControls'])('rejects an unknown id in %s', (prop) => {
  expect(() => new HardenedChecks({ [prop]: ['DATA-99'] }))
    .toThrow(`${prop} must hold ids of controls, such as DATA-02, got "DATA-99" (at HardenedChecks)`);
});

test('the report says what is wrong, where, and what brings the control', () => {
  const app = new App();
  new dynamodb.Table(new Stack(app, 'Stack'), 'Table', { partitionKey });
  const [{ templateFullPath }] = app.synth().stacks;
  const { violations } = new HardenedChecks({ controls: ['DATA-02'] }).validate({ templatePaths: [templateFullPath], appConstruct: app });
  expect(violations).toEqual([{
    ruleName: 'DATA-02',
    description: expect.stringContaining('A table can be restored'),
    fix: expect.stringMatching(/^EncryptedDataStores of cdk-hardened does it\. By hand: AWS::DynamoDB::Table has Point/),
    violatingResources: [{
      resourceLogicalId: expect.stringMatching(/^Table/),
      constructPath: 'Stack/Table/Resource',
      templatePath: templateFullPath,
      locations: ['PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled must be true, and is not set'],
    }],
  }]);
});
