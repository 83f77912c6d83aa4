/** A network that is one door: a proxy outside, reached through a socket that the sandbox shows. */
import { open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Program, TenantKey } from '@windhover/model';
import { forwarderSource } from './forwarder-source.ts';
import { exists, realPathOf } from './program-folders.ts';
import type { Place } from './sandbox-layout.ts';

/** Serves a proxy for a tenant at a path that nothing is at; the answer ends it and all its connections. */
export type ServeProxy = (path: string, tenantKey: TenantKey) => Promise<() => Promise<void>>;

export interface Door {
  /** What is started in the program's place. */
  readonly program: Program;
  /** What the sandbox has to show for it. */
  readonly places: readonly Place[];
  close(): Promise<void>;
}

export interface Doors {
  open(program: Program, tenantKey: TenantKey): Promise<Door>;
  close(): Promise<void>;
}

const inside = { node: '/run/network/node', forwarder: '/run/network/forwarder.cjs', socket: '/run/network/socket' };
/** Nobody else has the loopback of a sandbox. */
const port = 3128;

/** Makes a door for each run. The folder is there, and ours alone. */
export async function openDoors(folder: string, serveProxy: ServeProxy): Promise<Doors> {
  await removeLeftovers(folder);
  const forwarder = join(folder, 'forwarder.cjs');
  await writeFile(forwarder, forwarderSource);
  const node = await realPathOf(process.execPath);
  // Paths of sockets are short; an open folder has a short name, however deep it lies
  const handle = await open(folder);
  return {
    async open(program, tenantKey) {
      const name = `${process.pid}-${randomUUID()}.sock`;
      const close = await serveProxy(`/proc/self/fd/${handle.fd}/${name}`, tenantKey);
      return {
        program: {
          ...program,
          command: [inside.node, inside.forwarder, inside.socket, String(port), ...program.command],
          environment: { ...program.environment, ...proxyVariables },
        },
        places: [
          { kind: 'shown', path: inside.node, source: node },
          { kind: 'shown', path: inside.forwarder, source: forwarder },
          { kind: 'shown', path: inside.socket, source: join(folder, name) },
        ],
        close,
      };
    },
    close: () => handle.close(),
  };
}

/** Of servers that were killed. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^(\d+)-.*\.sock$/.exec(name)?.[1];
    if (pid !== undefined && !(await exists(`/proc/${pid}`))) await rm(join(folder, name), { force: true });
  }
}

const address = `http://127.0.0.1:${port}`;
const notThrough = 'localhost,127.0.0.1,::1';
/** Both spellings are in use. */
const proxyVariables = {
  HTTP_PROXY: address,
  HTTPS_PROXY: address,
  NO_PROXY: notThrough,
  http_proxy: address,
  https_proxy: address,
  no_proxy: notThrough,
  // Node's own client does not look at the others without it
  NODE_USE_ENV_PROXY: '1',
};
