/** The browser features that no response of an API needs. Chromium complains of those that it does not know: they are not here. */
export const CLOSED_FEATURES = [
  'accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture', 'encrypted-media', 'fullscreen', 'gamepad',
  'geolocation', 'gyroscope', 'hid', 'identity-credentials-get', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi',
  'payment', 'picture-in-picture', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'storage-access', 'usb',
  'window-management', 'xr-spatial-tracking',
] as const;

/**
 * The headers that every response gets: the eight of the hardening document, and five that keep other sites out of the response's
 * window, process and resources. The values are those for an API that responds with data and never with pages.
 */
export const SECURITY_HEADERS = Object.freeze({
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains; preload',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-XSS-Protection': '1; mode=block',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': CLOSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
  'Cache-Control': 'no-store, no-cache, must-revalidate, private',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'Origin-Agent-Cluster': '?1',
} as const);

/** The name of a header that every response gets. */
export type SecurityHeaderName = keyof typeof SECURITY_HEADERS;

/** Headers that tell an attacker which software responds, and nobody else anything. */
export const REMOVED_HEADERS: readonly string[] = ['Server', 'X-Powered-By'];
