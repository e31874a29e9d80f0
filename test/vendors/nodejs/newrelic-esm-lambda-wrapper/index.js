// What New Relic's layer has by this name, reduced to how it finds and wraps the function's handler: by import, in a .mjs or .js file
import { existsSync } from 'node:fs';
import path from 'node:path';
import newrelic from 'newrelic';

const { LAMBDA_TASK_ROOT, NEW_RELIC_LAMBDA_HANDLER } = process.env;
const dot = NEW_RELIC_LAMBDA_HANDLER.lastIndexOf('.');
const file = path.resolve(LAMBDA_TASK_ROOT, NEW_RELIC_LAMBDA_HANDLER.slice(0, dot));
const extension = ['.mjs', '.js'].findLast((one) => existsSync(file + one));
if (extension === undefined) {
  throw new Error(`Unable to resolve module file at ${file} with the following extensions: .mjs,.js`);
}
const found = (await import(file + extension))[NEW_RELIC_LAMBDA_HANDLER.slice(dot + 1)];
if (typeof found !== 'function') {
  throw new Error(`Handler '${NEW_RELIC_LAMBDA_HANDLER}' is not a function`);
}
export const handler = newrelic.setLambdaHandler(found);
