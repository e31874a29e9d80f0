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

// src/middleware/did-you-mean.ts
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
function nearest(name, known) {
  const lowerCase = name.toLowerCase();
  const far = (candidate) => distance(lowerCase, candidate.toLowerCase());
  return [...known].filter((candidate) => far(candidate) <= 2).sort((a, b) => far(a) - far(b))[0];
}
function didYouMean(name, known) {
  const meant = nearest(name, known);
  return meant === void 0 ? "" : `; did you mean "${meant}"?`;
}
function requireKnown(what, options, known) {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new TypeError(`${what} has no "${name}"${didYouMean(name, known)}`);
    }
  }
}

// src/middleware/http.ts
var isObject = (value) => typeof value === "object" && value !== null;
function isHttpResponse(value) {
  const status = value?.statusCode;
  return typeof status === "number" || typeof status === "string" && /^\d{3}$/.test(status);
}
function isHttpEvent(event) {
  if (!isObject(event)) {
    return false;
  }
  const { requestContext, httpMethod, methodArn, routeArn } = event;
  return isObject(requestContext) && (httpMethod !== void 0 || isObject(requestContext.http)) && methodArn === void 0 && routeArn === void 0;
}
var isVersion2 = (event) => event.version === "2.0" && isObject(event.requestContext?.http);
var wantsMultipleValues = (event) => isObject(event?.requestContext?.elb) && !event.headers && isObject(event.multiValueHeaders);
var JSON_TYPE = { "Content-Type": "application/json" };
function asResponse(event, result) {
  if (isHttpResponse(result)) {
    return result;
  }
  if (!isHttpEvent(event) || !isVersion2(event)) {
    return void 0;
  }
  return { statusCode: 200, headers: JSON_TYPE, body: typeof result === "string" ? result : JSON.stringify(result ?? null) };
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
  "Cache-Control": "no-store, no-cache, must-revalidate, private",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "X-Permitted-Cross-Domain-Policies": "none",
  "Origin-Agent-Cluster": "?1"
});
var REMOVED_HEADERS = ["Server", "X-Powered-By"];

