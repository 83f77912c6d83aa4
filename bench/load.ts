import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LoadOrder, LoadReport } from './load-worker.ts';

/** Sends prepared requests over and over from another thread; throws when an answer was no success. */
export async function load(order: LoadOrder): Promise<LoadReport> {
  const worker = new Worker(new URL('./load-worker.ts', import.meta.url), { workerData: order });
  const [report] = (await once(worker, 'message')) as [LoadReport];
  if (report.failures > 0)
    throw new Error(`${report.failures} requests failed, the first with: ${report.firstFailure}`);
  return report;
}

/** A request as bytes on the wire. */
export function requestText(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): string {
  const lines = Object.entries({ Host: 'localhost', 'Content-Length': String(Buffer.byteLength(body)), ...headers });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
