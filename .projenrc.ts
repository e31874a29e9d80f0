import { awscdk, javascript, TextFile } from 'projen';
import { Assets } from './projenrc/assets';
import { Checks } from './projenrc/checks';
import { Packaging } from './projenrc/packaging';

const AWS_SDK = ['api-gateway', 'cloudformation', 'cloudwatch-logs', 'dynamodb', 'ec2', 'kms', 'lambda', 's3', 'secrets-manager', 'wafv2'];

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-hardened',
  description: 'AWS CDK constructs that are secure by default: network, encrypted data, secrets, WAF, functions and API.',
  author: 'cdk-hardened contributors',
  authorAddress: 'maintainers@cdk-hardened.invalid',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-hardened/cdk-hardened.git',
  keywords: ['aws', 'cdk', 'security', 'hardening', 'waf', 'kms', 'vpc', 'secrets-manager', 'lambda'],
  license: 'Apache-2.0',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  tsconfigDevFile: 'tsconfig.dev.json',

  // Maven Central must hold a version inside [cdkVersion,3.0.0), and cdk-nag 3 needs 2.257 or newer
  cdkVersion: '2.260.0',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.0.0',
  publishToPypi: { distName: 'cdk-hardened', module: 'cdk_hardened' },
  publishToMaven: {
    javaPackage: 'io.github.cdkhardened',
    mavenGroupId: 'io.github.cdkhardened',
    mavenArtifactId: 'cdk-hardened',
  },

  devDeps: [
    'aws-cdk@2.1148.1', // 3.0.0 cannot read today's assemblies
    'cdk-nag@^3',
    'esbuild@^0.28',
    'fast-check@^4',
    'fast-redact@^3',
    'helmet@^8',
    'playwright-core@^1',
    'publint@^0.3',
    'tsx@^4',
    '@arethetypeswrong/cli@^0.18',
    '@aws-cdk/cloudformation-diff@^2',
    '@aws-crypto/sha256-js@^5',
    '@aws-lambda-powertools/event-handler@^2',
    '@cloud-copilot/iam-simulate@^0.1.173', // AGPL: the tests' second opinion, never shipped
    '@middy/core@^6', // 7 needs Node.js 22
    '@middy/http-security-headers@^6',
    '@smithy/signature-v4@^5',
    '@stryker-mutator/core@^9',
    '@stryker-mutator/jest-runner@^9',
    '@types/aws-lambda@^8',
    '@types/fast-redact@^3',
    '@types/node@^20',
    'jest@^30',
    '@types/jest@^30',
    'ts-jest@^29',
    ...AWS_SDK.map((client) => `@aws-sdk/client-${client}@^3`),
  ],

  // publishing is not settled; the release workflow would also write registry hosts into the project
  release: false,
  github: false,
  depsUpgrade: false,
  pullRequestTemplate: false,
  sampleCode: false,
  npmignoreEnabled: false, // package.json lists what is packed
  lambdaAutoDiscover: false, // it would make a public construct of each handler
  stability: 'experimental',

  jestOptions: {
    configFilePath: 'jest.config.json',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false,
      globalSetup: '<rootDir>/test/support/bundled-assets.ts', // a fresh clone has no bundled assets
      setupFilesAfterEnv: ['<rootDir>/test/support/print-nothing.ts'],
      maxWorkers: 2,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/guard/'], // a suite of its own: npm run test:guard
      moduleNameMapper: {
        '^cdk-hardened$': '<rootDir>/src',
        '^cdk-hardened/middleware$': '<rootDir>/src/middleware',
        '^cdk-hardened/middleware/headers$': '<rootDir>/src/middleware/headers-only',
        '^cdk-hardened/testing$': '<rootDir>/src/testing',
      },
      testTimeout: 60_000,
    },
  },
  tsconfigDev: {
    compilerOptions: {
      paths: {
        'cdk-hardened': ['./src'],
        'cdk-hardened/middleware': ['./src/middleware'],
        'cdk-hardened/middleware/headers': ['./src/middleware/headers-only'],
        'cdk-hardened/testing': ['./src/testing'],
      },
    },
    include: ['.projenrc.ts'], // a leading dot hides it from **
    exclude: ['node_modules', '**/cdk.out', '**/node_modules'],
  },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'examples', 'scripts', 'bench', 'embedded-aws', 'projenrc'],
    projectService: false,
    commandOptions: { fix: false }, // a check changes nothing: npm run eslint -- --fix does
    tsconfigPath: './tsconfig.dev.json', // it covers every directory
  },

  gitignore: ['.cache/', '.jsii.tabl.json', 'cdk.out/', 'examples/*/dist/', '__pycache__/', 'target/', '*.egg-info/'],
});

// a source map inside each file is parsed with every require: it doubled the time
project.tsconfig?.file.addOverride('compilerOptions.inlineSourceMap', false);
project.tsconfig?.file.addOverride('compilerOptions.inlineSources', false);
new javascript.NpmConfig(project, { omitEmpty: true }).addConfig('omit-lockfile-registry-resolved', 'true');
new TextFile(project, '.nvmrc', { lines: ['20', ''] });
// two windows side by side; what stands in a string or comment is read there too
project.eslint?.addRules({ '@stylistic/max-len': ['error', { code: 140, ignoreUrls: true, ignoreRegExpLiterals: true }] });
// the Lambda runtime brings the AWS SDK
project.eslint?.allowDevDeps('src/**/*.lambda.ts');
new Assets(project);
new Packaging(project);
new Checks(project);

project.synth();
