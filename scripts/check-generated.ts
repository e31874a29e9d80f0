import { spawnSync } from 'child_process';
import { join } from 'path';

/** What the build writes and git keeps. */
const GENERATED = [
  'API.md', 'docs/controls.md', 'docs/accepted-findings.md', 'docs/messages.md', 'docs/permissions.md', 'src/middleware/README.md', 'guard',
  'package.json', 'package-lock.json', '.projen', '.eslintrc.json', '.gitattributes', '.gitignore', '.npmrc', '.nvmrc', 'jest.config.json',
  'LICENSE', 'tsconfig.json', 'tsconfig.dev.json',
];

const ROOT = join(__dirname, '..');
const { status, stdout } = spawnSync('git', ['status', '--porcelain', '--', ...GENERATED], { cwd: ROOT, encoding: 'utf8' });
if (status !== 0) {
  // a copy without its history, such as an unpacked archive, has nothing to compare with
  process.stdout.write('Generated files are not compared: this is no git checkout\n');
} else if (stdout !== '') {
  process.stderr.write(`Generated files differ from what is committed. Run "npm run build" and commit them:\n${stdout}`);
  process.exit(1);
}
