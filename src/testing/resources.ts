import { arnOfResource, isUnknown } from './physical-names';
import { Reference } from './principals';
import { Stack } from './stack';
import { inAnyOf, resourcesOf } from './stacks';

/** Policies inside resources that are not read: a request about such a resource cannot be decided. */
const UNREAD: Record<string, string> = {
  'AWS::ApiGateway::RestApi': 'Policy',
  'AWS::Backup::BackupVault': 'AccessPolicy',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::EFS::FileSystem': 'FileSystemPolicy',
  'AWS::OpenSearchService::Domain': 'AccessPolicies',
};

/**
 * The ARN of a resource of the template, with what follows it, for a request.
 *
 * @param id the logical id, or `Stack/LogicalId` where several stacks have it
 * @param suffix such as `/*` for any object of a bucket
 */
export const arnOf = (id: string, suffix = ''): object => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, suffix]] });

/** The resource that a test means: a logical id, a reference, an ARN, or `*` for what has no ARN. */
export function resourceText(resource: string | Reference, stacks: readonly Stack[]): string {
  const scope = inAnyOf(stacks);
  const located = typeof resource === 'string' && resource !== '*' && !resource.startsWith('arn:') ? scope.locate(resource) : undefined;
  if (located === undefined && typeof resource === 'string' && resource !== '*' && !resource.startsWith('arn:')) {
    const ids = stacks.flatMap(({ template }) => Object.keys(template.Resources!));
    throw new Error(`No resource named ${resource}; resources: ${ids.join(', ')}`);
  }
  const text = located ? arnOfResource(located) : String(scope.resolve(resource));
  const unread = resourcesOf(stacks, ...Object.keys(UNREAD)).find((one) =>
    one.resource.Properties?.[UNREAD[one.resource.Type]] !== undefined && text.startsWith(arnOfResource(one)) && !isUnknown(text));
  if (unread) {
    throw new Error(`${unread.id} has a ${UNREAD[unread.resource.Type]}, and policies of ${unread.resource.Type} are not read`);
  }
  return text;
}

/** The Region and account of a resource: those of its ARN, or of a bucket's stack; the first stack's where nothing says. */
export function placeOf(arn: string, stacks: readonly Stack[]): { readonly region: string; readonly account: string } {
  const [, , , region, account] = arn.startsWith('arn:') ? arn.split(':') : [];
  const [bucket] = arn.split('/');
  const located = resourcesOf(stacks, 'AWS::S3::Bucket').find((one) => arnOfResource(one) === bucket);
  const stack = located?.stack ?? stacks[0];
  return { region: region || stack.region, account: account || stack.account };
}
