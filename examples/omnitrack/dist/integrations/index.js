"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// examples/omnitrack/handlers/integrations.ts
var integrations_exports = {};
__export(integrations_exports, {
  handler: () => handler
});
module.exports = __toCommonJS(integrations_exports);

// examples/omnitrack/handlers/secrets.ts
var import_client_secrets_manager = require("@aws-sdk/client-secrets-manager");
var client = new import_client_secrets_manager.SecretsManagerClient({});
async function readSecret(SecretId) {
  try {
    return (await client.send(new import_client_secrets_manager.GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (error) {
    if (error instanceof import_client_secrets_manager.ResourceNotFoundException) {
      return void 0;
    }
    throw error;
  }
}

// src/middleware/security-headers.ts
var CLOSED_FEATURES = [
  "accelerometer",
  "autoplay",
  "bluetooth",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "gamepad",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "usb",
  "web-share",
  "window-management",
  "xr-spatial-tracking"
];
var SECURITY_HEADERS = Object.freeze({
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "X-XSS-Protection": "1; mode=block",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy": CLOSED_FEATURES.map((feature) => `${feature}=()`).join(", "),
  "Cache-Control": "no-store, no-cache, must-revalidate, private"
});

// src/middleware/apply-security-headers.ts
var NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
var VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
var DEFAULT_PLAN = plan({});
function planHeaders(options) {
  return options.headers ? plan(options.headers) : DEFAULT_PLAN;
}
function plan(own) {
  const headers = new Map(Object.entries(SECURITY_HEADERS).map(([name, value]) => [name.toLowerCase(), { name, value }]));
  for (const [name, value] of Object.entries(own)) {
    if (!NAME.test(name)) {
      throw new TypeError(`headers must be named as RFC 9110 allows, got ${JSON.stringify(name)}`);
    }
    if (value !== false && (typeof value !== "string" || !VALUE.test(value))) {
      throw new TypeError(`headers.${name} must be text without control characters, or false to leave the header out`);
    }
    headers.set(name.toLowerCase(), { name, value });
  }
  return [...headers].flatMap(([lowerCase, { name, value }]) => value === false ? [] : [[lowerCase, name, value]]);
}
function addHeaders(response, headerPlan) {
  const own = /* @__PURE__ */ new Set();
  for (const name in response.headers) {
    own.add(name.toLowerCase());
  }
  for (const name in response.multiValueHeaders) {
    own.add(name.toLowerCase());
  }
  const headers = { ...response.headers };
  for (const [lowerCase, name, value] of headerPlan) {
    if (!own.has(lowerCase)) {
      headers[name] = value;
    }
  }
  return { ...response, headers };
}

// src/middleware/sanitize-response.ts
var REDACTED = "[REDACTED]";
var MAX_DEPTH = 64;
var SENSITIVE = [
  "password",
  "passwd",
  "passphrase",
  "secret",
  "clientsecret",
  "secretkey",
  "secretaccesskey",
  "apikey",
  "apisecret",
  "accesskey",
  "accesskeyid",
  "accesstoken",
  "refreshtoken",
  "idtoken",
  "sessiontoken",
  "authtoken",
  "bearertoken",
  "authorization",
  "cookie",
  "setcookie",
  "privatekey",
  "signingkey",
  "encryptionkey",
  "connectionstring",
  "ssn",
  "socialsecuritynumber",
  "creditcard",
  "creditcardnumber",
  "cardnumber",
  "cvv",
  "cvc",
  "pin"
];
var UNMISTAKABLE = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----|\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/;
var words = (name) => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2").split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => word.toLowerCase());
function isSensitive(name, sensitive) {
  const parts = words(name);
  return parts.some((_, start) => parts.some((__, end) => end >= start && sensitive.has(parts.slice(start, end + 1).join(""))));
}
function sanitizeResponse(value, options = {}) {
  const sensitive = /* @__PURE__ */ new Set([...SENSITIVE, ...(options.sensitiveFields ?? []).map((name) => words(name).join(""))]);
  return copy(value, sensitive, /* @__PURE__ */ new WeakMap(), 0);
}
function copy(value, sensitive, copies, depth) {
  if (typeof value === "string") {
    return UNMISTAKABLE.test(value) ? REDACTED : value;
  }
  if (typeof value !== "object" || value === null || value instanceof Date || ArrayBuffer.isView(value)) {
    return value;
  }
  if (copies.has(value)) {
    return copies.get(value);
  }
  if (depth >= MAX_DEPTH) {
    return REDACTED;
  }
  if (typeof value.toJSON === "function") {
    return copy(value.toJSON(), sensitive, copies, depth + 1);
  }
  if (Array.isArray(value)) {
    const items = [];
    copies.set(value, items);
    for (const item of value) {
      items.push(copy(item, sensitive, copies, depth + 1));
    }
    return items;
  }
  if (value instanceof Map) {
    const entries = /* @__PURE__ */ new Map();
    copies.set(value, entries);
    value.forEach((item, key) => entries.set(key, typeof key === "string" && isSensitive(key, sensitive) ? REDACTED : copy(item, sensitive, copies, depth + 1)));
    return entries;
  }
  if (value instanceof Set) {
    const items = /* @__PURE__ */ new Set();
    copies.set(value, items);
    value.forEach((item) => items.add(copy(item, sensitive, copies, depth + 1)));
    return items;
  }
  return copyFields(value, sensitive, copies, depth);
}
function copyFields(value, sensitive, copies, depth) {
  const fields = {};
  copies.set(value, fields);
  for (const key of Object.keys(value)) {
    const field = isSensitive(key, sensitive) ? REDACTED : copy(read(value, key), sensitive, copies, depth + 1);
    Object.defineProperty(fields, key, { value: field, enumerable: true, configurable: true, writable: true });
  }
  return fields;
}
function read(value, key) {
  try {
    return value[key];
  } catch {
    return void 0;
  }
}
function sanitizeBody(body, options = {}) {
  let parsed;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body;
  }
  const sanitized2 = JSON.stringify(sanitizeResponse(parsed, options));
  return sanitized2 === JSON.stringify(parsed) ? body : sanitized2;
}

// src/middleware/validate-request-headers.ts
var MAX_HEADERS = 100;
var MAX_HEADER_BYTES = 8 * 1024;
var MAX_TOTAL_BYTES = 16 * 1024;
var LEGAL_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
var CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
var ROUTING = /* @__PURE__ */ new Set(["x-original-url", "x-rewrite-url", "x-forwarded-host"]);
var HOST_ONLY = /^[\w.-]+(:\d{1,5})?(,\s*[\w.-]+(:\d{1,5})?)*$/;
var REFLECTED = /* @__PURE__ */ new Set(["user-agent", "referer", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-real-ip", "true-client-ip"]);
var SHELLSHOCK = /^\s*\(\)\s*\{/;
var SCRIPT = /<\s*(script|img|svg|iframe|object|embed)\b|javascript:/i;
var SQL = /\bunion\s+(all\s+)?select\b|'\s*(or|and)\s+['\d][^=]{0,20}=|;\s*(drop|delete|insert|update)\s+\w|\b(sleep|benchmark|pg_sleep)\s*\(\s*\d|waitfor\s+delay/i;
function looksUpJndi(value) {
  const start = value.indexOf("${");
  if (start === -1) {
    return false;
  }
  let text = value.slice(start, start + MAX_HEADER_BYTES).toLowerCase();
  for (let depth = 0; depth < 8; depth++) {
    if (text.includes("${jndi:")) {
      return true;
    }
    const resolved = text.replace(/\$\{([^${}]*)\}/g, (_, lookup) => valueOf(lookup));
    if (resolved === text) {
      return false;
    }
    text = resolved;
  }
  return true;
}
function valueOf(lookup) {
  const fallback = lookup.indexOf(":-");
  return fallback === -1 ? lookup.slice(lookup.lastIndexOf(":") + 1) : lookup.slice(fallback + 2);
}
function violationsOf(name, value) {
  const rules = [];
  if (CONTROL.test(value)) {
    rules.push("control-character");
  }
  if (ROUTING.has(name) && !HOST_ONLY.test(value)) {
    rules.push("forged-routing");
  }
  if (looksUpJndi(value)) {
    rules.push("log4shell");
  }
  if (SHELLSHOCK.test(value)) {
    rules.push("shellshock");
  }
  if (REFLECTED.has(name) && SCRIPT.test(value)) {
    rules.push("script-injection");
  }
  if (REFLECTED.has(name) && SQL.test(value)) {
    rules.push("sql-injection");
  }
  return rules;
}
function validateRequestHeaders(request) {
  const violations = [];
  const seen = /* @__PURE__ */ new Set();
  let count = 0;
  let total = 0;
  for (const [name, values] of headerEntries(request)) {
    const lowerCase = name.toLowerCase();
    seen.add(lowerCase);
    count += values.length;
    if (!LEGAL_NAME.test(name)) {
      violations.push({ header: lowerCase.replace(/[^\x21-\x7e]/g, "?").slice(0, 64), rule: "illegal-name" });
      continue;
    }
    if (lowerCase === "host" && values.length > 1) {
      violations.push({ header: "host", rule: "repeated-host" });
    }
    for (const value of values) {
      const bytes = Buffer.byteLength(value);
      total += name.length + bytes;
      if (bytes > MAX_HEADER_BYTES) {
        violations.push({ header: lowerCase, rule: "too-large" });
        continue;
      }
      violations.push(...violationsOf(lowerCase, value).map((rule) => ({ header: lowerCase, rule })));
    }
  }
  if (count > MAX_HEADERS) {
    violations.push({ header: "*", rule: "too-many" });
  }
  if (total > MAX_TOTAL_BYTES) {
    violations.push({ header: "*", rule: "too-large" });
  }
  if (seen.has("content-length") && seen.has("transfer-encoding")) {
    violations.push({ header: "transfer-encoding", rule: "conflicting-length" });
  }
  return violations;
}
function headerEntries(request) {
  if (request.multiValueHeaders) {
    return Object.entries(request.multiValueHeaders).map(([name, values]) => [name, values ?? []]);
  }
  return Object.entries(request.headers ?? {}).map(([name, value]) => [name, value === void 0 ? [] : [String(value)]]);
}

// src/middleware/http.ts
function isHttpResponse(value) {
  return typeof value === "object" && value !== null && Number.isInteger(value.statusCode);
}
function isVersion2(event) {
  const request = event;
  return typeof event === "object" && request?.version === "2.0" && typeof request.requestContext?.http === "object";
}

// src/middleware/with-security-headers.ts
var WRAPPED = /* @__PURE__ */ Symbol.for("cdk-hardened.withSecurityHeaders");
var JSON_TYPE = { "Content-Type": "application/json" };
function withSecurityHeaders(handler2, options = {}) {
  if (WRAPPED in handler2) {
    return handler2;
  }
  if (options.onError !== void 0 && options.onError !== "answer" && options.onError !== "rethrow") {
    throw new TypeError(`onError must be 'answer' or 'rethrow', got ${JSON.stringify(options.onError)}`);
  }
  const headerPlan = planHeaders(options);
  const answer = (response) => addHeaders(response, headerPlan);
  const wrapped = async (event, context) => {
    if (options.validate && hasHeaders(event) && validateRequestHeaders(event).length > 0) {
      return answer({ statusCode: 400, headers: JSON_TYPE, body: JSON.stringify({ message: "Bad Request", requestId: requestId(context) }) });
    }
    let result;
    try {
      result = await handler2(event, context);
    } catch (error) {
      if (options.onError === "rethrow" || !isHttpRequest(event)) {
        throw error;
      }
      console.error(error);
      return answer({ statusCode: 500, headers: JSON_TYPE, body: JSON.stringify({ message: "Internal Server Error", requestId: requestId(context) }) });
    }
    const response = asResponse(event, result);
    return response ? answer(sanitized(response, options.sanitize)) : result;
  };
  return Object.assign(wrapped, { [WRAPPED]: true });
}
function asResponse(event, result) {
  if (isHttpResponse(result)) {
    return result;
  }
  if (!isVersion2(event) || result === void 0 || result === null) {
    return void 0;
  }
  return { statusCode: 200, headers: JSON_TYPE, body: typeof result === "string" ? result : JSON.stringify(result) };
}
function sanitized(response, sanitize) {
  if (!sanitize || typeof response.body !== "string" || response.isBase64Encoded) {
    return response;
  }
  return { ...response, body: sanitizeBody(response.body, sanitize === true ? {} : sanitize) };
}
var hasHeaders = (event) => typeof event === "object" && event !== null && ("headers" in event || "multiValueHeaders" in event);
var isHttpRequest = (event) => hasHeaders(event) && "requestContext" in event && !("methodArn" in event);
var requestId = (context) => context?.awsRequestId;

// examples/omnitrack/handlers/integrations.ts
var handler = withSecurityHeaders(async (_event) => {
  const credentials = JSON.parse(await readSecret(process.env.SECRETS_ARN) ?? "{}");
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ configured: Object.keys(credentials).sort() })
  };
}, { validate: true, sanitize: true });
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler
});
