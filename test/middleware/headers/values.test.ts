import {
  applySecurityHeaders, contentSecurityPolicy, permissionsPolicy, SECURITY_HEADERS,
  withSecurityHeaders,
} from '../../../src/middleware';
import { HEADER_ENTRIES } from '../../../src/middleware/headers/security-headers';
import { fromPython } from '../../support/python-middleware';

/** Values, and what is said of those that browsers ignore or that switch the protection off; in both languages. */
const VALUES: [name: string, value: string, problem: string | null][] = [
  ...Object.entries<string>(SECURITY_HEADERS).map(([name, value]): [string, string, null] => [name, value, null]),
  ...HEADER_ENTRIES.filter(([, { must }]) => must).map(([name, { value, must }]): [string, string, string] =>
    [name, `${value}!`, `headers.${name} must be ${must}`]),
  ['Strict-Transport-Security', 'max-age=-123', 'headers.Strict-Transport-Security must be max-age with more than 0 seconds'],
  ['Strict-Transport-Security', 'max-age=0', 'must be max-age with more than 0 seconds'],
  ['Strict-Transport-Security', 'includeSubDomains', 'must be max-age'],
  ['Strict-Transport-Security', 'max-age=31536000, includeSubDomains', 'must be max-age'],
  ['Strict-Transport-Security', 'max-age=1y', 'must be max-age'],
  ['Strict-Transport-Security', 'max-age=63072000', null],
  ['strict-transport-security', 'includeSubDomains; MAX-AGE="300" ; preload;', null],
  ['X-Content-Type-Options', 'no-sniff', 'must be nosniff, got "no-sniff"; did you mean "nosniff"?'],
  ['X-Frame-Options', 'ALLOW-FROM https://a.example',
    'must be DENY or SAMEORIGIN (frame-ancestors in Content-Security-Policy names other origins)'],
  ['X-Frame-Options', 'SAME-ORIGIN', 'did you mean "SAMEORIGIN"?'],
  ['X-Frame-Options', 'sameorigin', null],
  ['X-XSS-Protection', '0', null],
  ['X-XSS-Protection', '1;mode=block', null],
  ['X-XSS-Protection', '1; report=https://a.example/r', null],
  ['X-XSS-Protection', '2', 'must be 0, 1 or'],
  ['Referrer-Policy', 'sameorigin', 'did you mean "same-origin"?'],
  ['Referrer-Policy', 'unsafe-url', 'but not unsafe-url'],
  ['Referrer-Policy', 'no-referrer, strict-origin-when-cross-origin', null],
  ['Referrer-Policy', 'no-referrer,', 'must be a policy'],
  ['Referrer-Policy', '', 'must be a policy'],
  ['Permissions-Policy', '', 'must be features'],
  ['Permissions-Policy', "camera 'none'; microphone 'none'", 'must be features'],
  ['Permissions-Policy', 'camera=none', 'must be features'],
  ['Permissions-Policy', 'camera=(), geolocation=(self "https://a.example"), usb=*', null],
  ['Cache-Control', 'no-chache', 'did you mean "no-cache"?'],
  ['Cache-Control', 'nostore', 'did you mean "no-store"?'],
  ['Cache-Control', 'max-age=-1', 'must be directives'],
  ['Cache-Control', '', 'must be directives'],
  ['Cache-Control', 'public, max-age=60, s-maxage=600, stale-while-revalidate=30, surrogate=1', null],
  ['Cross-Origin-Opener-Policy', 'foo', 'must be same-origin, same-origin-allow-popups'],
  ['Cross-Origin-Opener-Policy', 'unsafe-none', 'false leaves the header out'],
  ['Cross-Origin-Opener-Policy', 'same-origin-allow-popups', null],
  ['Cross-Origin-Opener-Policy', 'same-origin; report-to="a"', null],
  ['Cross-Origin-Resource-Policy', 'samesite', 'did you mean "same-site"?'],
  ['Cross-Origin-Resource-Policy', 'cross-origin', null],
  ['Cross-Origin-Embedder-Policy', 'unsafe-none', 'must be require-corp or credentialless'],
  ['Cross-Origin-Embedder-Policy', 'credentialless', null],
  ['X-Permitted-Cross-Domain-Policies', 'all', 'must be none'],
  ['Origin-Agent-Cluster', '?0', 'must be ?1'],
  ['Content-Security-Policy', '', 'must have a directive'],
  ['Content-Security-Policy', ' ; ', 'must have a directive'],
  ['Content-Security-Policy', 'scrpt-src *', 'has no "scrpt-src"; did you mean "script-src"?'],
  ['Content-Security-Policy', 'script-src self', 'has self in script-src, which browsers ignore'],
  ['Content-Security-Policy', "script-src 'slef'", "has 'slef' in script-src"],
  ['Content-Security-Policy', "script-src 'none' https://a.example", "has 'none' in script-src"],
  ['Content-Security-Policy', "default-src 'self', script-src 'self'", "has 'self', in default-src"],
  ['Content-Security-Policy',
    "default-src 'self'; script-src 'report-sha256' 'trusted-types-eval' 'nonce-YWJj' *.example.com data:; trusted-types; sandbox", null],
  ['Content-Security-Policy-Report-Only', 'default-scr *', 'did you mean "default-src"?'],
  ['X-Mine', '', null],
];

