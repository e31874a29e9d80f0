import { createServer } from 'http';
import { AddressInfo } from 'net';
import { gunzipSync } from 'zlib';
import { bodyBytes } from '../runtimes/runtime-api';

/** Where a vendor that sends over the network sends to: on this machine, and what it got is text. */
export interface Intake {
  readonly port: number;
  readonly received: () => string;
  readonly close: () => void;
}

export async function openIntake(): Promise<Intake> {
  let received = '';
  const server = createServer((request, response) => void bodyBytes(request).then((bytes) => {
    received += request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes).toString() : bytes.toString();
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
