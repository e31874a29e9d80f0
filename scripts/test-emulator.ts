import { Claims, runSuite } from './claims';
import { EmbeddedAws, startEmbeddedAws } from '../embedded-aws/embedded-aws';
import { clientsOf } from '../examples/omnitrack/demo/clients';
import { checkApis } from '../test/embedded-aws/api';
import { checkAuthorization } from '../test/embedded-aws/authorization';
import { checkAssociations, checkDeletions, checkNames, checkSecretPolicies, checkTemplates } from '../test/embedded-aws/behaviour';
import { checkGrants } from '../test/embedded-aws/grants';
import { checkKeys } from '../test/embedded-aws/keys';
import { checkRejections } from '../test/embedded-aws/rejections';
import { Stacks } from '../test/embedded-aws/stacks';

const claims = new Claims();
let aws: EmbeddedAws | undefined;

async function main(): Promise<number> {
  aws = await startEmbeddedAws();
  const clients = clientsOf(aws);
  const stacks = new Stacks(clients.cloudformation);
  await checkRejections(stacks, claims);
  for (const check of [
    checkNames,
    checkDeletions,
    checkSecretPolicies,
    checkTemplates,
    checkAssociations,
    checkAuthorization,
    checkKeys,
    checkGrants,
  ]) {
    await check(stacks, claims, clients);
  }
  await checkApis(stacks, claims, aws.port);
  return claims.summary();
}

runSuite(main, () => aws?.stop());
