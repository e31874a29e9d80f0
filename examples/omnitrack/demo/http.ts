import { request } from 'http';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { REGION } from '../../../embedded-aws/embedded-aws';

/** What came back. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  /** Whether the call is signed with IAM credentials. */
  readonly signed?: boolean;
}

const signer = new SignatureV4({
  service: 'execute-api',
  region: REGION,
  sha256: Sha256,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** Calls the API as a client would: its name is in the Host header, and its address is the loopback interface. */
export async function call(
  port: number,
  apiId: string,
  stage: string,
  { method = 'GET', path, body, headers = {}, signed = true }: Call,
): Promise<ApiResponse> {
  const plain = {
    method,
    protocol: 'http:',
    hostname: `${apiId}.execute-api.localhost`,
    path: `/${stage}${path}`,
    body,
    headers: {
      'host': `${apiId}.execute-api.localhost:${port}`,
      'user-agent': 'omnitrack-demo/1.0',
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    },
  };
  const sent = signed ? await signer.sign(plain) : plain;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, method, path: plain.path, headers: { ...sent.headers, ...headers } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode!, headers: incoming.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
