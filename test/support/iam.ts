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

/** The operators that our policies use; another one is an error, and not a match. */
const OPERATORS: Record<string, (expected: unknown, found: unknown) => boolean> = {
  StringEquals: (expected, found) => found !== undefined && flat(expected) === flat(found),
  StringNotEquals: (expected, found) => found === undefined || flat(expected) !== flat(found),
  StringLike: (expected, found) => found !== undefined && matches(expected, found),
  ArnLike: (expected, found) => found !== undefined && matches(expected, found),
  Bool: (expected, found) => found !== undefined && flat(expected) === flat(found),
  BoolIfExists: (expected, found) => found === undefined || flat(expected) === flat(found),
  NumericLessThan: (expected, found) => found !== undefined && Number(found) < Number(expected),
};

function applies(statement: Statement, request: IamRequest): boolean {
  const conditions = Object.entries(statement.Condition ?? {});
  return list(statement.Action).some((action) => matches(action, request.action))
    && list(statement.Resource).some((resource) => matches(resource, request.resource))
    && conditions.every(([operator, keys]) => {
      const holds = OPERATORS[operator];
      if (!holds) {
        throw new Error(`The evaluator does not know ${operator}`);
      }
      return Object.entries(keys).every(([key, expected]) => list(expected).some((one) => holds(one, request.context?.[key])));
    });
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
