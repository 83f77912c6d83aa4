/** A load generator on a thread of its own: raw sockets and prepared bytes, so that what is measured is the server. */
import { connect, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

export interface LoadOrder {
  readonly port: number;
  readonly connections: number;
  readonly count: number;
  /** Whole requests, head and body, sent in turn. */
  readonly requests: readonly string[];
}

export interface LoadReport {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
  readonly failures: number;
  readonly firstFailure?: string;
}

const order = workerData as LoadOrder;
const requests = order.requests.map((request) => Buffer.from(request, 'utf8'));
const latenciesMs: number[] = [];
let sent = 0;
let failures = 0;
let firstFailure: string | undefined;

const start = performance.now();
await Promise.all(Array.from({ length: order.connections }, () => drive()));
const report: LoadReport = {
  perSecond: (latenciesMs.length / (performance.now() - start)) * 1000,
  latenciesMs,
  failures,
  ...(firstFailure === undefined ? {} : { firstFailure }),
};
parentPort?.postMessage(report);

function drive(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(order.port, '127.0.0.1');
    let received = Buffer.alloc(0);
    let began = 0;
    const next = (): void => {
      if (sent >= order.count) {
        socket.end();
        resolve();
        return;
      }
      began = performance.now();
      socket.write(requests[sent % requests.length]!);
      sent += 1;
    };
    socket.setNoDelay(true);
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const head = received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const text = received.toString('latin1', 0, head);
      const length = /content-length: (\d+)/i.exec(text)?.[1];
      if (length === undefined) {
        reject(new Error(`The answer has no content-length: ${text.slice(0, 200)}`));
        return;
      }
      if (received.length < head + 4 + Number(length)) return;
      if (!/^HTTP\/1\.1 2\d\d/.test(text)) {
        failures += 1;
        firstFailure ??= received.toString('utf8').slice(0, 500);
      }
      received = Buffer.alloc(0);
      latenciesMs.push(performance.now() - began);
      next();
    });
  });
}
