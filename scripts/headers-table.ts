import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { SECURITY_HEADERS } from '../src/middleware/headers/security-headers';

const SRC = join(__dirname, '..', 'src', 'middleware');
const MARK = '<!-- Generated from headers/security-headers.ts: npm run docs -->';
const LONGEST = 80;

/** What each header is good for: the comment of its entry. A comment costs no byte in users' functions. */
export function reasons(): Record<string, string | undefined> {
  const file = ts.createSourceFile('', readFileSync(join(SRC, 'headers', 'security-headers.ts'), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Record<string, string | undefined> = {};
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) {
      const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
      found[node.name.text] = ts.getTextOfJSDocComment(comment?.comment)?.replace(/\s+/g, ' ');
    } else {
      ts.forEachChild(node, visit);
    }
  };
  visit(file);
  return found;
}

/** A long list is known by its beginning. */
const shortened = (value: string): string => value.length > LONGEST ? `${value.slice(0, value.lastIndexOf(',', LONGEST))}, …` : value;

function table(): string {
  const said = reasons();
  const rows = Object.entries<string>(SECURITY_HEADERS)
    .map(([name, value]) => `| ${name} | \`${shortened(value)}\` | ${said[name] ?? ''} |`);
  return ['| header | value | so that |', '|---|---|---|', ...rows].join('\n');
}

/** The README of the middleware with the table of the headers as the list has them. */
export function middlewareReadme(): string {
  const text = readFileSync(join(SRC, 'README.md'), 'utf8');
  const [before, after] = text.split(MARK);
  if (after === undefined) {
    throw new Error(`src/middleware/README.md must have the line ${MARK} where the table of headers begins`);
  }
  return `${before}${MARK}\n${table()}${after.replace(/^\n(\|.*\n)*/, '\n')}`;
}
