import { Relation, relation } from './conditions';
import { valueAt } from './paths';
import { actionsOf, allowancesOf, nameOf, requiredValues, Statement } from './policies';
import { outlivesItsStack, Resource, Resources } from './resources';

/** The keys of the app that a property names, themselves or by an alias. One from elsewhere cannot be looked at. */
function keysAt(resource: Resource, path: string, all: Resources): Resource[] {
  return all.targets(valueAt(resource.properties, path), resource).flatMap((target) => target.type === 'AWS::KMS::Alias'
    ? keysAt(target, 'TargetKeyId', all)
    : target.type === 'AWS::KMS::Key' ? [target] : []);
}

const ofTheKey = 'it is true of another resource, the key, which may be in another stack';

/** The key at the path rotates, where this app has it. */
export const keyRotates = (path: string): Relation => relation('has a key that rotates', ofTheKey, (resource, all) => {
  const key = keysAt(resource, path, all).find(({ properties }) => String(properties.EnableKeyRotation) !== 'true');
  return key && `its key ${nameOf(key)} does not rotate: set enableKeyRotation`;
});

/** The key at the path stays when its stack goes, where this app has it. */
export const keyIsRetained = (path: string): Relation => relation('has a key that is retained', ofTheKey, (resource, all) => {
  const key = keysAt(resource, path, all).find((one) => !outlivesItsStack(one));
  return key && `its key ${nameOf(key)} is deleted with its stack, and makes everything that it encrypted unreadable: retain it`;
});

const VIA = 'kms:ViaService';

/** Whoever may use the key at the path may do so through AWS services only. */
export const keyServesServicesOnly = (path: string): Relation => relation('has a key that everyone uses through a service only',
  'it is what the policies of all roles mean', (resource, all) => wideAllowance(resource, path, all,
    (statement) => requiredValues(statement)[VIA] === undefined, `no condition ${VIA}`));

/** Whoever may decrypt with the key at the path through Secrets Manager may do so for the secrets that the policy names. */
export const keyServesNamedSecretsOnly = (path: string): Relation => relation('has a key that everyone uses for named secrets only',
  'it is what the policies of all roles mean', (resource, all) => wideAllowance(resource, path, all, (statement) => {
    const conditions = requiredValues(statement);
    const isThroughAnother = conditions[VIA] !== undefined && !JSON.stringify(conditions[VIA]).includes('secretsmanager');
    return !isThroughAnother && conditions['kms:EncryptionContext:SecretARN'] === undefined;
  }, 'no condition kms:EncryptionContext:SecretARN'));

/** Actions that make or open data. What administers a key opens none. */
const USES = /^kms:(\*|Decrypt|Encrypt|ReEncrypt.*|GenerateDataKey.*)$/;

function wideAllowance(
  resource: Resource, path: string, all: Resources, isWide: (statement: Statement) => boolean, lacks: string,
): string | undefined {
  for (const key of keysAt(resource, path, all)) {
    const wide = allowancesOf(key, all)
      .find(({ statement }) => actionsOf(statement).some((action) => USES.test(action)) && isWide(statement));
    if (wide) {
      return `${nameOf(wide.of)} allows ${actionsOf(wide.statement).join(', ')} with its key under ${lacks}`;
    }
  }
  return undefined;
}
