import { conditionsOf, isForEverybody, MEANT_BY_A_POLICY, relation, SAID_ELSEWHERE, statementsOf } from '../evidence';

export const POLICY_DENIES_OTHER_ACCOUNTS = relation('has a policy that denies other accounts', MEANT_BY_A_POLICY, (secret, all) => {
  const [policy] = all.referring('AWS::SecretsManager::ResourcePolicy', 'SecretId', secret);
  if (!policy) {
    return 'it has no policy';
  }
  const denies = statementsOf(policy.properties.ResourcePolicy).some((statement) => statement.Effect === 'Deny' && isForEverybody(statement)
    && conditionsOf(statement, 'StringNotEquals')['aws:PrincipalAccount'] !== undefined);
  return !denies ? 'its policy does not deny principals of other accounts'
    : String(policy.properties.BlockPublicPolicy) !== 'true' ? 'BlockPublicPolicy of its policy is not true' : undefined;
});

export const IS_ROTATED = relation('is on a rotation schedule', SAID_ELSEWHERE, (secret, all) => {
  const attached = all.referring('AWS::SecretsManager::SecretTargetAttachment', 'SecretId', secret);
  const schedules = [secret, ...attached].flatMap((one) => all.referring('AWS::SecretsManager::RotationSchedule', 'SecretId', one));
  return schedules.length > 0 ? undefined : 'no rotation schedule names it';
});