// src/middleware/apply-security-headers.ts
var HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
var HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
var MAX_SPELLINGS = 500;
function planHeaders(options) {
  const known = Object.keys(SECURITY_HEADERS);
  const chosen = /* @__PURE__ */ new Map();
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    chosen.set(name.toLowerCase(), { name, value, fallback: value });
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    checkName("headers", name);
    if (!chosen.has(name.toLowerCase()) && nearest(name, known)) {
      throw new TypeError(`headers has no "${name}"${didYouMean(name, known)}`);
    }
    if (typeof value !== "function" && value !== false && value !== void 0) {
      checkValue(name, value);
    }
    if (value !== void 0) {
      chosen.set(name.toLowerCase(), { name, value, fallback: chosen.get(name.toLowerCase())?.fallback });
    }
  }
  const spellings = /* @__PURE__ */ new Map();
  for (const name of options.removeHeaders ?? REMOVED_HEADERS) {
    checkName("removeHeaders", name);
    spellings.set(name.toLowerCase(), "");
  }
  const fixed = {};
  const computed = [];
  for (const [lowerCase, { name, value, fallback }] of chosen) {
    if (typeof value === "string") {
      fixed[name] = value;
    } else if (value !== false) {
      computed.push([name, value, fallback]);
    }
    if (value !== false) {
      spellings.set(lowerCase, name);
    }
  }
  return { fixed: Object.freeze(fixed), computed, spelling: remember((name) => spellings.get(name.toLowerCase())) };
}
function remember(spell) {
  const seen = /* @__PURE__ */ new Map();
  return (name) => {
    const spelling = seen.get(name);
    if (spelling !== void 0 || seen.has(name)) {
      return spelling;
    }
    if (seen.size >= MAX_SPELLINGS) {
      seen.clear();
    }
    const found = spell(name);
    seen.set(name, found);
    return found;
  };
}
function checkName(option, name) {
  if (typeof name !== "string" || !HEADER_NAME.test(name)) {
    throw new TypeError(`${option} must be named as RFC 9110 allows, got ${JSON.stringify(name)}`);
  }
}
function checkValue(name, value) {
  if (typeof value !== "string" || !HEADER_VALUE.test(value)) {
    throw new TypeError(`headers.${name} must be text without control characters, or false to leave the header out`);
  }
}
function headersFor(plan, request) {
  if (plan.computed.length === 0) {
    return plan.fixed;
  }
  const headers = { ...plan.fixed };
  for (const [name, value, fallback] of plan.computed) {
    let computed = fallback;
    try {
      const own = value(request);
      if (own !== false) {
        checkValue(name, own);
      }
      computed = own;
    } catch (error) {
      console.error(error);
    }
    if (typeof computed === "string") {
      headers[name] = computed;
    }
  }
  return headers;
}
function addHeaders(response, plan, request) {
  const { headers: own, multiValueHeaders } = response;
  const planned = headersFor(plan, request);
  if (multiValueHeaders || wantsMultipleValues(request)) {
    return addBoth(response, plan, planned, request);
  }
  for (const name in own) {
    const spelling = plan.spelling(name);
    if (spelling !== void 0 && spelling !== name || own[name] === void 0 || own[name] === null) {
      return { ...response, headers: merged(own, plan, planned) };
    }
  }
  return { ...response, headers: { ...planned, ...own } };
}
function merged(own, plan, planned) {
  const headers = { ...planned, ...own };
  for (const name in own) {
    const spelling = plan.spelling(name);
    if (own[name] === void 0 || own[name] === null) {
      delete headers[name];
      if (spelling && spelling in planned) {
        headers[spelling] = planned[spelling];
      }
    } else if (spelling === "") {
      delete headers[name];
    } else if (spelling !== void 0 && spelling !== name && (own[spelling] === void 0 || own[spelling] === null)) {
      delete headers[spelling];
    }
  }
  return headers;
}
function addBoth(response, plan, planned, request) {
  const { headers, multiValueHeaders } = response;
  const missing = { ...planned };
  for (const [name, value] of [...Object.entries(headers ?? {}), ...Object.entries(multiValueHeaders ?? {})]) {
    if (value !== void 0 && value !== null) {
      delete missing[plan.spelling(name) ?? ""];
    }
  }
  const inMany = wantsMultipleValues(request);
  const many = inMany ? Object.fromEntries(Object.entries(missing).map(([name, value]) => [name, [value]])) : {};
  return {
    ...response,
    ...inMany && !headers ? {} : { headers: merged(headers, plan, inMany ? {} : missing) },
    ...inMany || multiValueHeaders ? { multiValueHeaders: merged(multiValueHeaders, plan, many) } : {}
  };
}
var APPLY_OPTIONS = ["headers", "removeHeaders"];
var DEFAULT_PLAN = planHeaders({});

