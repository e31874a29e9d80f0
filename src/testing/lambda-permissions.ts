import { Statement } from './policy';
import { Located } from './stack';

type Properties = Record<string, string | boolean | undefined>;

/** A service, an account, an ARN, or everyone. */
function principal(text: string): Statement['Principal'] {
  return text === '*' ? '*' : /\.amazonaws\.com(\.cn)?$|^[a-z0-9.-]+\.[a-z]+$/.test(text) ? { Service: text } : { AWS: text };
}

const CONDITIONS: Record<string, [operator: string, key: string]> = {
  SourceArn: ['ArnLike', 'aws:SourceArn'],
  SourceAccount: ['StringEquals', 'aws:SourceAccount'],
  PrincipalOrgID: ['StringEquals', 'aws:PrincipalOrgID'],
  EventSourceToken: ['StringEquals', 'lambda:EventSourceToken'],
  FunctionUrlAuthType: ['StringEquals', 'lambda:FunctionUrlAuthType'],
  InvokedViaFunctionUrl: ['Bool', 'lambda:InvokedViaFunctionUrl'],
};

/** The statement that Lambda writes into a function's policy for an AWS::Lambda::Permission. */
export function permissionStatement({ stack, resource }: Located, functionArn: string): Statement {
  const properties = stack.resolve(resource.Properties) as Properties;
  const conditions: Record<string, Record<string, string>> = {};
  for (const [property, [operator, key]] of Object.entries(CONDITIONS)) {
    if (properties[property] !== undefined) {
      conditions[operator] = { ...conditions[operator], [key]: String(properties[property]) };
    }
  }
  return {
    Effect: 'Allow',
    Principal: principal(String(properties.Principal)),
    Action: String(properties.Action),
    Resource: functionArn,
    Condition: conditions,
  };
}
