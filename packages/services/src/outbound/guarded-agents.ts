/** What Node's own client connects through, for clients of backends that tenants name. */
import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { AddressCheck } from './address-rules.ts';
import { demandOpenAddress, guardedLookup } from './guarded-lookup.ts';

export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
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
    const portNumber = Number(port ?? 0);
    demandOpenAddress(String(host ?? ''), portNumber, isAllowed);
    return connect({ ...options, lookup: guardedLookup(isAllowed, portNumber) } as typeof options, callback);
  };
}