const problemOf = (name: string, value: string): string | null => {
  try {
    withSecurityHeaders(async () => undefined, { headers: { [name]: value } });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

const PYTHON = `
import json, sys
from cdk_hardened_middleware import with_security_headers

def problem_of(name, value):
    try:
        with_security_headers(lambda event, context: None, headers={name: value})
    except TypeError as error:
        return str(error)

json.dump([problem_of(name, value) for name, value, _ in json.load(sys.stdin)], sys.stdout)
`;
const inPython: (string | null)[] = fromPython(['-c', PYTHON], VALUES);

test.each(VALUES.map((value, index) => [...value, inPython[index]] as const))('%s: %j', (name, value, problem, python) => {
  const own = problemOf(name, value);
  expect(own).toEqual(problem === null ? null : expect.stringContaining(problem));
  expect(python?.replace('False', 'false') ?? null).toBe(own);
});

test('a function that gives what browsers ignore leaves the default, and an empty value of a header of your own is sent', () => {
  const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const { headers } = applySecurityHeaders<{ headers?: any }>({},
    { headers: { 'X-Frame-Options': () => 'ALLOW-FROM https://a.example', 'X-Mine': () => '' } }, {});
  expect(headers).toMatchObject({ 'X-Frame-Options': 'DENY', 'X-Mine': '' });
  expect(logged).toHaveBeenCalledTimes(1);
  logged.mockRestore();
});

test('a policy that ends up empty is an error', () => {
  expect(() => contentSecurityPolicy({ 'default-src': false, 'frame-ancestors': false, 'base-uri': false, 'form-action': false }))
    .toThrow('contentSecurityPolicy must have a directive');
  const features = permissionsPolicy().split(', ').map((feature) => [feature.replace('=()', ''), false] as const);
  expect(() => permissionsPolicy(Object.fromEntries(features))).toThrow('permissionsPolicy must have a feature');
});

test('a Content-Security-Policy knows reports of hashes, eval of trusted types, and trusted types without a policy', () => {
  const policy = contentSecurityPolicy({
    'script-src': ["'report-sha256'", "'report-sha384'", "'report-sha512'", "'trusted-types-eval'"],
    'trusted-types': [],
  });
  expect(policy).toContain("script-src 'report-sha256' 'report-sha384' 'report-sha512' 'trusted-types-eval'; trusted-types");
  expect(problemOf('Content-Security-Policy', policy)).toBeNull();
});
