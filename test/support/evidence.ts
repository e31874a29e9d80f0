import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiWafProtection, EncryptedDataStores, HardenedApi, HardenedVpc, ManagedSecrets, SecureLambda } from '../../src';
import { ControlId, controlOf } from '../../src/catalogue';
import { ControlSet } from '../../src/evidence';
import { judgementOf } from '../../src/private/intentions';
import { State } from '../../src/private/judgement';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const reader = (stack: Stack) => new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });

/** Builds the construct as its users would, with the props, and what its controls need to be seen. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- props of any construct, from data
export const BUILDERS: Record<string, (stack: Stack, props?: any, options?: any) => void> = {
  HardenedVpc: (stack, props) => new HardenedVpc(stack, 'Network', props),
  EncryptedDataStores: (stack, props) => new EncryptedDataStores(stack, 'Stores', props).grantReadWrite(reader(stack)),
  ManagedSecrets: (stack, props) => new ManagedSecrets(stack, 'Secrets', props).grantRead(reader(stack)),
  ApiWafProtection: (stack, props) => {
    const api = new apigateway.RestApi(stack, 'Plain');
    api.root.addMethod('GET');
    new ApiWafProtection(stack, 'Waf', { blockedCidrs: ['198.51.100.0/24'], ...props }).protectApi(api.deploymentStage);
  },
  SecureLambda: (stack, props) => {
    const vpc = props?.outsideVpc ? undefined : new HardenedVpc(stack, 'Network').vpc;
    const fn = new SecureLambda(stack, 'Fn', { code, vpc, ...props });
    fn.function.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
  },
  HardenedApi: (stack, props, options) => {
    const handler = new SecureLambda(stack, 'Fn', { code, outsideVpc: true }).function;
    const api = new HardenedApi(stack, 'Api', props);
    api.addRoute('POST', '/items', handler, { requiredHeaders: ['If-Match'], bodySchema: { type: 'object' } as never, ...options });
  },
};

/** The state of a control at each resource that it is about, as it is seen at synth. */
export const statesOf = (stack: Stack, id: ControlId): State[] => judgementOf(stack).findings()
  .filter((finding) => finding.id === id).map(({ state }) => state);

/** Props from the path of one: `table.deletionProtection` is that of the prop `table`. */
export const propsOf = (path: string, value: unknown): object =>
  path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;

/** The controls of a set with their ids. */
export const entriesOf = (set: ControlSet) => Object.entries(set).map(([id]) => [id as ControlId, controlOf(id)!] as const);
