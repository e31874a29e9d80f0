import { join } from 'path';
import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bundled } from './bundled';
import {
  ApiWafProtection, EncryptedDataStores, HardenedApi, HardenedVpc, ManagedSecret, ManagedSecrets, SecureLambda,
} from 'cdk-hardened';

export interface ApiStackProps extends StackProps {
  readonly network: HardenedVpc;
  readonly stores: EncryptedDataStores;
  readonly secrets: ManagedSecrets;
}

/** What a digital twin sends: a name and the state of its assets. */
const SNAPSHOT: apigateway.JsonSchema = {
  type: apigateway.JsonSchemaType.OBJECT,
  required: ['twin', 'state'],
  additionalProperties: false,
  properties: {
    twin: { type: apigateway.JsonSchemaType.STRING, pattern: '^[a-z0-9-]{1,64}$' },
    state: { type: apigateway.JsonSchemaType.OBJECT },
  },
};

/** The functions, the API and its web ACL. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { network, stores, secrets } = props;
    const shared = { vpc: network.vpc, encryptionKey: stores.key };

    const snapshots = new SecureLambda(this, 'Snapshots', {
      ...shared,
      code: bundled('snapshots'),
      secrets,
      secretsToRead: [ManagedSecret.API_SECRET],
      environment: { TABLE_NAME: stores.table.tableName, SNAPSHOTS_BUCKET: stores.snapshotsBucket.bucketName },
    });
    stores.grantReadWrite(snapshots, { tables: [stores.table], buckets: [stores.snapshotsBucket] });
    const integrations = new SecureLambda(this, 'Integrations', {
      ...shared, code: bundled('integrations'), secrets, secretsToRead: [ManagedSecret.CREDENTIALS],
    });
    const health = new SecureLambda(this, 'Health', { ...shared, code: bundled('health') });
    const status = new SecureLambda(this, 'Status', { ...shared, code: bundled('status') });
    const version = new SecureLambda(this, 'Version', {
      ...shared,
      code: lambda.Code.fromAsset(join(__dirname, '..', 'handlers', 'version')),
      runtime: lambda.Runtime.PYTHON_3_14,
      handler: 'app.handler',
    });

    const api = new HardenedApi(this, 'Api', { restApiName: 'omnitrack', encryptionKey: stores.key });
    api.addRoute('POST', '/snapshots', snapshots.function, { bodySchema: SNAPSHOT });
    api.addRoute('GET', '/snapshots/{twin}', snapshots.function);
    api.addRoute('GET', '/integrations', integrations.function);
    api.addRoute('GET', '/health', health.function, { anonymous: true });
    api.addRoute('GET', '/status', status.function, { anonymous: true });
    api.addRoute('GET', '/version', version.function);

    const waf = new ApiWafProtection(this, 'Waf', { webAclName: 'omnitrack-api-protection', encryptionKey: stores.key });
    waf.protectApi(api.stage);

    new CfnOutput(this, 'ApiId', { value: api.restApi.restApiId });
    new CfnOutput(this, 'StageName', { value: api.stage.stageName });
    new CfnOutput(this, 'WebAclArn', { value: waf.webAclArn });
    new CfnOutput(this, 'WafLogGroupName', { value: waf.logGroup.logGroupName });
    new CfnOutput(this, 'AccessLogGroupName', { value: api.accessLogGroup.logGroupName });
    new CfnOutput(this, 'SnapshotsLogGroupName', { value: snapshots.logGroup.logGroupName });
  }
}
