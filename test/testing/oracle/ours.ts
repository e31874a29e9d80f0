import { Case, SESSION } from './requests';
import { policiesOf } from '../../../src/testing';

/** The template of a caller, and that of what it asks for: perhaps in another account. */
function templates({ service, identity, boundary, onResource, endpoint }: Case) {
  const policy = (PolicyDocument: unknown) => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } });
  const caller = {
    Resources: {
      Caller: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'caller',
          Policies: [{ PolicyName: 'own', PolicyDocument: identity }],
          ...boundary ? { PermissionsBoundary: { Ref: 'Boundary' } } : {},
        },
      },
      ...boundary ? { Boundary: policy(boundary) } : {},
      ...endpoint ? { Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { PolicyDocument: endpoint } } } : {},
    },
  };
  return { caller, data: { Resources: resources(service, onResource) } };
}

const data = (property: string) => ({ [property]: 'data' });

function resources(service: string, onResource: unknown): Record<string, { Type: string; Properties: object }> {
  const optional = (Type: string, Properties: object): Record<string, { Type: string; Properties: object }> =>
    onResource ? { Policy: { Type, Properties } } : {};
  switch (service) {
    case 's3': return {
      Data: { Type: 'AWS::S3::Bucket', Properties: data('BucketName') },
      ...optional('AWS::S3::BucketPolicy', { Bucket: { Ref: 'Data' }, PolicyDocument: onResource }),
    };
    case 'sqs': return {
      Data: { Type: 'AWS::SQS::Queue', Properties: data('QueueName') },
      ...optional('AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'Data' }], PolicyDocument: onResource }),
    };
    case 'secretsmanager': return {
      Data: { Type: 'AWS::SecretsManager::Secret', Properties: data('Name') },
      ...optional('AWS::SecretsManager::ResourcePolicy', { SecretId: { Ref: 'Data' }, ResourcePolicy: onResource }),
    };
    case 'dynamodb': return {
      Data: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          ...data('TableName'), ...onResource ? { ResourcePolicy: { PolicyDocument: onResource } } : {},
        },
      },
    };
    case 'sts': return { Data: { Type: 'AWS::IAM::Role', Properties: { ...data('RoleName'), AssumeRolePolicyDocument: onResource } } };
    default: return {};
  }
}

/** What our evaluation decides. */
export function ours(one: Case): string {
  const policies = policiesOf(templates(one), {
    environments: { data: { account: one.account } },
    resourcePolicies: one.service === 'kms' ? { [one.arn]: one.onResource! } : {},
  });
  const principal = one.caller === 'service' ? { service: 'logs.amazonaws.com' } : SESSION;
  return policies.can(principal, one.action, one.resource, {
    'aws:SecureTransport': undefined,
    'aws:CurrentTime': undefined,
    ...one.context,
    'aws:ResourceAccount': one.account,
    'aws:SourceVpce': one.endpoint && { Ref: 'Endpoint' },
  }).decision;
}