// src/middleware/sensitive-fields.ts
var REDACTED = "[REDACTED]";
var SENSITIVE_WORDS = [
  "password",
  "passwd",
  "pwd",
  "passphrase",
  "passcode",
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
  "securitytoken",
  "csrftoken",
  "authorization",
  "credential",
  "cookie",
  "setcookie",
  "privatekey",
  "signingkey",
  "encryptionkey",
  "connectionstring",
  "ssn",
  "socialsecuritynumber",
  "socialsecurity",
  "creditcard",
  "creditcardnumber",
  "cardnumber",
  "cvv",
  "cvc",
  "cvv2",
  "iban",
  "otpcode"
];
var SENSITIVE_NAMES = ["token", "pin", "otp", "jwt", "bearer"];
var UNMISTAKABLE = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----|(?<![0-9A-Za-z_])(?:AKIA|ASIA)[A-Z2-7]{16}(?![0-9A-Za-z_])/;
var MAX_NAMES = 2e3;
var words = (name) => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2").split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => word.toLowerCase());
var joined = (name) => words(name).join("");
var singular = (name) => name.replace(/(?<=[a-z])[0-9]+$/, "").replace(/(?<=[a-rt-z])s$/, "");
function sanitizeRules(options) {
  const { mode = "redact", sensitiveFields = [], allowedFields = [] } = options;
  if (!["redact", "mask", "remove"].includes(mode)) {
    throw new TypeError(`mode must be 'redact', 'mask' or 'remove', got ${JSON.stringify(mode)}`);
  }
  const sensitive = /* @__PURE__ */ new Set([...SENSITIVE_WORDS, ...sensitiveFields.map(joined)]);
  const alone = new Set(SENSITIVE_NAMES);
  const allowed = new Set(allowedFields.map(joined));
  const known = /* @__PURE__ */ new Map();
  const decide = (name) => {
    const parts = words(name);
    const whole = parts.join("");
    if (allowed.has(whole)) {
      return false;
    }
    return alone.has(singular(whole)) || parts.some((_, start) => parts.some((__, end) => {
      const run = end < start ? "" : parts.slice(start, end + 1).join("");
      return sensitive.has(run) || end === parts.length - 1 && sensitive.has(singular(run));
    }));
  };
  return {
    mode,
    isSensitive: (name) => {
      let is = known.get(name);
      if (is === void 0) {
        if (known.size >= MAX_NAMES) {
          known.clear();
        }
        known.set(name, is = name.length <= 256 && decide(name));
      }
      return is;
    },
    redacted: (value) => mode === "mask" ? masked(value) : REDACTED,
    replacement: (value) => UNMISTAKABLE.test(value) ? REDACTED : void 0
  };
}
var masked = (value) => typeof value === "string" && value.length >= 12 ? `****${value.slice(-4)}` : "****";

// src/middleware/sanitize-json.ts
var QUOTE = 34;
var COLON = 58;
var BACKSLASH = 92;
function sanitizeJson(text, rules) {
  if (!/^\s*[[{]/.test(text)) {
    return text;
  }
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const looksAtValues = UNMISTAKABLE.test(text) || text.includes("\\");
  const pieces = [];
  let done = 0;
  for (let at = text.indexOf('"'); at !== -1; ) {
    const end = endOfString(text, at);
    const colon = skipSpace(text, end);
    let next = end;
    if (text.charCodeAt(colon) === COLON) {
      const from = skipSpace(text, colon + 1);
      next = from;
      if (mayHoldSecret(text, from) && rules.isSensitive(decoded(text, at, end))) {
        next = endOfValue(text, from);
        if (rules.mode === "remove") {
          pieces.push(text.slice(done, at));
          next = done = behindField(text, next, pieces);
        } else {
          pieces.push(text.slice(done, from), JSON.stringify(rules.redacted(valueOf(text, from, next))));
          done = next;
        }
      }
    } else if (looksAtValues) {
      const value = decoded(text, at, end);
      const replaced = rules.replacement(value) ?? sanitizeJson(value, rules);
      if (replaced !== value) {
        pieces.push(text.slice(done, at), JSON.stringify(replaced));
        done = end;
      }
    }
    at = text.indexOf('"', next);
  }
  return done === 0 ? text : pieces.join("") + text.slice(done);
}
function behindField(text, to, pieces) {
  const behind = skipSpace(text, to);
  if (text[behind] === ",") {
    return skipSpace(text, behind + 1);
  }
  while (pieces.length > 0 && pieces[pieces.length - 1].trim() === "") {
    pieces.pop();
  }
  const last = (pieces.pop() ?? "").trimEnd();
  pieces.push(last.endsWith(",") ? last.slice(0, -1) : last);
  return to;
}
var mayHoldSecret = (text, from) => !"ntf".includes(text[from]);
var decoded = (text, from, to) => {
  const raw = text.slice(from + 1, to - 1);
  return raw.includes("\\") ? JSON.parse(text.slice(from, to)) : raw;
};
var valueOf = (text, from, to) => text.charCodeAt(from) === QUOTE ? decoded(text, from, to) : void 0;
function skipSpace(text, at) {
  let code = text.charCodeAt(at);
  while (code === 32 || code === 10 || code === 13 || code === 9) {
    code = text.charCodeAt(++at);
  }
  return at;
}
function endOfString(text, from) {
  for (let end = text.indexOf('"', from + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) {
      before--;
    }
    if ((end - before) % 2 === 0) {
      return end + 1;
    }
  }
}
function endOfValue(text, from) {
  const first = text[from];
  if (first === '"') {
    return endOfString(text, from);
  }
  if (first !== "{" && first !== "[") {
    const number = /[^\s,\]}]*/y;
    number.lastIndex = from;
    return from + number.exec(text)[0].length;
  }
  let depth = 0;
  for (let at = from; ; at++) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at) - 1;
    } else if (character === "{" || character === "[") {
      depth++;
    } else if ((character === "}" || character === "]") && --depth === 0) {
      return at + 1;
    }
  }
}

