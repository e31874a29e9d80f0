import { App, Stack, Validations } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { HardenedChecks } from '../../src';

test('an app with the plugin fails to synthesize', () => {
  const app = new App();
  Validations.of(app).addPlugins(new HardenedChecks({ controls: ['DATA-02'] }));
  new dynamodb.Table(new Stack(app, 'Stack'), 'Table', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });
  const [log, error] = [jest.spyOn(console, 'log').mockImplementation(), jest.spyOn(console, 'error').mockImplementation()];
  const before = process.exitCode;
  try {
    app.synth();
    expect(JSON.stringify([...log.mock.calls, ...error.mock.calls])).toContain('DATA-02');
    expect(process.exitCode).toBe(1);
  } finally {
    process.exitCode = before;
  }
});
