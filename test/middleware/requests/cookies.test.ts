import { validateRequestHeaders, withSecurityHeaders } from '../../../src/middleware';
import { fixture, fromPython } from '../../support/python-middleware';

const ATTACK = ['theme=dark', 'a=${jndi:ldap://x}'];
const http = (cookies: unknown, headers: object = { 'user-agent': 'curl/8.5.0' }) =>
  ({ version: '2.0', cookies, headers, requestContext: { http: {} } });
const long = (name: string, length: number) => `${name}=`.padEnd(length, 'x');
const shapes = (cookies: string[], title: string, violations: readonly object[]) =>
  Object.entries(formats(cookies)).map(([name, request]) => [`${name}: ${title}`, request, violations] as const);

/** The same request in the formats that API Gateway, load balancers and function URLs have. */
const formats = (cookies: string[]) => ({
  '2.0': http(cookies),
  '1.0': { version: '1.0', headers: { cookie: cookies.join('; ') }, requestContext: {} },
  'REST': { headers: { Cookie: cookies.join('; ') }, multiValueHeaders: { Cookie: [cookies.join('; ')] } },
  'load balancer with multiple values': { multiValueHeaders: { cookie: cookies }, requestContext: { elb: {} } },
});

const cases = [
  ...shapes(ATTACK, 'an attack in a cookie', [{ header: 'cookie', rule: 'log4shell' }]),
  ...shapes(['theme=dark', 'session=YWJj'], 'honest cookies', []),
  ['2.0: a control character', http(['a=\u0000']), [{ header: 'cookie', rule: 'control-character' }]],
  ['2.0: cookies of more than 8 KB', http(Array.from({ length: 90 }, () => long('a', 100))), [{ header: 'cookie', rule: 'too-large' }]],
  ['2.0: more than 16 KB with the headers', http([long('a', 8000)], { 'x-a': long('b', 8000), 'x-b': long('c', 400) }), [
    { header: '*', rule: 'too-large' },
  ]],
  ['2.0: 150 short cookies, which are one header', http(Array.from({ length: 150 }, (_, index) => `c${index}=1`)), []],
  ['2.0: one cookie in two parts of the list', http(['a=${jndi', 'b=:ldap://x}']), []],
  ['2.0: no cookies', http([]), []],
  ['2.0: cookies without headers', { version: '2.0', cookies: ATTACK }, [{ header: 'cookie', rule: 'log4shell' }]],
  ['2.0: cookies and a header of that name', http(ATTACK, { cookie: '() { :; }' }), [
    { header: 'cookie', rule: 'shellshock' }, { header: 'cookie', rule: 'log4shell' },
  ]],
  ['2.0: null', http(null), []],
  ['2.0: what is no list', http('a=${jndi:x}'), []],
  ['2.0: null in the list', http([null, 'a=b']), []],
  ['headers alone with one named cookies', { cookies: '${jndi:x}' }, [{ header: 'cookies', rule: 'log4shell' }]],
  ['headers of a list and of null', { headers: { 'x-a': ['b', null, 5], 'x-b': null } }, []],
] as const;

const inPython = fromPython([fixture('requests.py')], { requests: cases.map(([, request]) => request), options: [] }).requests;

const all = cases.map(([name, request, violations], index) => [name, request, violations, inPython[index]] as const);

test.each(all)('%s', (_, request, violations, python) => {
  expect([validateRequestHeaders(request as never), python]).toEqual([violations, violations]);
});

test('the wrapper blocks an attack in a cookie before the handler runs', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  const handler = jest.fn(async () => ({ statusCode: 200 }));
  const secured = withSecurityHeaders(handler, { validate: true });
  expect(await secured(http(ATTACK), {})).toMatchObject({ statusCode: 400 });
  expect(await secured({ version: '2.0', cookies: ATTACK }, {})).toMatchObject({ statusCode: 400 });
  expect(handler).not.toHaveBeenCalled();
  expect(await secured(http(['a=b']), {})).toMatchObject({ statusCode: 200 });
  warn.mockRestore();
});
