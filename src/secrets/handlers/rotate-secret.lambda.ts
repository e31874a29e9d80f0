import {
  DescribeSecretCommand, GetRandomPasswordCommand, GetSecretValueCommand, PutSecretValueCommand, ResourceNotFoundException,
  SecretsManagerClient, UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { rotate, RotationEvent, SecretStore } from './rotate-secret';

const client = new SecretsManagerClient({});

const store: SecretStore = {
  async describe(SecretId) {
    return (await client.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};
  },
  async read(SecretId, VersionId) {
    try {
      return (await client.send(new GetSecretValueCommand({ SecretId, VersionId }))).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) {
        return undefined;
      }
      throw error;
    }
  },
  async random(PasswordLength) {
    return (await client.send(new GetRandomPasswordCommand({ PasswordLength, ExcludePunctuation: true }))).RandomPassword!;
  },
  async putPending(SecretId, ClientRequestToken, SecretString) {
    await client.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] }));
  },
  async promote(SecretId, MoveToVersionId, RemoveFromVersionId) {
    await client.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId, RemoveFromVersionId }));
  },
};

export const handler = (event: RotationEvent) => rotate(event, store);
