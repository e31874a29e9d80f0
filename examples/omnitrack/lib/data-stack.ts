import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { EncryptedDataStores, ManagedSecrets } from 'cdk-hardened';

/** What must never be lost: data, secrets and their keys. */
export class DataStack extends Stack {
  public readonly stores: EncryptedDataStores;
  public readonly secrets: ManagedSecrets;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.stores = new EncryptedDataStores(this, 'Stores');
    this.secrets = new ManagedSecrets(this, 'Secrets', {
      credentialsSecretName: 'omnitrack/api-keys',
      // the demo deploys twice, to show that a change of what is declared leaves the values alone
      credentialNames: this.node.tryGetContext('omnitrack:second-deploy') ? ['bedrockApiKey', 'anotherApiKey'] : undefined,
    });

    new CfnOutput(this, 'TableName', { value: this.stores.table.tableName });
    new CfnOutput(this, 'SnapshotsBucketName', { value: this.stores.snapshotsBucket.bucketName });
    new CfnOutput(this, 'KeyId', { value: this.stores.key.keyId });
    new CfnOutput(this, 'SecretsKeyId', { value: this.secrets.key.keyId });
    new CfnOutput(this, 'ApiSecretArn', { value: this.secrets.apiSecret.secretArn });
  }
}
