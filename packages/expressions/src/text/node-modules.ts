import type * as Crypto from 'node:crypto';
import type * as Module from 'node:module';
import type * as Net from 'node:net';
import type * as Vm from 'node:vm';

/*
 * The editor imports this package in a browser, to parse and to complete. So modules of Node are asked for when a
 * filter runs, never imported.
 */

function builtin(name: string): unknown {
  const host = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  const found = host.process?.getBuiltinModule?.(name);
  if (found === undefined) throw new Error(`This part of the expression language needs Node (${name})`);
  return found;
}

export function nodeCrypto(): typeof Crypto {
  return builtin('node:crypto') as typeof Crypto;
}

export function nodeNet(): typeof Net {
  return builtin('node:net') as typeof Net;
}

export function nodeVm(): typeof Vm {
  return builtin('node:vm') as typeof Vm;
}

/** Loads a large CommonJS dependency when it is first wanted, because most flows never want it. */
export function requireLater(name: string): unknown {
  const { createRequire } = builtin('node:module') as typeof Module;
  return createRequire(import.meta.url)(name);
}
