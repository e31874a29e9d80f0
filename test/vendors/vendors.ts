import { join } from 'path';
import { inflateSync, gunzipSync } from 'zlib';

/** What a vendor saw of one call. */
export interface Sighting {
  readonly invocations: number;
  readonly errors: number;
}

/** Where the vendor's handler stands: it calls ours, ours calls it, or ours is not there. */
export type Order = 'outside' | 'inside' | 'alone';

export interface Vendor {
  readonly name: string;
  /** The packages that were tried. */
  readonly packages: string[];
  readonly environment: (intake: number) => Record<string, string>;
  /** The handler that calls the function's, and the variable that names the latter. */
  readonly redirect?: { readonly handler: string; readonly variable: string };
  /** It sets the redirect itself as the process starts, to the handler that it finds in `_HANDLER`. */
  readonly starts?: boolean;
  /** What it saw, from all that it printed and sent. */
  readonly saw: (text: string) => Sighting;
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

const datadog = (text: string): Sighting => ({
  invocations: count(text, /"m": ?"aws\.lambda\.enhanced\.invocations"/g),
  errors: count(text, /"m": ?"aws\.lambda\.enhanced\.errors"/g),
});

const sentry = (text: string): Sighting => ({
  invocations: count(text, /^\{[^{}]*"type": ?"transaction"[^{}]*\}$/gm),
  errors: count(text, /^\{[^{}]*"type": ?"event"[^{}]*\}$/gm),
});

function newRelic(text: string): Sighting {
  const payloads = [...text.matchAll(/\[1, ?"NR_LAMBDA_MONITORING", ?"([^"]+)"\]/g)].map(([, encoded]) => Buffer.from(encoded, 'base64'));
  const data = payloads.map((bytes) => JSON.parse((bytes[0] === 0x1f ? gunzipSync(bytes) : inflateSync(bytes)).toString()).data);
  const events = (name: string) => data.reduce((sum, one) => sum + (one[name]?.[2]?.length ?? 0), 0);
  return { invocations: events('analytic_event_data'), errors: events('error_event_data') };
}

const DATADOG = { DD_FLUSH_TO_LOG: 'true', DD_SITE: 'datadoghq.invalid', DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false' };
const NEW_RELIC = {
  NEW_RELIC_ACCOUNT_ID: '1',
  NEW_RELIC_TRUSTED_ACCOUNT_KEY: '1',
  NEW_RELIC_NO_CONFIG_FILE: 'true',
  NEW_RELIC_APP_NAME: 'function',
  NEW_RELIC_LOG: 'stdout',
  NEW_RELIC_LOG_ENABLED: 'false',
  NEW_RELIC_DISTRIBUTED_TRACING_ENABLED: 'true',
};
const SENTRY = (port: number) => ({ SENTRY_DSN: `http://key@127.0.0.1:${port}/1`, SENTRY_TRACES_SAMPLE_RATE: '1' });
const OTEL = {
  OTEL_SERVICE_NAME: 'function',
  OTEL_TRACES_EXPORTER: 'console',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_PROPAGATORS: 'tracecontext',
  OTEL_TRACES_SAMPLER: 'always_on',
};

/** The vendors' layers for Node.js, of which the packages lie in `modules`. */
export function nodeVendors(modules: string, { isModule, version }: { isModule: boolean; version: number }): Vendor[] {
  const byImport = isModule || version >= 24;
  return [{
    name: 'Datadog',
    packages: ['datadog-lambda-js', 'dd-trace'],
    environment: () => DATADOG,
    redirect: { handler: join(modules, 'datadog-lambda-js', 'dist', 'handler.handler'), variable: 'DD_LAMBDA_HANDLER' },
    saw: datadog,
  }, {
    name: 'New Relic',
    packages: ['newrelic'],
    environment: () => NEW_RELIC,
    redirect: {
      handler: isModule ? join(modules, 'newrelic-esm-lambda-wrapper', 'index.handler') : 'newrelic-lambda-wrapper.handler',
      variable: 'NEW_RELIC_LAMBDA_HANDLER',
    },
    saw: newRelic,
  }, {
    name: 'Sentry',
    packages: ['@sentry/aws-serverless'],
    environment: (port) => ({
      ...SENTRY(port),
      NODE_OPTIONS: byImport ? `--import ${join(modules, '@sentry/aws-serverless/build/npm/esm/awslambda-auto.js')}`
        : `--require ${join(modules, '@sentry/aws-serverless/build/npm/cjs/awslambda-auto.js')}`,
    }),
    redirect: {
      handler: join(modules, '@sentry/aws-serverless/build/npm/run-lambda-handler.handler'), variable: 'SENTRY_ORIGINAL_HANDLER',
    },
    starts: true,
    saw: sentry,
  }, {
    name: 'ADOT',
    packages: ['@aws/aws-distro-opentelemetry-node-autoinstrumentation'],
    environment: () => ({
      ...OTEL,
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'aws-sdk,aws-lambda,http',
      NODE_OPTIONS: byImport ? `--import ${join(modules, 'adot-wrapper.mjs')}` : `--require ${join(modules, 'adot-wrapper.cjs')}`,
    }),
    starts: true,
    saw: (text) => ({ invocations: count(text, /name: 'function',/g), errors: count(text, /status: \{ code: 2/g) }),
  }];
}

/** The vendors' layers for Python. */
export const PYTHON_VENDORS: Vendor[] = [{
  name: 'Datadog',
  packages: ['datadog_lambda'],
  environment: () => DATADOG,
  redirect: { handler: 'datadog_lambda.handler.handler', variable: 'DD_LAMBDA_HANDLER' },
  saw: datadog,
}, {
  name: 'New Relic',
  packages: ['newrelic', 'newrelic-lambda'],
  environment: () => ({ ...NEW_RELIC, NEW_RELIC_SERVERLESS_MODE_ENABLED: 'true', NEW_RELIC_PACKAGE_REPORTING_ENABLED: 'false' }),
  redirect: { handler: 'newrelic_lambda_wrapper.handler', variable: 'NEW_RELIC_LAMBDA_HANDLER' },
  saw: newRelic,
}, {
  name: 'Sentry',
  packages: ['sentry-sdk'],
  environment: SENTRY,
  redirect: { handler: 'init_serverless_sdk.sentry_lambda_handler', variable: 'SENTRY_INITIAL_HANDLER' },
  saw: sentry,
}, {
  name: 'OpenTelemetry',
  packages: ['opentelemetry-instrumentation-aws-lambda', 'opentelemetry-distro', 'opentelemetry-sdk'],
  environment: () => OTEL,
  redirect: { handler: 'otel_wrapper.lambda_handler', variable: 'ORIG_HANDLER' },
  saw: (text) => ({ invocations: count(text, /"name": "function",/g), errors: count(text, /"status_code": "ERROR"/g) }),
}];
