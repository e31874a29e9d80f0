import { Component, awscdk } from 'projen';

/** The tasks that show that the library does what it says, from the quick ones to the long ones. */
export class Checks extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const docs = project.addTask('docs', {
      description: 'Rewrite the generated pages, the table of headers and the Guard rules from what the code says',
      exec: 'tsx --tsconfig tsconfig.dev.json scripts/write-docs.ts',
    });
    const generated = project.addTask('check:generated', {
      description: 'Fail when a generated file is not what the sources say',
      exec: 'tsx --tsconfig tsconfig.dev.json scripts/check-generated.ts',
    });
    project.postCompileTask.spawn(docs);

    // jest compiles each file by itself; the compiler checks the types of all of them at once, examples and scripts too
    project.testTask.prependExec('tsc --project tsconfig.dev.json');
    // the functions' assets must exist before a test synthesises them
    project.testTask.prependSpawn(project.bundler.bundleTask);
    // what the build generates must be what is committed
    project.testTask.spawn(project.defaultTask!);
    project.testTask.spawn(project.compileTask);
    project.testTask.spawn(project.postCompileTask);
    project.testTask.spawn(project.tasks.tryFind('check:examples')!);
    project.testTask.spawn(generated);

    project.addTask('demo', {
      description: 'Deploy the OmniTrack example to an embedded AWS and show what holds',
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json examples/omnitrack/demo.ts', receiveArgs: true }],
    });
    project.addTask('test:emulator', {
      description: 'Show that the embedded AWS rejects what AWS rejects, and evaluates policies as AWS does',
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json scripts/test-emulator.ts' }],
    });
    project.addTask('bench', {
      description: 'Measure what the library costs at synthesis beside plain constructs',
      steps: [
        { spawn: 'bundle' },
        { spawn: 'compile' },
        { exec: 'tsx --tsconfig tsconfig.dev.json bench/synth.ts', receiveArgs: true },
      ],
    });
    project.addTask('bench:middleware', {
      description: 'Measure the middleware beside others, its size, and what the layer adds to a cold start',
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json bench/middleware.ts', receiveArgs: true }],
    });
    project.addTask('bench:corpora', {
      description: 'Measure what the validation of requests finds and blocks wrongly, with Log4j itself as the judge of lookups',
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json bench/corpora.ts', receiveArgs: true }],
    });
    project.addTask('bench:fields', {
      description: "Measure on AWS's and Stripe's models what sanitising redacts and what it misses",
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json bench/fields/measure.ts' }],
    });
    project.addTask('test:runtimes', {
      description: "Call broken and sound handlers through AWS's runtime interface clients, alone and with the layer, compare",
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json scripts/test-runtimes.ts' }],
    });
    project.addTask('test:vendors', {
      description: 'Call handlers with the layer beside those of Datadog, New Relic, Sentry and OpenTelemetry, in both orders, compare',
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json scripts/test-vendors.ts' }],
    });
    project.addTask('test:bindings', {
      description: 'Package for npm, PyPI and Maven, look at what is packed, synthesise the same application in three languages, compare',
      steps: [{ spawn: 'bundle' }, { spawn: 'compile' }, { exec: 'tsx --tsconfig tsconfig.dev.json scripts/test-bindings.ts' }],
    });
    project.addTask('test:matrix', {
      description: 'Run the tests on the other Node.js versions that the package supports, and on the newest aws-cdk-lib',
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json scripts/test-matrix.ts' }],
    });
    project.addTask('test:guard', {
      description: 'Run the Guard rules through an independent engine on good and bad templates, and compare with HardenedChecks',
      exec: 'jest test/guard --testPathIgnorePatterns /node_modules/',
    });
    project.addTask('test:policies', {
      description: 'Compare the decisions of cdk-hardened/testing with those of another evaluator on 10,000 requests',
      exec: 'tsx --tsconfig tsconfig.dev.json scripts/test-policies.ts',
    });
    project.addTask('test:mutation', {
      description: 'Change what writes policies, rules and conditions, a place at a time; fail when no test notices (--mutate FILE,…)',
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json scripts/test-mutation.ts', receiveArgs: true }],
    });
  }
}
