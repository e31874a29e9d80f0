/* eslint-disable @stylistic/max-len -- a line is a whole program, which a function runs */
import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

/** Functions of users, good and broken ones: each a directory of files, a handler in it, and an event. */
export interface UserFunction {
  readonly files: Record<string, string>;
  readonly handler?: string;
  readonly event?: unknown;
  /** What it says is an answer to an HTTP request, or the body of one that is streamed without status and headers. */
  readonly answers?: boolean | 'body';
  /** Major versions of Node.js that it is for, when not for all. */
  readonly only?: readonly number[];
}

const REST = { httpMethod: 'GET', headers: {}, requestContext: {} };
const HTTP = { version: '2.0', headers: {}, requestContext: { http: {} } };
const OK = "{ statusCode: 200, headers: { 'x-frame-options': 'SAMEORIGIN' }, body: 'ok' }";
const js = (code: string, more: Partial<UserFunction> = {}): UserFunction => ({ files: { 'index.js': code }, ...more });
const mjs = (code: string, more: Partial<UserFunction> = {}): UserFunction => ({ files: { 'index.mjs': code }, ...more });
const py = (code: string, more: Partial<UserFunction> = {}): UserFunction => ({ files: { 'index.py': code }, ...more });

const stream = (code: string) => `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { ${code} });`;

export const NODE_FUNCTIONS: Record<string, UserFunction> = {
  'a CommonJS handler': js(`exports.handler = async () => (${OK});`, { answers: true }),
  'a plain one': js(`exports.handler = () => (${OK});`, { answers: true, only: [24] }),
  'one that returns a promise': js(`exports.handler = () => Promise.resolve(${OK});`, { answers: true }),
  'an ES module': mjs(`export const handler = async () => (${OK});`, { answers: true }),
  'an ES module with top-level await': mjs(`const answer = await new Promise((resolve) => setTimeout(resolve, 20, ${OK})); export const handler = async () => answer;`, { answers: true }),
  'an ES module by its package.json': { files: { 'index.js': `export const handler = async () => (${OK});`, 'package.json': '{"type":"module"}' }, answers: true },
  'a .cjs file': { files: { 'index.cjs': `exports.handler = async () => (${OK});` }, answers: true },
  'a file in a directory': { files: { 'src/app.js': `exports.main = async () => (${OK});` }, handler: 'src/app.main', answers: true },
  'an export within an export': js(`exports.api = { get: async () => (${OK}) };`, { handler: 'index.api.get', answers: true }),
  'a module in node_modules': { files: { 'node_modules/app/index.js': `exports.handler = async () => (${OK});` }, handler: 'app.handler', answers: true },
  'a callback': js(`exports.handler = (event, context, done) => { setTimeout(() => done(null, ${OK}), 5); };`, { answers: true, only: [22] }),
  'a callback, which Node.js 24 refuses': js(`exports.handler = (event, context, done) => done(null, ${OK});`, { only: [24] }),
  'an error by a callback': js("exports.handler = (event, context, done) => done(new TypeError('no'));", { only: [22] }),
  'an answer by the context': js(`exports.handler = (event, context) => { setTimeout(() => context.succeed(${OK}), 5); };`, { answers: true, only: [22] }),
  'a failure by the context': js("exports.handler = (event, context) => { context.fail(new RangeError('no')); };", { only: [22] }),
  'a plain handler that says nothing': js('exports.handler = () => undefined;'),
  'a text, in format 2.0': js("exports.handler = async () => 'hello';", { event: HTTP, answers: true }),
  'a queue': js('exports.handler = async (event) => ({ batchItemFailures: event.Records });', { event: { Records: [] } }),
  'an authorizer': js('exports.handler = async () => ({ isAuthorized: true, statusCode: 200 });', { event: { ...HTTP, routeArn: 'arn' } }),
  'a handler of the middleware, with a choice of its own': js(`exports.handler = Object.assign(async () => (${OK}), { [Symbol.for('cdk-hardened.withSecurityHeaders')]: true });`),
  'what its context has': js('exports.handler = async (event, context) => ({ names: Object.keys({ ...context }), id: { ...context }.awsRequestId });'),
  'a context whose method is replaced': js(`'use strict'; exports.handler = async (event, context) => { context.done = () => undefined; return ${OK}; };`, { answers: true }),
  'an uncaught error': js("exports.handler = (event, context, done) => { setTimeout(() => { throw new RangeError('broken'); }, 5); };", { only: [22] }),
  'who it is': js('exports.handler = async () => ({ handler: process.env._HANDLER });', { event: {} }),
  'a handler that throws': js("exports.handler = () => { throw new RangeError('broken'); };"),
  'a handler that rejects': js("const deeper = () => { throw new RangeError('broken'); };\nexports.handler = async () => deeper();"),
  'an ES module whose handler rejects': mjs("const deeper = () => { throw new RangeError('broken'); };\nexport const handler = async () => deeper();"),
  'a handler that rejects later': js("exports.handler = async () => { await null; throw Object.assign(new Error('broken'), { name: 'MyError' }); };"),
  'a handler that rejects with a text': js("exports.handler = async () => { throw 'broken'; };"),
  'an import that throws': js("class MyError extends Error {}\nthrow new MyError('broken');"),
  'an ES module that throws': mjs("await null;\nthrow new TypeError('broken');"),
  'an import that throws a text': js("throw 'broken';"),
  'a syntax error': js('exports.handler = async () => {'),
  'a syntax error in an ES module': mjs('export const handler = async () => {'),
  'a module that is not there': js("require('nowhere');"),
  'an ES module that is not there': mjs("import 'nowhere';"),
  'a file that is not there': js('', { handler: 'missing.handler' }),
  'an export that is not there': js('exports.other = 1;'),
  'an export that is no function': js("exports.handler = 'text';"),
  'a handler without a name': js('', { handler: 'index' }),
  'a handler above the function': js('', { handler: '../index.handler' }),
  'a stream': js(stream("const out = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-frame-options': 'SAMEORIGIN' } }); out.write('one '); out.write('two'); out.end();"), { event: HTTP, answers: true }),
  'a stream in an ES module': mjs("import { pipeline } from 'stream/promises'; import { Readable } from 'stream'; export const handler = awslambda.streamifyResponse(async (event, stream) => { const out = awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { 'x-frame-options': 'SAMEORIGIN' } }); await pipeline(Readable.from(['a', 'b']), out); });", { event: HTTP, answers: true }),
  'a stream for no HTTP request': js(stream("stream.setContentType('text/plain'); stream.write('raw'); stream.end();"), { event: { records: [] } }),
  'a stream without status and headers': js(stream("stream.setContentType('text/plain'); stream.write('hello'); stream.end();"), { event: HTTP, answers: 'body' }),
  'a stream that fails at once': js(stream("throw new RangeError('broken');"), { event: HTTP }),
};

