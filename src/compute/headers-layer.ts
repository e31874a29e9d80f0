import * as path from 'path';
import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { sharedByStack } from '../private/keys';

/** Where the layer finds the name of the handler that it wraps. */
export const HANDLER_VARIABLE = 'CDK_HARDENED_HANDLER';

/** By the language of the runtime's name: the first version that the layer supports, and the handler in the layer. */
const LANGUAGES = {
  nodejs: { id: 'NodejsHeaders', since: [20], handler: '/opt/cdk-hardened/handler.handler' },
  python: { id: 'PythonHeaders', since: [3, 9], handler: 'cdk_hardened_layer.bootstrap.handler' },
} as const;

type Language = keyof typeof LANGUAGES;

/** Node.js 20 and 22 require a CommonJS handler, and what traces functions there hooks into require. */
const COMMONJS = { before: [24], handler: '/opt/cdk-hardened/commonjs.handler' };

export interface HeadersLayer {
  readonly version: lambda.ILayerVersion;
  readonly handler: string;
}

/**
 * The layer that adds the security headers, and its handler; or why a runtime has none.
 *
 * Every function has it, as only the request tells whether it comes by HTTP: an alias, a version or a URL may be what an API calls.
 */
export function headersLayer(scope: Construct, runtime: lambda.Runtime, ofModule: boolean): HeadersLayer | string {
  const match = /^(nodejs|python)([0-9.]+)/.exec(runtime.name);
  if (match === null || !isAtLeast(match[2], LANGUAGES[match[1] as Language].since)) {
    const got = Token.isUnresolved(runtime.name) ? 'a runtime that only the deployment knows' : runtime.name;
    return `headers are added to handlers of Node.js 20 and Python 3.9 and newer, got ${got}`;
  }
  const [language, version] = [match[1] as Language, match[2]];
  const { id } = LANGUAGES[language];
  const handler = handlerInLayer(language, version, ofModule);
  const shared = sharedByStack(scope);
  return { version: shared.node.tryFindChild(id) as lambda.LayerVersion | undefined ?? newLayer(shared, id, language), handler };
}

/** The handler that Lambda is given for one that is an ES module, or not, or of which that is not known. */
export function handlerInLayer(language: Language, version: string, ofModule: boolean): string {
  const required = language === 'nodejs' && !ofModule && !isAtLeast(version, COMMONJS.before);
  return required ? COMMONJS.handler : LANGUAGES[language].handler;
}

const newLayer = (scope: Construct, id: string, language: Language) => new lambda.LayerVersion(scope, id, {
  description: 'Adds security headers to responses to HTTP requests',
  code: lambda.Code.fromAsset(path.join(__dirname, '..', '..', 'assets', 'middleware', language)),
});

/** `3.13` is newer than `3.9`; a version with a trailing letter, such as `20.x`, counts by its number. */
const isAtLeast = (version: string, since: readonly number[]): boolean => rank(version.split('.').map(Number)) >= rank(since);

const rank = ([major, minor = 0]: readonly number[]): number => major * 1000 + minor;
