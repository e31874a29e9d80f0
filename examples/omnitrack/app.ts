import { App } from 'aws-cdk-lib';
import { acknowledgeFindings } from './lib/acknowledgements';
import { omnitrack } from './lib/omnitrack';

const app = new App();
acknowledgeFindings(omnitrack(app));
