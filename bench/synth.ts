import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { buildSync } from 'esbuild';
import { bundled } from '../examples/omnitrack/lib/bundled';

const ROOT = join(__dirname, '..');
const VARIANTS = ['plain', 'hardened'] as const;
type Variant = typeof VARIANTS[number];
type Sample = { readonly milliseconds: number; readonly megabytes: number };

const { values } = parseArgs({ options: { runs: { type: 'string', default: '11' } } });
const runs = Number(values.runs);
mkdirSync(join(ROOT, '.cache'), { recursive: true });
const work = mkdtempSync(join(ROOT, '.cache', 'bench-'));
const say = (line: string) => process.stdout.write(`${line}\n`);

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Both as compiled JavaScript, and the handlers bundled before: what is measured is constructs and synthesis. */
function prepare(): void {
  ['snapshots', 'integrations', 'health', 'status'].forEach(bundled);
  for (const variant of VARIANTS) {
    buildSync({
      entryPoints: [join(__dirname, `${variant}.ts`)],
      outfile: join(work, `${variant}.js`),
      bundle: true,
      platform: 'node',
      packages: 'external',
      tsconfigRaw: {},
      alias: { esbuild: './bench/no-esbuild.ts' },
      define: { __dirname: JSON.stringify(join(ROOT, 'examples', 'omnitrack', 'lib')) },
      absWorkingDir: ROOT,
    });
  }
}

/** A process of its own, from its start to the end of synthesis. */
function measure(script: string, args: string[] = []): Sample {
  const code = `process.argv.splice(1, 0, ''); require(${JSON.stringify(script)});`
    + 'process.stdout.write(JSON.stringify({ milliseconds: performance.now(), megabytes: process.resourceUsage().maxRSS / 1024 }));';
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code, ...args], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: join(work, 'cdk.out') },
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{')));
}

const templates = () => readdirSync(join(work, 'cdk.out')).filter((file) => file.endsWith('.template.json'))
  .map((file) => readFileSync(join(work, 'cdk.out', file), 'utf8'));

/** How many resources of each type there are: the two must build the same. */
function resourceTypes(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const template of templates()) {
    for (const { Type } of Object.values<{ Type: string }>(JSON.parse(template).Resources)) {
      counts[Type] = (counts[Type] ?? 0) + 1;
    }
  }
  return Object.fromEntries(Object.entries(counts).sort());
}

function benchSynthesis(): void {
  const sizes: number[] = [];
  const types = VARIANTS.map((variant) => {
    rmSync(join(work, 'cdk.out'), { recursive: true, force: true });
    measure(join(work, `${variant}.js`));
    sizes.push(Math.round(templates().reduce((sum, template) => sum + template.length, 0) / 1024));
    return JSON.stringify(resourceTypes());
  });
  if (types[0] !== types[1]) {
    throw new Error(`The two build different resources, so their times say nothing:\n${types.join('\n')}`);
  }
  const samples: Record<Variant, Sample[]> = { plain: [], hardened: [] };
  for (let run = 0; run < runs; run++) {
    for (const variant of run % 2 ? [...VARIANTS].reverse() : VARIANTS) {
      samples[variant].push(measure(join(work, `${variant}.js`)));
    }
  }
  const [plainSize, hardenedSize] = sizes;
  say(`Templates: ${plainSize} KB plain, ${hardenedSize} KB hardened, with the same number of resources of each type`);
  say(`Synthesis of the OmniTrack example, medians of ${runs} fresh processes each`);
  const of = (variant: Variant, what: keyof Sample) => median(samples[variant].map((sample) => sample[what]));
  for (const variant of VARIANTS) {
    const [milliseconds, megabytes] = [of(variant, 'milliseconds').toFixed(0), of(variant, 'megabytes').toFixed(0)];
    say(`  ${variant.padEnd(9)} ${milliseconds.padStart(5)} ms  ${megabytes.padStart(4)} MB`);
  }
  const ratio = (what: keyof Sample) => (of('hardened', what) / of('plain', what)).toFixed(3);
  say(`  ratio     ${ratio('milliseconds')} of the time, ${ratio('megabytes')} of the memory (aim: at most 1.05)`);
}

/** The parts of the CDK that the library builds with: an app that uses the library loads them in any case. */
const SERVICES = ['apigateway', 'cloudwatch', 'dynamodb', 'ec2', 'iam', 'kms', 'lambda', 'logs', 's3', 'secretsmanager', 'wafv2'];
const REQUIRES: Record<string, string> = {
  cdk: "require('aws-cdk-lib')",
  services: `require('aws-cdk-lib'), require('constructs'), ${SERVICES.map((name) => `require('aws-cdk-lib/aws-${name}')`).join()}`,
  library: "require('aws-cdk-lib'), require('cdk-hardened')",
  used: "require('aws-cdk-lib'), Object.values(require('cdk-hardened'))",
};

function benchRequire(): void {
  const samples: Record<string, number[]> = Object.fromEntries(Object.keys(REQUIRES).map((name) => [name, []]));
  // one after the other, so that what else the machine does meets all of them
  for (let run = 0; run < runs; run++) {
    for (const [name, expression] of Object.entries(REQUIRES)) {
      const code = `const start = performance.now(); ${expression}; process.stdout.write(String(performance.now() - start))`;
      samples[name].push(Number(spawnSync(process.execPath, ['-e', code], { cwd: ROOT, encoding: 'utf8' }).stdout));
    }
  }
  const of = (name: string) => median(samples[name]);
  const more = (name: string, base: string) => (of(name) - of(base)).toFixed(1);
  const [services, ours] = [more('services', 'cdk'), more('used', 'services')];
  say(`require('cdk-hardened') takes ${more('library',
    'cdk')} ms more than aws-cdk-lib alone, ${of('cdk').toFixed(1)} ms (aim: at most 30)`);
  say(`  with every class loaded, ${more('used', 'cdk')} ms more: ${services} ms for the CDK's services, ${ours} ms for ours`);
}

try {
  prepare();
  benchSynthesis();
  benchRequire();
} finally {
  rmSync(work, { recursive: true, force: true });
}
