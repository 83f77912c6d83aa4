/**
 * Connections to hosts that somebody named: a name is resolved once, what it stands for is checked, and the connection
 * goes to the address that was checked. A name that means another address a moment later gains nothing.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressCheck } from './address-rules.ts';

/** The host may not be connected to; the answer to whoever named it says no more than that. */
export class AddressBlocked extends Error {
  constructor(host: string) {
    super(`Connections to '${host}' are not allowed: open its address range with kestra.http.allowed-addresses`);
    this.name = 'AddressBlocked';
  }
}

/** Throws `AddressBlocked` for a host that is an address and closed: the system resolves none, so no lookup sees it. */
export function demandOpenAddress(host: string, port: number, isAllowed: AddressCheck): void {
  const address = host.replaceAll(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !isAllowed(address, port)) throw new AddressBlocked(address);
}

/** Answers those addresses of a name that are allowed; fails when none is. */
export function guardedLookup(
  isAllowed: AddressCheck,
  port: number,
  resolve: typeof systemLookup = systemLookup,
): LookupFunction {
  return (hostname, { all: wantsAll, ...options }, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => isAllowed(address, port));
      const [first] = allowed;
      if (first === undefined) return callback(new AddressBlocked(hostname), '', 0);
      if (wantsAll === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
