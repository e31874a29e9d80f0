import { join } from 'path';
import { buildSync } from 'esbuild';

/** A door of the package in one file, for a platform that has no modules of its own: an import of one would not resolve. */
export const bundle = (format: 'esm' | 'cjs', ...door: string[]) => buildSync({
  entryPoints: [join(__dirname, '..', '..', 'src', ...door)],
  bundle: true,
  minify: true,
  format,
  platform: 'neutral',
  target: 'es2022',
  write: false,
  metafile: true,
  logLevel: 'silent',
});

/** The files of a bundle that are not below the directory, of more than ten. */
export function filesOutside(directory: string, { metafile }: ReturnType<typeof bundle>): string[] {
  const inputs = Object.keys(metafile.inputs);
  if (inputs.length <= 10) {
    throw new Error(`The bundle has ${inputs.length} files only: ${inputs.join(', ')}`);
  }
  return inputs.filter((file) => !file.startsWith(directory));
}
