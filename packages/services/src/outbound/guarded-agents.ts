/**
 * Connections to hosts that somebody named: a name is resolved once, what it stands for is checked, and the connection
 * goes to the address that was checked. A name that means another address a moment later gains nothing.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressCheck } from './address-rules.ts';

export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** The host may not be connected to; the answer to whoever named it says no more than that. */
export class AddressBlocked extends Error {
  constructor(host: string) {
    super(`Connections to '${host}' are not allowed: open its address range with kestra.http.allowed-addresses`);
    this.name = 'AddressBlocked';
  }
}

interface Target {
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}

export function guardedAgents(isAllowed: AddressCheck): Agents {
  const options: AgentOptions = { keepAlive: true };
  const http = new HttpAgent(options);
  const https = new HttpsAgent(options);
  for (const agent of [http, https]) guard(agent, isAllowed);
  return { http, https };
}

function guard(agent: HttpAgent, isAllowed: AddressCheck): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const { host, port } = options as Target;
    const name = String(host ?? '').replaceAll(/^\[|\]$/g, '');
    const portNumber = Number(port ?? 0);
    // The system resolves no address: what is one already is checked here
    if (isIP(name) !== 0 && !isAllowed(name, portNumber)) throw new AddressBlocked(name);
    return connect({ ...options, lookup: guardedLookup(isAllowed, portNumber) } as typeof options, callback);
  };
}

/** Answers those addresses of a name that are allowed; fails when none is. */
function guardedLookup(isAllowed: AddressCheck, port: number): LookupFunction {
  return (hostname, { all: wantsAll, ...options }, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => isAllowed(address, port));
      const [first] = allowed;
      if (first === undefined) return callback(new AddressBlocked(hostname), '', 0);
      if (wantsAll === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
