import type { Writable } from 'stream';
import type {
  ALBHandler, APIGatewayProxyEvent, APIGatewayProxyEventV2, APIGatewayProxyHandler, APIGatewayProxyHandlerV2, APIGatewayProxyResult,
  Context, Handler,
  SQSHandler,
} from 'aws-lambda';
import { Callback, HttpResponse, withSecurityHeaders, WrappedHandler, WrappedStreamingHandler } from '../../../src/middleware';

/** These hold when they compile: the types of both sides are the same, and not only assignable. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
const same = <A, B>(is: Same<A, B>) => is;

const result: APIGatewayProxyResult = { statusCode: 200, body: '' };

test('the types of the handler are those of the wrapped one', () => {
  const typed = withSecurityHeaders(async (event: APIGatewayProxyEvent, context: Context) =>
    ({ ...result, body: event.path + context.awsRequestId }));
  expect(same<typeof typed, WrappedHandler<APIGatewayProxyEvent, Context,
    {
      body: string;
      statusCode: number;
      headers?: APIGatewayProxyResult['headers'];
      multiValueHeaders?: APIGatewayProxyResult['multiValueHeaders'];
      isBase64Encoded?: boolean | undefined;
    }>>(true)).toBe(true);

  const sync = withSecurityHeaders((event: APIGatewayProxyEventV2) => ({ statusCode: 200, body: event.rawPath }));
  expect(same<Awaited<ReturnType<typeof sync>>, { statusCode: number; body: string }>(true)).toBe(true);

  const untyped = withSecurityHeaders(async (event, context) => ({ statusCode: 200, body: event.path + context.awsRequestId }));
  expect(same<Parameters<typeof untyped>, [event: any, context: any]>(true)).toBe(true);
});

test('the types of @types/aws-lambda go in, and the wrapped handler is one of them', () => {
  const rest: APIGatewayProxyHandler = async () => result;
  const wrapped: APIGatewayProxyHandler = withSecurityHeaders(rest);
  const http: APIGatewayProxyHandlerV2 = withSecurityHeaders((async () => 'hello') as APIGatewayProxyHandlerV2);
  const balanced: ALBHandler = withSecurityHeaders((async () => ({ statusCode: 200 })) as ALBHandler);
  const queue: SQSHandler = withSecurityHeaders((async () => undefined) as SQSHandler);
  const callback: Handler<APIGatewayProxyEvent, APIGatewayProxyResult> = withSecurityHeaders(
    (_event: APIGatewayProxyEvent, _context: Context, done: Callback<APIGatewayProxyResult>) => done(null, result));
  expect([wrapped, http, balanced, queue, callback].map((handler) => typeof handler)).toEqual(Array(5).fill('function'));
});

test('a streaming handler keeps its three parameters', () => {
  const streaming = withSecurityHeaders(async (_event: APIGatewayProxyEventV2, stream: Writable, _context: Context) => { stream.end(); });
  expect(same<typeof streaming, WrappedStreamingHandler<APIGatewayProxyEventV2, Writable, Context>>(true)).toBe(true);
});

test('a function of the request is given the type of the event, and wrong options do not compile', () => {
  const handler = async (_event: APIGatewayProxyEvent): Promise<HttpResponse> => ({ statusCode: 200 });
  withSecurityHeaders(handler, { headers: { 'Cache-Control': (event) => event.path === '/' ? 'no-store' : false } });
  // @ts-expect-error -- an option that there is not
  expect(() => withSecurityHeaders(handler, { validat: true })).toThrow();
  // @ts-expect-error -- true is no value of a header
  expect(() => withSecurityHeaders(handler, { headers: { 'X-Frame-Options': true } })).toThrow();
  // @ts-expect-error -- the request has no such member
  withSecurityHeaders(handler, { headers: { 'X-Frame-Options': (event) => event.nothing } });
});