// src/middleware/sanitize-response.ts
var SANITIZE_OPTIONS = ["sensitiveFields", "allowedFields", "mode"];
function sanitizeBody(response, rules) {
  if (typeof response.body !== "string" || response.isBase64Encoded) {
    return response;
  }
  const body = sanitizeJson(response.body, rules);
  return body === response.body ? response : { ...response, body };
}

// src/middleware/streaming.ts
var STREAMING = /* @__PURE__ */ Symbol.for("aws.lambda.runtime.handler.streaming");
var HIGH_WATER_MARK = /* @__PURE__ */ Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");
var WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
var isStreaming = (handler2) => Boolean(handler2[STREAMING]);
function streamingLike(handler2, original) {
  const marks = original;
  return Object.assign(handler2, { [STREAMING]: marks[STREAMING] }, HIGH_WATER_MARK in original ? { [HIGH_WATER_MARK]: marks[HIGH_WATER_MARK] } : {});
}
var SecuredStream = class {
  constructor(inner, plan, event) {
    this.inner = inner;
    this.plan = plan;
    this.event = event;
    const secured = this;
    this.stream = Object.create(inner, {
      _onBeforeFirstWrite: {
        get: () => this.beforeFirstWrite,
        set: (write) => {
          this.beforeFirstWrite = write;
        }
      },
      setContentType: {
        value: (type) => {
          inner.setContentType?.(type);
          this.contentType = type;
        }
      },
      write: {
        value: (...args) => {
          this.start();
          return inner.write(...args);
        }
      },
      end: {
        value(chunk, ...rest) {
          secured.start();
          if (typeof chunk === "function" || chunk === void 0 || chunk === null) {
            return inner.end(...typeof chunk === "function" ? [chunk] : rest);
          }
          inner.write(chunk, ...rest.filter((argument) => typeof argument === "string"));
          return inner.end(...rest.filter((argument) => typeof argument === "function"));
        }
      }
    });
  }
  inner;
  plan;
  event;
  /** What the handler is given: the runtime's stream, with four of its members in our hands. */
  stream;
  started = false;
  contentType;
  beforeFirstWrite;
  /** Whether the handler has sent something. Then neither status nor headers can change. */
  get isStarted() {
    return this.started;
  }
  /** Answers in the handler's place. */
  answer(response) {
    const { body, ...prelude } = response;
    this.beforeFirstWrite = (write) => write(JSON.stringify(prelude));
    this.stream.write(body);
    this.inner.end();
  }
  start() {
    if (this.started) {
      return;
    }
    this.started = true;
    const chunks = [];
    this.beforeFirstWrite?.((chunk) => chunks.push(chunk));
    const prelude = parsed(chunks[0]) ?? { statusCode: 200, headers: { "Content-Type": this.contentType ?? "application/octet-stream" } };
    this.inner.setContentType?.(WITH_PRELUDE);
    this.inner._onBeforeFirstWrite = (write) => {
      write(JSON.stringify(addHeaders(prelude, this.plan, this.event)));
      write(new Uint8Array(8));
    };
    this.inner.write("");
  }
};
function parsed(chunk) {
  return typeof chunk === "string" ? JSON.parse(chunk) : void 0;
}

