import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { wrapped } from './wrapped';
import { EncryptedDataStores, HardenedApi, HardenedVpc, ManagedSecrets, SecureLambda } from '../src';

/* eslint-disable @typescript-eslint/no-explicit-any -- a template is JSON of any shape */

const role = (stack: Stack, id: string) => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() });

function everything(stack: Stack): void {
  const { vpc } = new HardenedVpc(stack, 'Network');
  const stores = new EncryptedDataStores(stack, 'Stores');
  stores.grantRead(role(stack, 'Reader'));
  stores.grantReadWrite(role(stack, 'Writer'));
  stores.grantStreamRead(role(stack, 'Follower'));
  const secrets = new ManagedSecrets(stack, 'Secrets');
  secrets.grantReadCredentials(role(stack, 'Operator'));
  stores.snapshotsBucket.encryptionKey!.grantEncryptDecrypt(role(stack, 'Encrypter'));
  const { function: fn } = new SecureLambda(stack, 'Fn', { code: lambda.Code.fromInline('exports.handler = async () => {}'), vpc });
  const api = new HardenedApi(stack, 'Api');
  api.addRoute('GET', '/', fn);
  api.grantInvoke(role(stack, 'Caller'), 'GET', '/');
}

/** References by the resource that they name, so that a line is short enough to read. */
function text(value: any): string {
  if (typeof value !== 'object') {
    return String(value);
  }
  const [[name, argument]] = Object.entries<any>(value);
  return name === 'Fn::Join' ? argument[1].map(text).join(argument[0])
    : `<${(name === 'Ref' ? argument : argument[0]).replace(/[0-9A-F]{8}$/, '').replace('AWS::', '')}>`;
}

const list = (value: any): any[] => Array.isArray(value) ? value : [value];

const isReference = (value: any): boolean => /^(Ref|Fn::)/.test(Object.keys(value ?? {})[0] ?? '');
const conditionText = (condition: any): string =>
  condition ? JSON.stringify(condition, (_, value) => typeof value === 'object' && isReference(value) ? text(value) : value) : '';

const row = (...cells: string[]): string => `| ${cells.map((cell) => cell && `\`${cell}\``).join(' | ')} |`;

const rowOf = (owner: string, { Effect, Action, Resource, Principal, Condition }: any): string => row(
  owner, Effect, list(Action).join(' '),
  (Resource ? list(Resource) : Object.values(Principal).flatMap(list)).map(text).join(' '), conditionText(Condition));

/** What every role may do, and who may assume it: a row for each statement. */
function permissions(template: Template): string[] {
  const found = (type: string) => Object.entries<any>(template.findResources(type))
    .map(([id, { Properties }]) => [id, Properties] as const);
  return [
    ...found('AWS::IAM::Role').flatMap(([id, { AssumeRolePolicyDocument, Policies = [] }]) => [
      ...AssumeRolePolicyDocument.Statement.map((one: any) => rowOf(text({ Ref: id }), one)),
      ...Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement).map((one: any) => rowOf(text({ Ref: id }), one)),
    ]),
    ...found('AWS::IAM::Policy').flatMap(([, { Roles, PolicyDocument }]) =>
      PolicyDocument.Statement.map((one: any) => rowOf(Roles.map(text).join(' '), one))),
    ...found('AWS::Lambda::Permission').map(([, { Action, Principal, FunctionName, SourceArn, SourceAccount }]) =>
      row(Principal, 'Allow', Action, text(FunctionName), conditionText({ SourceArn, SourceAccount }))),
  ].filter((line) => !line.includes('CustomVpcRestrictDefaultSG')).sort();
}

/** The page of everything that the constructs let anyone do. */
export function permissionsPage(): string {
  const stack = new Stack(new App(), 'Stack');
  everything(stack);
  return `${[
    '# Permissions',
    '<!-- Generated from a stack of all constructs: npm run docs -->',
    wrapped('What roles may do, who may assume them, and who may invoke functions, in a stack with every construct that creates roles, '
      + 'and what their grants give: `Reader` has '
      + '`stores.grantRead`, `Writer` `stores.grantReadWrite`, `Follower` `stores.grantStreamRead`, `Operator` '
      + '`secrets.grantReadCredentials`, `Encrypter` the grant of the CDK on the key of a bucket, and `Caller` `api.grantInvoke`. A '
      + 'reference stands in angle brackets. The policies of keys, secrets, buckets and endpoints are not here, nor is the role of the '
      + 'provider of the CDK that closes default security groups (accepted-findings.md). A change of a permission changes this page, '
      + 'and a test fails until it does.'),
    ['| who | effect | actions | on what, or by whom a role is assumed | condition |', '|---|---|---|---|---|',
      ...permissions(Template.fromStack(stack))].join('\n'),
  ].join('\n\n')}\n`;
}
