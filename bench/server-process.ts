/** The program as users start it, in a process of its own, with its folder and its code cache in a temporary one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../tools/build-program.ts';

export const credentials = { username: 'admin@example.com', password: 'Admin-123!' } as const;
export const authorization = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;

const program = join(import.meta.dirname, '..', 'apps', 'cli', 'bin', 'windhover.js');

export interface ServerFolder {
  readonly path: string;
  remove(): void;
}

export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  /** From the start of the process to the first answer. */
  readonly readyMs: number;
  /** Below `/api/v1`; throws unless the answer is a success. */
  call(method: string, path: string, body?: string): Promise<unknown>;
  /** CPU time of the main thread in microseconds; undefined where the system does not tell. */
  mainThreadCpuUs(): number | undefined;
  /** Of all threads. */
  cpuUs(): number | undefined;
  residentBytes(): number | undefined;
  stop(): Promise<void>;
}

/** `tenants` switches multi-tenancy on. */
export function makeServerFolder({ tenants = false } = {}): ServerFolder {
  const path = mkdtempSync(join(tmpdir(), 'windhover-bench-'));
  const configuration = {
    'micronaut.server.port': 0,
    'endpoints.all.port': 0,
    'kestra.storage.local.base-path': join(path, 'data'),
    'kestra.tasks.tmp-dir.path': join(path, 'tmp'),
    'kestra.ee.tenants.enabled': tenants,
    'kestra.security.super-admin': { ...credentials, 'tenant-admin-access': ['main'] },
  };
  writeFileSync(join(path, 'application.yml'), JSON.stringify(configuration));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Resolves at the first answer; rejects with what the program said when it ends instead. */
export async function startServerProcess(folder: ServerFolder): Promise<ServerProcess> {
  await buildProgram();
  const cache = join(folder.path, 'cache');
  mkdirSync(cache, { recursive: true });
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [program, 'server', 'local', '-c', join(folder.path, 'application.yml'), '--no-ui'],
    {
      cwd: folder.path,
      env: { PATH: process.env['PATH'], HOME: folder.path, XDG_CACHE_HOME: cache },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const exited = once(child, 'exit').then(() => void process.off('exit', killWithUs));
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /Server Running: (http:\/\/[^\s,]+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found.replace('localhost', '127.0.0.1'));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void exited.then(() => reject(new Error(`The server ended:\n${said}`)));
  });
  await fetch(`${url}/ping`);
  const readyMs = performance.now() - began;
  const pid = child.pid!;
  return {
    url,
    port: Number(new URL(url).port),
    readyMs,
    async call(method, path, body) {
      const headers = { authorization, ...(body !== undefined && { 'content-type': contentType(body) }) };
      const response = await fetch(`${url}/api/v1${path}`, { method, headers, ...(body !== undefined && { body }) });
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
      return response.json();
    },
    mainThreadCpuUs: () => threadUs(pid, pid),
    cpuUs: () =>
      fromSystem(() => readdirSync(`/proc/${pid}/task`).reduce((sum, id) => sum + threadUs(pid, Number(id))!, 0)),
    residentBytes: () =>
      fromSystem(() => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function contentType(body: string): string {
  return body.startsWith('id:') ? 'application/x-yaml' : 'application/json';
}

/** Time on a CPU, in nanoseconds as the kernel tells it. */
function threadUs(pid: number, thread: number): number | undefined {
  return fromSystem(() => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1_000);
}

/** Only Linux has these files. */
function fromSystem(read: () => number): number | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
