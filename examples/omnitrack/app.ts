import { App } from 'aws-cdk-lib';
import { acknowledgeFindings } from './lib/acknowledgements';
import { omnitrack } from './lib/omnitrack';
import { TakenOverStack } from './lib/taken-over-stack';

const app = new App();
const stacks = omnitrack(app);
acknowledgeFindings(stacks);

// the demo attacks its own application
if (app.node.tryGetContext('omnitrack:taken-over')) {
  new TakenOverStack(app, 'OmnitrackTakenOver', {
    network: stacks.network.network,
    stores: stacks.data.stores,
    secrets: stacks.data.secrets,
  });
}