// src/middleware/request-rules.ts
var CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
var ROUTING = ["x-original-url", "x-rewrite-url", "x-forwarded-host"];
var HOST_ONLY = /^(\[[0-9a-fA-F:.]+\]|[0-9A-Za-z_.-]+)(:[0-9]{1,5})?(,[ \t]*(\[[0-9a-fA-F:.]+\]|[0-9A-Za-z_.-]+)(:[0-9]{1,5})?)*$/;
var REFLECTED = [
  "user-agent",
  "referer",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "x-forwarded-server",
  "forwarded",
  "x-real-ip",
  "true-client-ip",
  "x-client-ip",
  "x-cluster-client-ip",
  "client-ip",
  "via"
];
var SHELLSHOCK = /^[ \t]*\([ \t]*\)[ \t]*\{/;
var SCRIPT = /(<|%3c)[ \t]{0,9}\/?[ \t]{0,9}(script|img|svg|iframe|object|embed|body|math|details|video|audio|base|meta|link|style)(?![a-z])|(javascript|vbscript)(:|%3a)[ \t]{0,9}[^ \t]|data:text\/html|[ \t/"'](onerror|onload|onmouseover|onfocus|onclick)[ \t]{0,9}=/i;
var SQL = new RegExp([
  "union(%20|[ \\t+]|/\\*[^*]{0,40}\\*/){1,20}(all(%20|[ \\t+]|/\\*[^*]{0,40}\\*/){1,20})?select(?![a-z])",
  `('|%27|")[ \\t+)]{0,20}(or|and|\\|\\||&&)[ \\t+(]{1,20}('|%27|"|[0-9])[^=<>]{0,20}(=|<|>|like)`,
  "('|%27)[ \\t]{0,20}(or|and)[ \\t]{1,20}(true|1)[ \\t]{0,20}(--|#|/\\*)",
  "('|%27)[ \\t]{0,20};[ \\t]{0,20}(drop|delete|insert|update|exec|shutdown|alter|create)[ \\t]{1,20}[a-z]",
  ";[ \\t]{0,20}(drop|truncate)[ \\t]{1,20}(table|database)(?![a-z])",
  "(^|[^a-z0-9_])(sleep|benchmark|pg_sleep)[ \\t]{0,9}\\([ \\t]{0,9}[0-9]",
  "waitfor[ \\t]{1,20}delay[ \\t]{1,20}('|%27)",
  "(^|[^a-z0-9_])(extractvalue|updatexml|load_file|xp_cmdshell)[ \\t]{0,9}\\(?"
].join("|"), "i");
var ATTACK_TOOLS = new RegExp("(^|[^a-z])(" + [
  "sqlmap",
  "nikto",
  "nessus",
  "openvas",
  "acunetix",
  "netsparker",
  "invicti",
  "masscan",
  "zgrab",
  "dirbuster",
  "gobuster",
  "feroxbuster",
  "wfuzz",
  "ffuf",
  "fuzz faster u fool",
  "wpscan",
  "joomscan",
  "nuclei",
  "havij",
  "w3af",
  "arachni",
  "skipfish",
  "whatweb",
  "commix",
  "metasploit",
  "nmap scripting engine",
  "jaeles",
  "zmeu",
  "morfeus",
  "jorgee",
  "fimap",
  "hydra/[0-9]",
  "burpsuite",
  "xsstrike",
  "dalfox",
  "cgichk",
  "webinspect",
  "appscan",
  "l9explore",
  "l9tcpid"
].join("|") + ")(?![a-z])", "i");

// src/middleware/validate-request-headers.ts
var MAX_LOOKUPS = 8;
function looksUpJndi(value) {
  let text = unescaped(value).toLowerCase();
  const start = text.indexOf("${");
  if (start === -1) {
    return false;
  }
  text = text.slice(start);
  for (let depth = 0; depth < MAX_LOOKUPS; depth++) {
    if (/\$\{[ \t]*jndi[ \t]*:/.test(text)) {
      return true;
    }
    const resolved = text.replace(/\$\{([^${}]*)\}/g, (_, lookup) => valueOf2(lookup));
    if (resolved === text) {
      return false;
    }
    text = resolved;
  }
  return true;
}
var unescaped = (value) => value.replace(/%([2-7][0-9a-f])|\\u00([2-7][0-9a-f])/gi, (_, percent, unicode) => String.fromCharCode(parseInt(percent ?? unicode, 16))).replace(/\u0131/g, "i");
function valueOf2(lookup) {
  const fallback = lookup.indexOf(":-");
  return fallback === -1 ? lookup.slice(lookup.lastIndexOf(":") + 1) : lookup.slice(fallback + 2);
}
function rulesBrokenBy(name, value) {
  const reflected = REFLECTED.includes(name);
  const broken = [
    ["control-character", CONTROL.test(value)],
    ["forged-routing", ROUTING.includes(name) && !HOST_ONLY.test(value)],
    ["log4shell", (value.includes("$") || value.includes("%24") || value.includes("\\u")) && looksUpJndi(value)],
    ["shellshock", SHELLSHOCK.test(value)],
    ["script-injection", reflected && SCRIPT.test(value)],
    ["sql-injection", reflected && SQL.test(value)],
    ["attack-tool", name === "user-agent" && ATTACK_TOOLS.test(value)]
  ];
  return broken.flatMap(([rule, isBroken]) => isBroken ? [rule] : []);
}
var VALIDATE_OPTIONS = ["maxHeaders", "maxHeaderBytes", "maxTotalBytes", "ignoredRules"];
function validateRequestHeaders(request, options = {}) {
  requireKnown("validateRequestHeaders", options, VALIDATE_OPTIONS);
  const violations = [];
  const add = (header, rule) => violations.push({ header, rule });
  const seen = /* @__PURE__ */ new Set();
  let count = 0;
  let total = 0;
  for (const [name, values] of headerEntries(request)) {
    const lowerCase = name.toLowerCase();
    count += values.length;
    if (!HEADER_NAME.test(name)) {
      add(lowerCase.replace(/[^\x21-\x7e]/gu, "?").slice(0, 64), "illegal-name");
      continue;
    }
    if (lowerCase === "host" && (values.length > 1 || seen.has(lowerCase))) {
      add("host", "repeated-host");
    }
    seen.add(lowerCase);
    for (const value of values) {
      const bytes = Buffer.byteLength(value);
      total += name.length + bytes;
      if (bytes > (options.maxHeaderBytes ?? 8192)) {
        add(lowerCase, "too-large");
      } else {
        rulesBrokenBy(lowerCase, value).forEach((rule) => add(lowerCase, rule));
      }
    }
  }
  if (count > (options.maxHeaders ?? 100)) {
    add("*", "too-many");
  }
  if (total > (options.maxTotalBytes ?? 16384)) {
    add("*", "too-large");
  }
  if (seen.has("content-length") && seen.has("transfer-encoding")) {
    add("transfer-encoding", "conflicting-length");
  }
  return options.ignoredRules ? violations.filter(({ rule }) => !options.ignoredRules.includes(rule)) : violations;
}
function headerEntries(request) {
  const { headers, multiValueHeaders } = request;
  const isEvent = "headers" in request && typeof headers !== "string" && !Array.isArray(headers) || typeof multiValueHeaders === "object";
  const isMany = typeof multiValueHeaders === "object" && multiValueHeaders !== null && Object.keys(multiValueHeaders).length > 0;
  const all = isMany ? multiValueHeaders : isEvent ? headers ?? {} : request;
  return Object.entries(all).map(([name, value]) => {
    const values = Array.isArray(value) ? value : value === void 0 || value === null ? [] : [value];
    return [name, values.map(String)];
  });
}

// src/middleware/wrapped.ts
var WRAPPED = /* @__PURE__ */ Symbol.for("cdk-hardened.withSecurityHeaders");
var isWrapped = (handler2) => WRAPPED in handler2;
var markWrapped = (handler2) => Object.assign(handler2, { [WRAPPED]: true });

// src/middleware/with-security-headers.ts
function protection(options, name = "withSecurityHeaders") {
  requireKnown(name, options, [...APPLY_OPTIONS, "validate", "sanitize", "onError"]);
  const { validate, sanitize, onError } = options;
  if (onError !== void 0 && onError !== "answer" && onError !== "rethrow") {
    throw new TypeError(`onError must be 'answer' or 'rethrow', got ${JSON.stringify(onError)}`);
  }
  if (typeof validate === "object") {
    requireKnown("validate", validate, VALIDATE_OPTIONS);
  }
  if (typeof sanitize === "object") {
    requireKnown("sanitize", sanitize, SANITIZE_OPTIONS);
  }
  return {
    plan: planHeaders(options),
    validate: validate === true ? {} : validate || void 0,
    sanitize: sanitize ? sanitizeRules(sanitize === true ? {} : sanitize) : void 0,
    rethrows: onError === "rethrow"
  };
}
function withSecurityHeaders(handler2, options = {}) {
  if (typeof handler2 !== "function") {
    throw new TypeError(`handler must be a function, got ${handler2 === null ? "null" : typeof handler2}`);
  }
  if (isWrapped(handler2)) {
    return handler2;
  }
  const decided = protection(options);
  const wrapped = isStreaming(handler2) ? streamingLike(secureStreaming(handler2, decided), handler2) : secure(answering(handler2), decided);
  return markWrapped(wrapped);
}
function secure(handler2, decided) {
  const { plan, rethrows, sanitize, validate } = decided;
  return async (event, context) => {
    if (validate) {
      const refusal = refuse(event, context, validate);
      if (refusal) {
        return addHeaders(refusal, plan, event);
      }
    }
    let result;
    try {
      result = await handler2(event, context);
    } catch (error) {
      if (rethrows || !isHttpEvent(event)) {
        throw error;
      }
      return addHeaders(failure(error, context), plan, event);
    }
    const response = asResponse(event, result);
    return response ? addHeaders(sanitize ? sanitizeBody(response, sanitize) : response, plan, event) : result;
  };
}
function secureStreaming(handler2, { plan, rethrows, validate }) {
  return async (event, stream, context) => {
    if (!isHttpEvent(event)) {
      return handler2(event, stream, context);
    }
    const secured = new SecuredStream(stream, plan, event);
    const refusal = validate && refuse(event, context, validate);
    if (refusal) {
      return secured.answer(refusal);
    }
    try {
      return await handler2(event, secured.stream, context);
    } catch (error) {
      if (rethrows || secured.isStarted) {
        throw error;
      }
      return secured.answer(failure(error, context));
    }
  };
}
function answering(handler2) {
  if (handler2.constructor.name === "AsyncFunction") {
    return handler2;
  }
  return (event, context) => new Promise((resolve, reject) => {
    const callback = (error, result) => error === void 0 || error === null ? resolve(result) : reject(error);
    const legacy = typeof context?.done === "function";
    const returned = handler2(event, legacy ? withLegacyMethods(context, callback) : context, callback);
    if (returned !== void 0 || handler2.length < 3 && !legacy) {
      resolve(returned);
    }
  });
}
var withLegacyMethods = (context, callback) => Object.create(context, {
  done: { value: callback },
  succeed: { value: (result) => callback(null, result) },
  fail: { value: (error) => callback(error ?? "handled") },
  callbackWaitsForEmptyEventLoop: { get: () => true, set: (waits) => Object.assign(context, { callbackWaitsForEmptyEventLoop: waits }) }
});
function refuse(event, context, options) {
  if (typeof event !== "object" || event === null || !("headers" in event || "multiValueHeaders" in event)) {
    return void 0;
  }
  const violations = validateRequestHeaders(event, options);
  if (violations.length === 0) {
    return void 0;
  }
  console.warn(JSON.stringify({ message: "Request refused", violations }));
  return { statusCode: 400, headers: JSON_TYPE, body: bodyOf("Bad Request", context) };
}
function failure(error, context) {
  console.error(error);
  return { statusCode: 500, headers: JSON_TYPE, body: bodyOf("Internal Server Error", context) };
}
var bodyOf = (message, context) => JSON.stringify({ message, requestId: context?.awsRequestId });

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
