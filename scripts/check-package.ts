import { missing } from './package-files';

const files = missing();
if (files.length > 0) {
  process.stderr.write(`The package would lack ${files.join(', ')}: run "npx projen bundle" and "npx projen compile" before packaging\n`);
  process.exit(1);
}
