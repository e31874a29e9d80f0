import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { bundled } from './bundled';
import { EncryptedDataStores, HardenedVpc, ManagedSecrets, SecureLambda } from 'cdk-hardened';

export interface TakenOverStackProps extends StackProps {
  readonly network: HardenedVpc;
  readonly stores: EncryptedDataStores;
  readonly secrets: ManagedSecrets;
}

/**
 * A function like the one that stores snapshots, whose code somebody else has replaced: it makes any request that it is told.
 * The demo shows with it how far an attacker in a function gets. It is for the demo only.
 */
export class TakenOverStack extends Stack {
  constructor(scope: Construct, id: string, props: TakenOverStackProps) {
    super(scope, id, props);
    const { network, stores, secrets } = props;
    const taken = new SecureLambda(this, 'TakenOver', { vpc: network.vpc, encryptionKey: stores.key, code: bundled('taken-over') });
    stores.grantReadWrite(taken);
    secrets.grantReadApiSecret(taken);

    new CfnOutput(this, 'TakenOverName', { value: taken.function.functionName });
  }
}
