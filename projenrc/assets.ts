import { Component, awscdk } from 'projen';

/** Bundles what runs inside users' accounts ahead of time: they need no bundler, and synth runs none. */
export class Assets extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    project.bundler.addBundle('src/secrets/handlers/rotate-secret.lambda.ts', {
      platform: 'node',
      target: 'node22',
      outfile: 'index.js',
      externals: ['@aws-sdk/*'],
      watchTask: false,
    });
    project.bundler.bundleTask.exec('tsx --tsconfig tsconfig.dev.json scripts/bundle-layers.ts');
  }
}
