import { withSecurityHeaders } from '../../../src/middleware';
import { inject } from '../../../src/middleware/layer/inject';

const rest = { httpMethod: 'GET', headers: {}, requestContext: {} };
const deny = { headers: { 'X-Frame-Options': 'DENY' } };
const injected = (handler: (...args: any[]) => unknown) => inject(handler, __filename);

test('a handler that responds at once still does, one that responds by a promise too, and both have the headers', async () => {
  expect(injected(() => ({ statusCode: 200 }))(rest, {})).toMatchObject(deny);
  const promised = injected(async () => ({ statusCode: 200 }))(rest, {});
  expect(promised).toBeInstanceOf(Promise);
  expect(await promised).toMatchObject(deny);
});

test('what a handler gives to its callback, or to the context of older runtimes, has the headers', () => {
  const callback = jest.fn();
  injected((_event, _context, done) => done(null, { statusCode: 200 }))(rest, {}, callback);
  const succeed = jest.fn();
  injected((_event, context) => context.succeed({ statusCode: 200 }))(rest, { done: jest.fn(), succeed, fail: jest.fn() });
  expect(callback).toHaveBeenCalledWith(null, expect.objectContaining({ headers: expect.objectContaining(deny.headers) }));
  expect(succeed).toHaveBeenCalledWith(expect.objectContaining({ headers: expect.objectContaining(deny.headers) }));
});

test.each([0, 1, 2, 3])('a runtime sees the %d parameters that the handler has, and calls it on its object', (length) => {
  const handler = Object.defineProperty(function (this: unknown) { return this; }, 'length', { value: length });
  const self = {};
  expect(injected(handler)).toHaveLength(length);
  expect(injected(handler).call(self, {}, {})).toBe(self);
});

test('an error stays the one that it is, thrown or rejected, without our lines in its trace', async () => {
  const stack = 'Error: hunter2\n    at theirs (/var/task/index.js:1)';
  const error = Object.assign(new Error('hunter2'), { stack: `${stack}\n    at ours (${__filename}:1)` });
  const failing = injected(() => { throw error; });
  expect(() => failing(rest, {})).toThrow(error);
  expect(error.stack).toBe(stack);
  await expect(injected(async () => { throw error; })(rest, {})).rejects.toBe(error);
});

test('a result of another event, and a handler that its author has wrapped, stay as they are', () => {
  const result = { statusCode: 200 };
  expect(injected(() => result)({ Records: [] }, {})).toBe(result);
  const wrapped = withSecurityHeaders(async () => result);
  expect(injected(wrapped)).toBe(wrapped);
});
