import {
  actionsOf, conditionsOf, isForEverybody, MEANT_BY_A_POLICY, nameOf, relation, Resource, Resources, SAID_ELSEWHERE, Statement,
  statementsOf,
} from '../evidence';

/** A bucket has one policy. */
const policyOf = (bucket: Resource, all: Resources): readonly Statement[] =>
  all.referring('AWS::S3::BucketPolicy', 'Bucket', bucket).flatMap(({ properties }) => statementsOf(properties.PolicyDocument));

const denials = (bucket: Resource, all: Resources, action: string): readonly Statement[] => policyOf(bucket, all)
  .filter((statement) => statement.Effect === 'Deny' && isForEverybody(statement)
    && actionsOf(statement).some((one) => ['*', 's3:*', action].includes(one)));

/** S3 delivers access logs to buckets under its own key only, and logs of such a bucket would log themselves. */
export const HOLDS_DATA = relation('is not the bucket of other buckets\' access logs', SAID_ELSEWHERE, (bucket, all) => {
  const [logged] = all.ofType('AWS::S3::Bucket').filter((one) =>
    all.refers(one.properties.LoggingConfiguration?.DestinationBucketName, one, bucket));
  return logged && `it has the access logs of ${nameOf(logged)}`;
});

export const DENIES_CLEAR_TEXT = relation('has a policy that denies requests without TLS 1.2', MEANT_BY_A_POLICY, (bucket, all) => {
  const statements = denials(bucket, all, 's3:*');
  const isDenied = (operator: string, key: string, value: string) =>
    statements.some((statement) => String(conditionsOf(statement, operator)[key]) === value);
  return !isDenied('Bool', 'aws:SecureTransport', 'false') ? 'its policy does not deny requests without TLS: set enforceSSL'
    : !isDenied('NumericLessThan', 's3:TlsVersion', '1.2') ? 'its policy does not deny TLS before 1.2: set minimumTLSVersion' : undefined;
});

const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY_ID = `${ALGORITHM}-aws-kms-key-id`;

/** Default encryption is what a request gets that names none. */
export const DENIES_OTHER_ENCRYPTION = relation('has a policy that denies other algorithms and keys', MEANT_BY_A_POLICY,
  (bucket, all) => {
    const statements = denials(bucket, all, 's3:PutObject');
    const names = (operator: string, key: string) => statements.some((statement) => conditionsOf(statement, operator)[key] !== undefined);
    const lacking = [
      ['StringNotEquals', ALGORITHM, 'another algorithm'], ['StringNotEquals', KEY_ID, 'another key'],
      ['Null', `${ALGORITHM}-customer-algorithm`, 'a key that the request brings'],
    ].filter(([operator, key]) => !names(operator, key)).map(([, , what]) => what);
    return lacking.length > 0 ? `its policy does not deny ${lacking.join(' and ')} to PutObject` : undefined;
  });
