import { rmSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { proveApi } from './demo/api';
import { proveContainment } from './demo/attack';
import { findBrowser, proveBrowser } from './demo/browser';
import { cdk } from './demo/cdk';
import { Deployment, proveRotation, proveSecrets, proveStores, proveSurroundings, readSecret, updateCredentials } from './demo/checks';
import { clientsOf, outputsOf } from './demo/clients';
import { Proofs } from './demo/proofs';
import { lastLines, startEmbeddedAws } from '../../embedded-aws/embedded-aws';
import { UserError } from '../../scripts/python-environment';

const USAGE = `npm run demo -- [--browser] [--keep] [--port N] [--verbose]

Deploys the OmniTrack example to an embedded AWS on this machine, calls it, attacks it, and prints what holds.
  --browser  open its pages in Chromium too
  --keep     leave it running, and print how to call it
  --port N   listen on this port (default: a free port)
  --verbose  print all output of the CDK CLI`;

const started = Date.now();
const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        browser: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        port: { type: 'string' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) {
      throw new Error(`--port takes a number, got ${values.port}`);
    }
    return values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    say(USAGE);
    return 0;
  }
  const chromium = options.browser ? findBrowser() : undefined;
  say('Starting the embedded AWS (the first time installs it, which takes a minute)');
  const aws = await startEmbeddedAws(options.port === undefined ? undefined : Number(options.port));
  let kept = false;
  const interrupt = () => void aws.stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupt);
  try {
    const output = aws.logFile.replace('embedded-aws', 'cdk');
    const progress = (line: string) => {
      if (options.verbose || /(CREATE|UPDATE)_(COMPLETE|FAILED) *\| *AWS::CloudFormation::Stack|✅|❌|FAILED|rror:/.test(line)) {
        say(`    ${line.trim()}`);
      }
    };
    const run = (...args: string[]) => cdk(args, aws.environment, output, progress);
    const deploy = (...args: string[]) => run('deploy', '--require-approval', 'never', '--context', 'omnitrack:taken-over=true', ...args);

    say(`Bootstrapping (${seconds()})`);
    await run('bootstrap', '--app', '', `aws://${aws.environment.CDK_DEFAULT_ACCOUNT}/${aws.environment.CDK_DEFAULT_REGION}`);
    say(`Synthesizing and deploying three stacks, and a fourth with a compromised function (${seconds()})`);
    await deploy('--all');

    say(`Calling and reading back (${seconds()})`);
    const clients = clientsOf(aws);
    const deployment: Deployment = { aws, clients, outputs: await outputsOf(clients), proofs: new Proofs() };
    await proveApi(deployment);
    if (chromium !== undefined) {
      await proveBrowser(deployment, chromium);
    }
    await proveStores(deployment);
    await proveSurroundings(deployment);
    await updateCredentials(deployment);
    await proveContainment(deployment);

    say(`Deploying again, with other credentials declared (${seconds()})`);
    const apiSecret = await readSecret(clients, deployment.outputs.ApiSecretArn);
    await deploy('OmnitrackData', '--exclusively', '--context', 'omnitrack:second-deploy=true');
    await proveSecrets(deployment, apiSecret);
    await proveRotation(deployment);

    const { proofs } = deployment;
    say(`\n${proofs.table()}\n\n${proofs.passed} held, ${proofs.failed} failed, in ${seconds()}`);
    say('Not shown here: the embedded AWS inspects no request as AWS WAF does, has no network that security groups or the policies of VPC');
    say('endpoints could close, and speaks no TLS.');
    if (options.keep) {
      kept = true;
      say(`\nIt stays up at ${aws.endpoint}, process ${aws.pid}. To call it:\n`
        + `  curl -H 'Host: ${deployment.outputs.ApiId}.execute-api.localhost' ${aws.endpoint}/${deployment.outputs.StageName}/health\n`
        + '  AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test aws --region us-east-1 '
        + `--endpoint-url ${aws.endpoint} secretsmanager list-secrets\n`
        + `To stop it:\n  kill ${aws.pid}`);
    }
    return proofs.failed === 0 ? 0 : 1;
  } catch (error) {
    if (options.verbose) {
      say(lastLines(aws.logFile, 40));
    }
    throw error;
  } finally {
    process.removeListener('SIGINT', interrupt);
    if (!kept) {
      await aws.stop();
      rmSync(join(__dirname, 'cdk.out'), { recursive: true, force: true });
    }
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error instanceof UserError ? error.message : error.stack}\n`);
    process.exit(1);
  },
);
