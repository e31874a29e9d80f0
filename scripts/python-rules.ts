import { DIRECTIVES, KEYWORD, SOURCE_DIRECTIVES } from '../src/middleware/headers/policy-directives';
import { HEADER_ENTRIES, REMOVED_HEADERS, SECURITY_HEADERS } from '../src/middleware/headers/security-headers';
import { HEADER_VALUE } from '../src/middleware/headers/values';
import { HEADER_NAME } from '../src/middleware/http';
import * as rules from '../src/middleware/requests/rules';
import * as fields from '../src/middleware/responses/field-names';
import { UNMISTAKABLE } from '../src/middleware/responses/sensitive-fields';

const patterns = (expressions: Record<string, RegExp>) =>
  Object.fromEntries(Object.entries(expressions).map(([name, { source, flags }]) =>
    [name, { source: source.replace(/\\\//g, '/'), flags }]));

const camelCase = (name: string) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** What the Python middleware looks for: the lists and patterns of the JavaScript one, as its rules.json has them. */
export function pythonRules(): string {
  const { ENTITIES, HEADER_RULES, REFLECTED, ROUTING, SCRIPT_SIGNS, SQL_SIGNS, ...expressions } = rules;
  return JSON.stringify({
    headers: SECURITY_HEADERS,
    removedHeaders: REMOVED_HEADERS,
    entities: ENTITIES,
    headerRules: HEADER_RULES,
    scriptSigns: SCRIPT_SIGNS,
    sqlSigns: SQL_SIGNS,
    reflected: REFLECTED,
    routing: ROUTING,
    headerValues: Object.fromEntries(HEADER_ENTRIES.filter(([, { pattern }]) => pattern !== undefined)
      .map(([name, { pattern, must, values = [] }]) => [name.toLowerCase(), { pattern, must, values }])),
    policy: { directives: DIRECTIVES, sources: SOURCE_DIRECTIVES, keyword: KEYWORD },
    fields: Object.fromEntries(Object.entries(fields).map(([name, list]) => [camelCase(name), list])),
    patterns: patterns({ ...expressions, HEADER_NAME, HEADER_VALUE, UNMISTAKABLE }),
  });
}
