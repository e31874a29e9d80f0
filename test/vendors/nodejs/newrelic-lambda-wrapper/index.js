// What New Relic's layer has by this name, reduced to how it finds and wraps the function's handler: by require, in a .cjs or .js file
const { existsSync } = require('node:fs');
const path = require('node:path');
const newrelic = require('newrelic');

const { LAMBDA_TASK_ROOT, NEW_RELIC_LAMBDA_HANDLER } = process.env;
const dot = NEW_RELIC_LAMBDA_HANDLER.lastIndexOf('.');
const file = path.resolve(LAMBDA_TASK_ROOT, NEW_RELIC_LAMBDA_HANDLER.slice(0, dot));
const extension = ['.cjs', '.js'].findLast((one) => existsSync(file + one));
if (extension === undefined) {
  throw new Error(`Unable to resolve module file at ${file} with the following extensions: .cjs,.js`);
}
const handler = require(file + extension)[NEW_RELIC_LAMBDA_HANDLER.slice(dot + 1)];
if (typeof handler !== 'function') {
  throw new Error(`Handler '${NEW_RELIC_LAMBDA_HANDLER}' is not a function`);
}
exports.handler = newrelic.setLambdaHandler(handler);
