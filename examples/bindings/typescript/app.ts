import { App, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as constructs from 'cdk-hardened';

const app = new App();
const stack = new Stack(app, 'Orders');
const network = new constructs.HardenedVpc(stack, 'Network', { natGateways: 1 });
const stores = new constructs.EncryptedDataStores(stack, 'Stores', { table: { tableName: 'orders' } });
const secrets = new constructs.ManagedSecrets(stack, 'Secrets', { credentialNames: ['paymentKey'], rotateAfter: Duration.days(30) });
const worker = new constructs.SecureLambda(stack, 'Worker', {
  vpc: network.vpc,
  secrets,
  secretsToRead: [constructs.ManagedSecret.API_SECRET],
  code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
});
stores.grantReadWrite(worker, { tables: [stores.table] });
stores.snapshotsBucket.grantRead(worker);
const api = new constructs.HardenedApi(stack, 'Api');
api.addRoute('GET', '/orders/{id}', worker.function, { requiredHeaders: ['X-Tenant'] });
const waf = new constructs.ApiWafProtection(stack, 'Waf', { blockedCountries: ['KP'], countedRules: [constructs.ApiWafRule.USER_AGENT] });
waf.protectApi(api.stage);
app.synth();
