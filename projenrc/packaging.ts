import { Component, awscdk } from 'projen';

/** The doors of what works without the CDK: the middleware, which runs in users' functions, and what users test their templates with. */
const DOORS = { './middleware': 'middleware/index', './middleware/headers': 'middleware/headers-only', './testing': 'testing/index' };

/** What is packed, and that it is all there whichever task runs first. */
export class Packaging extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    this.entryPoints(project);
    this.files(project);

    // what lib holds of sources that are gone would be packed too
    project.compileTask.prependExec('node -e "fs.rmSync(\'lib\', { recursive: true, force: true })"');
    project.compileTask.exec('tsx --tsconfig tsconfig.dev.json scripts/finish-lib.ts');
    project.package.setScript('prepack', 'tsx --tsconfig tsconfig.dev.json scripts/check-package.ts');

    const rosetta = project.addTask('check:examples', {
      description: 'Compile every TypeScript block of the READMEs and docstrings, and keep what they are in Python and Java',
      exec: 'jsii-rosetta extract --strict --fail',
    });
    project.tasks.tryFind('package:js')!.reset('jsii-pacmak --target js --no-npmignore');
    for (const language of ['java', 'python']) {
      const task = project.tasks.tryFind(`package:${language}`)!;
      // without the translations pacmak leaves TypeScript in the READMEs and docstrings of other languages
      task.reset(`jsii-pacmak --target ${language} --no-npmignore --rosetta-tablet .jsii.tabl.json --rosetta-unknown-snippets fail`);
      task.prependSpawn(rosetta);
    }
    project.tasks.tryFind('package-all')!.spawn(project.addTask('package:python-middleware', {
      description: 'Create a wheel of the Python middleware, for where its handlers are tested',
      steps: [{ spawn: 'bundle' }, { exec: 'tsx --tsconfig tsconfig.dev.json scripts/package-python-middleware.ts' }],
    }));
  }

  private entryPoints(project: awscdk.AwsCdkConstructLibrary): void {
    const doors = Object.entries(DOORS).map(([door, file]) => [door, {
      import: { types: `./lib/${file}.d.mts`, default: `./lib/${file}.mjs` },
      require: { types: `./lib/${file}.d.ts`, default: `./lib/${file}.js` },
    }]);
    project.package.addField('exports', {
      '.': { types: './lib/index.d.ts', default: './lib/index.js' },
      ...Object.fromEntries(doors),
      './package.json': './package.json',
      './.jsii': './.jsii',
    });
    const types = Object.entries(DOORS).map(([door, file]) => [door.replace('./', ''), [`lib/${file}.d.ts`]]);
    project.package.addField('typesVersions', { '*': Object.fromEntries(types) });
    project.package.addField('sideEffects', false);
  }

  /** An allow list: a list of what to leave out packs what nobody thought of. */
  private files(project: awscdk.AwsCdkConstructLibrary): void {
    project.package.addField('files', [
      '.jsii',
      'lib/**/*.js',
      'lib/**/*.mjs',
      'lib/**/*.d.ts',
      'lib/**/*.d.mts',
      '!lib/**/handlers',
      '!lib/middleware/layer',
      'assets/**/*.js',
      'assets/**/*.cjs',
      'assets/**/*.mjs',
      'assets/**/*.py',
      'assets/**/*.json',
      // where the README's links lead
      'CONTRIBUTING.md',
      'docs/**/*.md',
      'guard/*.guard',
      'src/**/README.md',
    ]);
  }
}