export const PYTHON_FUNCTIONS: Record<string, UserFunction> = {
  'a handler': py("def handler(event, context):\n    return {'statusCode': 200, 'headers': {'x-frame-options': 'SAMEORIGIN'}, 'body': 'ok'}\n", { answers: true }),
  'a file in a directory': { files: { 'src/app.py': "def main(event, context):\n    return {'statusCode': 200, 'headers': {'x-frame-options': 'SAMEORIGIN'}}\n" }, handler: 'src/app.main', answers: true },
  'a text, in format 2.0': py("def handler(event, context):\n    return 'hello'\n", { event: HTTP, answers: true }),
  'a queue': py("def handler(event, context):\n    return {'batchItemFailures': event['Records']}\n", { event: { Records: [] } }),
  'an authorizer': py("def handler(event, context):\n    return {'isAuthorized': True}\n", { event: { ...HTTP, routeArn: 'arn' } }),
  'a handler of the middleware, with a choice of its own': py("from cdk_hardened_middleware import with_security_headers\n\n@with_security_headers(headers={'X-XSS-Protection': False})\ndef handler(event, context):\n    return {'statusCode': 200}\n"),
  'who it is': py("import os\ndef handler(event, context):\n    return {'handler': os.environ['_HANDLER']}\n", { event: {} }),
  'a handler that raises': py("def deeper():\n    raise ValueError('broken')\n\ndef handler(event, context):\n    deeper()\n"),
  'an import that raises': py("def deeper():\n    raise ValueError('broken')\n\ndeeper()\n"),
  'a syntax error': py('def handler(event, context:\n    pass\n'),
  'a module that is not there': py('import nowhere\n'),
  'a file that is not there': py('', { handler: 'missing.handler' }),
  'a function that is not there': py('other = 1\n'),
  'a handler without a name': py('', { handler: 'index' }),
  'a built-in module': py('', { handler: 'sys.handler' }),
};

export const eventOf = ({ event = REST }: UserFunction): unknown => event;

/** The directory of the function, a new one in `parent`. */
export function writeFunction({ files }: UserFunction, parent: string): string {
  const directory = mkdtempSync(join(parent, 'function-'));
  for (const [file, code] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), code);
  }
  return directory;
}
