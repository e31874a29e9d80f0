import { App } from 'aws-cdk-lib';
import { omnitrack } from '../examples/omnitrack/lib/omnitrack';

const app = new App();
omnitrack(app);
app.synth();
