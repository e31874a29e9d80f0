import { GetWebACLForResourceCommand } from '@aws-sdk/client-wafv2';
import { api, att, webAcl } from './resources';
import { rejected, succeeded } from './stacks';
import { Suite } from './suite';
import { expectEqual } from '../../examples/omnitrack/demo/proofs';

/** Web ACLs and what they are attached to. */
export async function checkAssociations({ stacks, claims, clients: { waf } }: Suite): Promise<void> {
  const stageArn = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}' };
  const association = (acl: string) => ({
    Type: 'AWS::WAFv2::WebACLAssociation',
    Properties: { WebACLArn: att(acl, 'Arn'), ResourceArn: stageArn },
  });
  const base = { ...api('exports.handler = async () => 1'), Old: webAcl(), New: webAcl() };
  const outputs = { Stage: stageArn, New: att('New', 'Arn'), Old: att('Old', 'Arn') };
  const stack = await stacks.must({ ...base, First: association('Old') }, outputs);
  const attached = async () => (await waf.send(new GetWebACLForResourceCommand({ ResourceArn: stack.outputs.Stage }))).WebACL?.ARN;

  await claims.check(
    'an association that is replaced by one of another web ACL leaves that one [CloudFormation CLI: handler contract; not seen on AWS]',
    async () => {
      succeeded(await stacks.update(stack.name, { ...base, Second: association('New') }, outputs));
      expectEqual(await attached(), stack.outputs.New, 'web ACL');
    },
  );
  await claims.check('an association of the same web ACL and stage is rejected [CloudFormation: physical ids are unique]', async () =>
    rejected(
      await stacks.update(stack.name, { ...base, Second: association('New'), Third: association('New') }, outputs),
      /already exists in stack/,
    ),
  );
  await claims.check('a web ACL that protects a stage is not deleted [WAF API: DeleteWebACL]', async () => {
    const { New, ...rest } = base;
    const kept = await stacks.must({ Acl: webAcl() }, { Arn: att('Acl', 'Arn') });
    succeeded(
      await stacks.update(stack.name, {
        ...rest,
        Own: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { WebACLArn: kept.outputs.Arn, ResourceArn: stageArn } },
      }),
    );
    rejected(await stacks.delete(kept.name), /WAFAssociatedItemException/);
  });
}
