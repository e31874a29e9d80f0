import { validateRequestHeaders } from '../../../src/middleware';
import { fixture, fromPython } from '../../support/python-middleware';
import agents from '../vectors/user-agents.json';

const requests = [...agents.honest, ...agents.tools].map((agent) => ({ 'User-Agent': agent }));
const inPython: { rule: string }[][] = fromPython([fixture('requests.py')], { requests, options: [] }).requests;
const inNode = requests.map((headers) => validateRequestHeaders(headers));

test('browsers, SDKs, monitors and bots pass', () => {
  expect(agents.honest.length).toBeGreaterThan(150);
  expect(agents.honest.filter((_, index) => inNode[index].length > 0 || inPython[index].length > 0)).toEqual([]);
});

test('tools of attackers do not', () => {
  const first = agents.honest.length;
  const passes = (all: readonly { readonly rule: string }[][], index: number) =>
    !all[first + index].some(({ rule }) => rule === 'attack-tool');
  expect(agents.tools.filter((_, index) => passes(inNode, index) || passes(inPython, index))).toEqual([]);
});

test('a tool is one in the User-Agent only', () => {
  expect(validateRequestHeaders({ 'X-Api-Version': 'sqlmap/1.8', 'Via': 'gobuster/3.6' })).toEqual([]);
});
