import { conditions, contextOf } from './conditions';
import { Random } from './random';

export const OWN = '111122223333';
const OTHER = '444455556666';
export const ROLE = `arn:aws:iam::${OWN}:role/caller`;
export const SESSION = `arn:aws:sts::${OWN}:assumed-role/caller/monday`;

/** What of a service is asked about. */
interface Service {
  readonly actions: readonly string[];
  readonly patterns: readonly string[];
  readonly arn: (account: string) => string;
  readonly resources: (arn: string) => string[];
}

const SERVICES: Record<string, Service> = {
  s3: {
    actions: ['s3:GetObject', 's3:PutObject'],
    patterns: ['s3:*', 's3:Get*', 'S3:getobject', 's3:???Object', '*', 'sqs:*'],
    arn: () => 'arn:aws:s3:::data',
    resources: (arn) => [`${arn}/file.txt`, `${arn}/red/file.txt`],
  },
  sqs: {
    actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
    patterns: ['sqs:*', 'sqs:Send*', 'SQS:SENDMESSAGE', '*', 's3:*'],
    arn: (account) => `arn:aws:sqs:eu-west-1:${account}:data`,
    resources: (arn) => [arn],
  },
  kms: {
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    patterns: ['kms:*', 'kms:De*', 'kms:Generate*', '*', 's3:*'],
    arn: (account) => `arn:aws:kms:eu-west-1:${account}:key/data`,
    resources: (arn) => [arn],
  },
  secretsmanager: {
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
    patterns: ['secretsmanager:*', 'secretsmanager:Get*', '*', 'kms:*'],
    arn: (account) => `arn:aws:secretsmanager:eu-west-1:${account}:secret:data-AbCdEf`,
    resources: (arn) => [arn],
  },
  dynamodb: {
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    patterns: ['dynamodb:*', 'dynamodb:Get*', 'dynamodb:Q?ery', '*', 'kms:*'],
    arn: (account) => `arn:aws:dynamodb:eu-west-1:${account}:table/data`,
    resources: (arn) => [arn],
  },
  sts: {
    actions: ['sts:AssumeRole'],
    patterns: ['sts:*', 'sts:Assume*', '*', 'kms:*'],
    arn: (account) => `arn:aws:iam::${account}:role/data`,
    resources: (arn) => [arn],
  },
};

/** Patterns around an ARN: itself, wider, narrower, another, one with the caller's team. */
const around = (arn: string): string[] => [
  arn, `${arn}*`, arn.replace('data', 'd?ta'), arn.replace('data', '*'), arn.replace('data', 'other'), `${arn}/*`, '*',
  `${arn}/\${aws:PrincipalTag/team}/*`, arn.replace(/\d{12}/, '*'),
  ...arn.includes('/data') ? [arn.replace('data', '${aws:PrincipalTag/none, \'data\'}')] : [],
];

type Place = 'identity' | 'resource' | 'trust' | 'key';

function statement(random: Random, { actions, patterns, arn: arnIn }: Service, arn: string, own: Place) {
  const asked = random.oneOrMore([...actions, ...actions, ...patterns]);
  const resources = own === 'key' ? '*' : random.oneOrMore([arn, arn, ...around(arn), arnIn(OTHER)]);
  return {
    Effect: random.chance(0.75) ? 'Allow' : 'Deny',
    [random.chance(0.1) ? 'NotAction' : 'Action']: asked,
    ...own === 'trust' ? {} : { [random.chance(0.1) && own !== 'key' ? 'NotResource' : 'Resource']: resources },
    ...random.chance(0.5) ? { Condition: conditions(random) } : {},
  };
}

const PRINCIPALS: readonly ('*' | Record<string, string | string[]>)[] = [
  '*', { AWS: '*' }, { AWS: `arn:aws:iam::${OWN}:root` }, { AWS: OWN }, { AWS: ROLE }, { AWS: ROLE }, { AWS: SESSION },
  { AWS: [`arn:aws:iam::${OWN}:role/other`, ROLE] }, { AWS: `arn:aws:iam::${OTHER}:root` }, { AWS: `arn:aws:iam::${OWN}:role/other` },
  { Service: 'logs.amazonaws.com' }, { Service: ['logs.amazonaws.com', 'lambda.amazonaws.com'] },
];

/** A statement of a resource policy: about some principals, or with Deny about all but some. */
function about(random: Random, made: { readonly Effect: string }): object {
  const excepted = [ROLE, SESSION, `arn:aws:iam::${OWN}:root`, `arn:aws:iam::${OWN}:role/other`];
  return made.Effect === 'Deny' && random.chance(0.3) ? { ...made, NotPrincipal: { AWS: random.some(excepted, 4) } }
    : { ...made, Principal: random.of(PRINCIPALS) };
}

type Document = { Version: string; Statement: object[] };
const document = (Statement: object[]): Document => ({ Version: '2012-10-17', Statement });

/** A request with all policies that decide about it. */
export interface Case {
  readonly service: string;
  readonly action: string;
  readonly arn: string;
  readonly resource: string;
  readonly account: string;
  readonly caller: 'role' | 'service';
  readonly identity: Document;
  readonly boundary?: Document;
  readonly onResource?: Document;
  /** The policy of the VPC endpoint through which the request goes, if it does. */
  readonly endpoint?: Document;
  readonly context: Record<string, string | string[] | undefined>;
}

export function caseOf(seed: number): Case {
  const random = new Random(seed);
  const name = random.of(Object.keys(SERVICES));
  const service = SERVICES[name];
  const account = random.chance(0.3) ? OTHER : OWN;
  const arn = service.arn(account);
  const own = name === 'sts' ? 'trust' : name === 'kms' ? 'key' : 'resource';
  const many = (make: () => object) => document(Array.from({ length: 1 + random.below(3) }, make));
  const needed = own !== 'resource' || random.chance(0.6);
  return {
    service: name,
    account,
    arn,
    action: random.of(service.actions),
    resource: random.of(service.resources(arn)),
    caller: random.chance(0.12) ? 'service' : 'role',
    identity: many(() => statement(random, service, arn, 'identity')),
    boundary: random.chance(0.3) ? many(() => statement(random, service, arn, 'identity')) : undefined,
    onResource: needed ? many(() => about(random, statement(random, service, arn, own))) : undefined,
    endpoint: random.chance(0.15) ? many(() => ({ ...statement(random, service, arn, 'identity'), Principal: '*' })) : undefined,
    context: contextOf(random),
  };
}
