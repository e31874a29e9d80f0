/** What Secrets Manager sends for each step of a rotation. */
export interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

/** The few operations of Secrets Manager that a rotation needs. */
export interface SecretStore {
  /** The staging labels of each version. */
  describe(secretId: string): Promise<Record<string, string[]>>;
  /** The value of a version, or undefined when the version has none. */
  read(secretId: string, versionId: string): Promise<string | undefined>;
  /** A new random password. */
  random(length: number): Promise<string>;
  /** Stores a value under a version that waits for the end of its rotation. */
  putPending(secretId: string, versionId: string, value: string): Promise<void>;
  /** Makes the version the current one. */
  promote(secretId: string, versionId: string, from: string | undefined): Promise<void>;
}

const LENGTH = 32;

const currentVersion = (stages: Record<string, string[]>) =>
  Object.keys(stages).find((version) => stages[version].includes('AWSCURRENT'));

/** A new value, once: a repeated call finds the first one's and leaves it. */
async function createSecret({ SecretId, ClientRequestToken }: RotationEvent, store: SecretStore) {
  if (await store.read(SecretId, ClientRequestToken) === undefined) {
    await store.putPending(SecretId, ClientRequestToken, await store.random(LENGTH));
  }
}

/** The pending value is what it should be. A version without a value is Secrets Manager's own try of the configuration. */
async function testSecret({ SecretId, ClientRequestToken }: RotationEvent, store: SecretStore) {
  const value = await store.read(SecretId, ClientRequestToken);
  if (value !== undefined && value.length < LENGTH) {
    throw new Error(`The pending version of ${SecretId} has fewer than ${LENGTH} characters`);
  }
}

async function finishSecret({ SecretId, ClientRequestToken }: RotationEvent, store: SecretStore, stages: Record<string, string[]>) {
  if (await store.read(SecretId, ClientRequestToken) === undefined) {
    throw new Error(`The pending version of ${SecretId} has no value: createSecret did not run`);
  }
  await store.promote(SecretId, ClientRequestToken, currentVersion(stages));
}

/**
 * One step of the rotation of a secret that nobody else must be told of. Every step may be repeated.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export async function rotate(event: RotationEvent, store: SecretStore): Promise<void> {
  const stages = await store.describe(event.SecretId);
  const labels = stages[event.ClientRequestToken];
  if (labels?.includes('AWSCURRENT')) {
    return; // a retry after the end
  }
  if (labels !== undefined && labels.length > 0 && !labels.includes('AWSPENDING')) {
    throw new Error(`Version ${event.ClientRequestToken} of ${event.SecretId} is not pending`);
  }
  switch (event.Step) {
    case 'createSecret': return createSecret(event, store);
    case 'setSecret': return; // no other system holds this value
    case 'testSecret': return testSecret(event, store);
    case 'finishSecret': return finishSecret(event, store, stages);
    default: throw new Error(`Unknown rotation step ${JSON.stringify(event.Step)}`);
  }
}
