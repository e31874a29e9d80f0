import { contentSecurityPolicy, permissionsPolicy, SECURITY_HEADERS } from '../../../src/middleware';

describe('contentSecurityPolicy', () => {
  test('alone is the one for APIs', () => {
    expect(contentSecurityPolicy()).toBe(SECURITY_HEADERS['Content-Security-Policy']);
  });

  test('opens what is named, and nothing else', () => {
    expect(contentSecurityPolicy({ 'script-src': ["'self'", "'nonce-abc123=='"], 'img-src': ['https://img.example.com', 'data:'], 'form-action': false, 'upgrade-insecure-requests': true, 'sandbox': [] }))
      .toBe("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; script-src 'self' 'nonce-abc123=='; img-src https://img.example.com data:; upgrade-insecure-requests; sandbox");
  });

  test.each<[any, RegExp]>([
    [{ scriptSrc: ["'self'"] }, /has no "scriptSrc"; did you mean "script-src"\?/],
    [{ 'scrpt-src': ["'self'"] }, /did you mean "script-src"\?/],
    [{ 'x-src': ["'self'"] }, /has no "x-src"/],
    [{ 'script-src': ["'none'", 'https://a.example'] }, /script-src has 'none' beside other sources, which contradict it/],
    [{ 'script-src': ['self'] }, /keyword without its quotes, got self; did you mean "'self'"\?/],
    [{ 'script-src': ['sha256-abc='] }, /did you mean "'sha256-abc='"\?/],
    [{ 'script-src': ["'slef'"] }, /no keyword 'slef'; did you mean 'self'\?/],
    [{ 'script-src': [] }, /script-src must be a list; "'none'" in it allows nothing/],
    [{ 'script-src': "'self'" }, /script-src must be a list/],
    [{ 'script-src': ['https://a.example; report-uri //evil'] }, /must hold texts without spaces, commas and semicolons/],
    [{ 'script-src': ['a,b'] }, /without spaces, commas and semicolons/],
    [{ 'script-src': [''] }, /without spaces/],
    [{ 'script-src': ['a\r\nX: b'] }, /without spaces/],
  ])('rejects %j', (directives, message) => {
    expect(() => contentSecurityPolicy(directives)).toThrow(message);
  });
});

describe('permissionsPolicy', () => {
  test('alone closes everything', () => {
    expect(permissionsPolicy()).toBe(SECURITY_HEADERS['Permissions-Policy']);
  });

  test('opens what is named', () => {
    const policy = permissionsPolicy({ 'camera': ['self', 'https://meet.example.com'], 'fullscreen': '*', 'usb': false, 'brand-new-feature': [] }).split(', ');
    expect(policy).toEqual(expect.arrayContaining(['camera=(self "https://meet.example.com")', 'fullscreen=*', 'brand-new-feature=()', 'microphone=()']));
    expect(policy.filter((feature) => feature.startsWith('usb'))).toEqual([]);
  });

  test.each<[any, RegExp]>([
    [{ geolocaton: [] }, /has no "geolocaton"; did you mean "geolocation"\?/],
    [{ Camera: [] }, /has no "Camera"; did you mean "camera"\?/],
    [{ 'a b': [] }, /has no "a b"/],
    [{ camera: ['*', 'self'] }, /camera has "\*" beside other entries/],
    [{ camera: ["'self'"] }, /did you mean "self"\?/],
    [{ camera: ["'none'"] }, /an empty list allows nobody/],
    [{ camera: ['meet.example.com'] }, /camera must hold "self" and origins such as "https:\/\/example\.com"/],
    [{ camera: 'self' }, /camera must be a list/],
  ])('rejects %j', (features, message) => {
    expect(() => permissionsPolicy(features)).toThrow(message);
  });
});
