import { Lines, noneOf, someOf } from './clauses';

const IS_FOR_EVERYBODY = ['Principal == "*"', 'some Principal.AWS[*] == "*"'];

const quoted = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;

const valueOf = (operator: string, key: string): string => `Condition.${/^\w+$/.test(operator) ? operator : `'${operator}'`}.'${key}'`;

/** That the statement has the key under one of the operators, with one of the values. */
const conditionOn = (operators: readonly string[], key: string, values = ''): string[] => operators
  .map((operator) => `${valueOf(operator, key)} ${values ? `in ${values}` : 'exists'}`);

/** The operators whose names begin like that. */
const BOOL = ['Bool', 'BoolIfExists'];
const STRING_NOT_EQUALS = ['StringNotEquals', 'StringNotEqualsIgnoreCase'].flatMap((name) => [name, `${name}IfExists`]);
const LESS_THAN = ['NumericLessThan', 'NumericLessThanEquals'].flatMap((name) => [name, `${name}IfExists`]);

/** The operators that demand a value. */
const DEMANDING = [
  'StringEquals', 'StringLike', 'StringEqualsIgnoreCase', 'ArnEquals', 'ArnLike', 'Bool',
  'ForAnyValue:StringEquals', 'ForAnyValue:StringLike',
];

const statements = (document: string) => `${document}.Statement[*]`;
const ofEverybody = (...lines: Lines): Lines => [['Effect == "Deny"'], IS_FOR_EVERYBODY, ...lines];

/** A bucket policy that denies the action to everybody under that condition. */
const denying = (actions: readonly string[], condition: string[]): Lines =>
  [[someOf(statements('Properties.PolicyDocument'), ofEverybody([`some Action[*] in ${quoted(actions)}`], condition))]];

export const DENIES_CLEAR_TEXT: readonly Lines[] = [
  denying(['*', 's3:*'], conditionOn(BOOL, 'aws:SecureTransport', '[false, "false"]')),
  denying(['*', 's3:*'], conditionOn(LESS_THAN, 's3:TlsVersion', '[1.2, "1.2"]')),
];

const ALGORITHM = 's3:x-amz-server-side-encryption';
const UPLOAD = ['*', 's3:*', 's3:PutObject'];

export const DENIES_OTHER_ENCRYPTION: readonly Lines[] = [
  denying(UPLOAD, conditionOn(STRING_NOT_EQUALS, ALGORITHM)),
  denying(UPLOAD, conditionOn(STRING_NOT_EQUALS, `${ALGORITHM}-aws-kms-key-id`)),
  denying(UPLOAD, conditionOn(['Null'], `${ALGORITHM}-customer-algorithm`)),
];

export const DENIES_OTHER_ACCOUNTS: Lines = [
  ['Properties.BlockPublicPolicy in [true, "true"]'],
  [someOf(statements('Properties.ResourcePolicy'), ofEverybody(conditionOn(STRING_NOT_EQUALS, 'aws:PrincipalAccount')))],
];

const demandsNone = (key: string, values = ''): Lines => DEMANDING.map((operator) => valueOf(operator, key))
  .map((value) => [`${value} !exists`, ...values ? [`${value} !in ${values}`] : []]);

const ALLOWED = 'Properties.PolicyDocument.Statement';

/** A policy of an endpoint that admits nobody by name, or principals of other accounts. */
export const ADMITS_OTHER_ACCOUNTS: readonly Lines[] = [
  [[noneOf(ALLOWED, [['Effect == "Allow"']])], [`${ALLOWED} !is_struct`, `${ALLOWED}.Effect !exists`, `${ALLOWED}.Effect != "Allow"`]],
  [[someOf(`${ALLOWED}[*]`, [
    ['Effect == "Allow"'], IS_FOR_EVERYBODY,
    ...demandsNone('aws:PrincipalAccount'), ...demandsNone('aws:PrincipalOrgID'),
    ...demandsNone('aws:PrincipalIsAWSService', '[true, "true"]'),
  ])]],
];

export const ALLOWS_EVERYTHING: Lines = [['Effect == "Allow"'], ['some Action[*] == "*"']];

export const DENIES_INTERFACES: Lines = [
  ['Effect == "Deny"'],
  ...['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'].map((action) => [`some Action[*] == "${action}"`]),
  ["Condition.Null.'lambda:SourceFunctionArn' == \"false\""],
];

/** The document of a policy that is a resource of its own has such a statement. */
export const hasStatement = (lines: Lines): Lines => [[someOf(statements('Properties.PolicyDocument'), lines)]];

/** One of the policies in the resource itself has such a statement, or none has. */
export const hasInline = (lines: Lines): Lines => [[someOf(statements('Properties.Policies[*].PolicyDocument'), lines)]];
export const hasNoInline = (lines: Lines): Lines => [[noneOf('Properties.Policies', [[someOf(statements('PolicyDocument'), lines)]])]];
