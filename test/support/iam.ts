import { Template } from 'aws-cdk-lib/assertions';

/** A request as IAM sees it. References of the template stand as their JSON text. */
export interface IamRequest {
  readonly action: string;
  readonly resource: unknown;
  readonly context?: Record<string, unknown>;
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const list = (value: unknown): unknown[] => Array.isArray(value) ? value : [value];

/** References become text in one form, so that a join and what it is joined with compare as equal. */
export function flat(value: any): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if (value['Fn::Join']) {
    return value['Fn::Join'][1].map(flat).join(value['Fn::Join'][0]);
  }
  return `<${JSON.stringify(value).replace(/[*?]/g, '')}>`;
}

function matches(pattern: unknown, value: unknown): boolean {
  const source = flat(pattern).replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`).test(flat(value));
}

interface Operator {
  readonly matches: (expected: unknown, found: unknown) => boolean;
  /** What the operator makes of a key that the request does not have. */
  readonly whenAbsent: boolean;
  /** A negated operator must hold for every value, another one for any. */
  readonly negated?: boolean;
}

const equals = (expected: unknown, found: unknown) => flat(expected) === flat(found);
const differs = (expected: unknown, found: unknown) => !equals(expected, found);

/** The operators that our policies use; another one is an error, and not a match. */
const OPERATORS: Record<string, Operator> = {
  StringEquals: { matches: equals, whenAbsent: false },
  StringNotEquals: { matches: differs, whenAbsent: true, negated: true },
  StringLike: { matches, whenAbsent: false },
  ArnLike: { matches, whenAbsent: false },
  Bool: { matches: equals, whenAbsent: false },
  BoolIfExists: { matches: equals, whenAbsent: true },
  NumericLessThan: { matches: (expected, found) => Number(found) < Number(expected), whenAbsent: false },
};

/** All operators hold, and each for all of its keys. */
function conditionsHold(conditions: Record<string, Record<string, unknown>>, context: Record<string, unknown> = {}): boolean {
  return Object.entries(conditions).every(([name, keys]) => Object.entries(keys).every(([key, expected]) => {
    const found = context[key];
    if (name === 'Null') {
      return (found === undefined) === (String(expected) === 'true');
    }
    const operator = OPERATORS[name];
    if (!operator) {
      throw new Error(`The evaluator does not know ${name}`);
    }
    const values = list(expected);
    const holds = (one: unknown) => operator.matches(one, found);
    return found === undefined ? operator.whenAbsent : operator.negated ? values.every(holds) : values.some(holds);
  }));
}

function applies(statement: Statement, request: IamRequest): boolean {
  return list(statement.Action).some((action) => matches(action, request.action))
    && list(statement.Resource).some((resource) => matches(resource, request.resource))
    && conditionsHold(statement.Condition ?? {}, request.context);
}

/** What IAM decides: a Deny wins, and what is not allowed is denied. */
export function decides(statements: Statement[], request: IamRequest): 'Allow' | 'Deny' | 'NoMatch' {
  const effects = statements.filter((statement) => applies(statement, request)).map((statement) => statement.Effect);
  return effects.includes('Deny') ? 'Deny' : effects.includes('Allow') ? 'Allow' : 'NoMatch';
}

/** All statements of the roles and policies of a template whose logical ids begin like that. */
export function identityStatements(template: Template, idStart: string): Statement[] {
  const own = (type: string) => Object.entries(template.findResources(type))
    .filter(([id]) => id.startsWith(idStart))
    .map(([, resource]) => resource.Properties);
  return [
    ...own('AWS::IAM::Role').flatMap((role) => role.Policies ?? []).flatMap((policy: any) => policy.PolicyDocument.Statement),
    ...own('AWS::IAM::Policy').flatMap((policy) => policy.PolicyDocument.Statement),
  ];
}
