import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IManagedSecrets, ManagedSecret } from '../secrets';

/**
 * Properties of a SecureLambda.
 */
export interface SecureLambdaProps {
  /**
   * The code as it is: a directory, an archive, an object in a bucket, text, or a container image.
   *
   * @default - required, unless there is an `entry`
   */
  readonly code?: lambda.Code;

  /**
   * A TypeScript or JavaScript file that is bundled with what it imports when the app is synthesized: by esbuild where the app has
   * it installed, and in a Docker container otherwise. The AWS SDK is not bundled, as the runtime has it. A relative path begins at
   * the directory in which the app runs, the one of `cdk.json`.
   *
   * @default - none: the function has the `code`
   */
  readonly entry?: string;

  /**
   * How the `entry` is bundled: format, minification, source maps, modules to install instead, and other options of esbuild.
   *
   * @default - a CommonJS module, neither minified nor with a source map
   */
  readonly bundling?: nodejs.BundlingOptions;

  /**
   * The lock file of npm, yarn, pnpm or bun, of the package to which the `entry` belongs. An app in Python, Java, C# or Go often has
   * none: create one beside the package.json of the handlers.
   *
   * @default - the only one in the directory in which the app runs, or in the nearest directory above that has one
   */
  readonly depsLockFilePath?: string;

  /**
   * The directory with the package.json and tsconfig.json of the `entry`, which is below it.
   *
   * @default - the directory of the lock file
   */
  readonly projectRoot?: string;

  /**
   * The function in the code, as `file.export`. The name of the export is enough for an `entry`, whose file becomes `index`.
   *
   * @default 'index.handler'
   */
  readonly handler?: string;

  /**
   * The runtime. A change takes effect with the next invocation. One of Node.js for an `entry`.
   *
   * @default Runtime.NODEJS_24_X
   */
  readonly runtime?: lambda.Runtime;

  /**
   * The VPC. The one of a HardenedVpc brings its Lambda subnets and its Lambda security group; any other one its private
   * subnets, and the function gets a security group without inbound rules.
   *
   * @default - required, unless `outsideVpc` is true
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets. They should be private: a function in a public subnet has no route to the Internet.
   *
   * @default - the Lambda subnets of a HardenedVpc, or the private subnets of another VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups, 1 to 5. In a HardenedVpc they may connect to its interface endpoints.
   *
   * @default - the Lambda security group of a HardenedVpc, or a new one
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the function runs outside of any VPC.
   *
   * @default false
   */
  readonly outsideVpc?: boolean;

  /**
   * Secrets that the function reads. It is allowed to, and finds their ARNs in the environment variables `SECRETS_ARN` and
   * `API_SECRET_ARN`.
   *
   * @default - none
   */
  readonly secrets?: IManagedSecrets;

  /**
   * Which of the two `secrets` the function reads.
   *
   * @default - both
   */
  readonly secretsToRead?: ManagedSecret[];

  /**
   * Environment variables, 4,096 bytes with those of `secrets`. They are no place for secrets: pass the ARN of a secret.
   *
   * @default - none but those of `secrets`
   */
  readonly environment?: Record<string, string>;

  /**
   * Whether responses to HTTP requests get the security headers, whatever the code does. A layer wraps the handler: headers
   * that the handler sets are kept, and so is whatever is no response to API Gateway, a load balancer, VPC Lattice or a
   * function URL. The layer takes one of the five places that a function has for layers, and some milliseconds of a cold start.
   *
   * @default - true for handlers of Node.js 20 and Python 3.9 and newer; other runtimes and container images warn
   */
  readonly securityHeaders?: boolean;

  /**
   * The key that encrypts environment variables and logs. It must be in the Region of the function.
   *
   * @default - the key that the logs and functions of the stack share, rotated every 365 days and retained; 1 USD a month
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long logs are retained. About 0.50 USD a gigabyte.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * How long an invocation may take, 1 second to 15 minutes, in whole seconds. API Gateway waits for at most 29 seconds.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;

  /**
   * Memory in MiB, 128 to 10240. CPU grows with it.
   *
   * @default 512
   */
  readonly memorySize?: number;

  /**
   * How many invocations may run at once, reserved from the account's own limit (1,000 at first, of which 100 stay unreserved).
   * 0 stops all of them.
   *
   * @default - no limit but the account's
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Other options of the CDK's function, such as its name, description, architecture, layers, event sources, dead-letter queue,
   * SnapStart, code signing, or the format and levels of its logs. An error for those that the props above decide, and for what would
   * weaken a control without a warning.
   *
   * @default - logs in JSON, every invocation traced, and what the CDK has by default
   */
  readonly functionOptions?: lambda.FunctionOptions;
}
