import { Claims, runSuite } from './claims';
import { EmbeddedAws, startEmbeddedAws } from '../embedded-aws/embedded-aws';
import { clientsOf } from '../examples/omnitrack/demo/clients';
import { checkApis } from '../test/embedded-aws/api';
import { checkAssociations } from '../test/embedded-aws/associations';
import { checkAuthorization } from '../test/embedded-aws/authorization';
import { checkCors } from '../test/embedded-aws/cors';
import { checkDeletions } from '../test/embedded-aws/deletions';
import { checkGrants } from '../test/embedded-aws/grants';
import { checkKeys } from '../test/embedded-aws/keys';
import { checkMoves } from '../test/embedded-aws/moves';
import { checkNames } from '../test/embedded-aws/names';
import { checkReadme } from '../test/embedded-aws/readme';
import { checkRejections } from '../test/embedded-aws/rejections';
import { checkSecretPolicies } from '../test/embedded-aws/secret-policies';
import { Stacks } from '../test/embedded-aws/stacks';
import { checkStoredObjects } from '../test/embedded-aws/stored-objects';
import { Suite } from '../test/embedded-aws/suite';
import { checkTemplates } from '../test/embedded-aws/templates';

/** The rejections come first: they begin in an account that has never seen an API. */
const CHECKS: ((suite: Suite) => Promise<void>)[] = [
  checkRejections, checkNames, checkDeletions, checkSecretPolicies, checkTemplates, checkAssociations, checkAuthorization, checkKeys,
  checkStoredObjects, checkGrants, checkApis, checkCors, checkReadme, checkMoves,
];

const claims = new Claims();
let aws: EmbeddedAws | undefined;

async function main(): Promise<number> {
  aws = await startEmbeddedAws();
  const clients = clientsOf(aws);
  const suite = { aws, clients, claims, stacks: new Stacks(clients.cloudformation) };
  for (const check of CHECKS) {
    await check(suite);
  }
  return claims.summary();
}

runSuite(main, () => aws?.stop());
