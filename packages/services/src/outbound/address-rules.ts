/** Which addresses the server may be sent to by somebody who names one, such as the backend of a tenant. */
import type { JsonObject } from '@windhover/model';
import { BlockList, isIP } from 'node:net';

export interface AddressRules {
  /** Whether private, loopback, link-local and other special addresses are open anyway. */
  readonly allowsPrivate: boolean;
  /** Address ranges (`10.1.0.0/16`, `fd00::/8`, or single addresses) that are open, and that are closed, whatever they are. */
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
  /** Addresses of this machine, closed like private ones: what listens here is not for tenants. */
  readonly own?: readonly string[];
}

/** Whether a connection may be made to an IP address and port. */
export type AddressCheck = (address: string, port: number) => boolean;

/** Loopback, private, link-local (metadata services are there), shared, multicast, reserved and documentation ranges. */
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '168.63.129.16', // public, and where machines of Azure ask for their settings
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];
/** Below it stand the services of the system: mail, remote shells, name servers. */
const firstFreePort = 1024;
const openPorts: readonly number[] = [80, 443];

/** IPv4 addresses inside of IPv6 ones (`::ffff:10.0.0.1`) count as what they stand for. */
export function addressCheck({ allowsPrivate, allowed, blocked, own = [] }: AddressRules): AddressCheck {
  const [isClosed, isOpened, isBlocked] = [inRanges([...special, ...own]), inRanges(allowed), inRanges(blocked)];
  return (address, port) => {
    if (isIP(plain(address)) === 0 || isBlocked(address)) return false;
    if (isOpened(address) || allowsPrivate) return true;
    return !isClosed(address) && (port >= firstFreePort || openPorts.includes(port));
  };
}

/** Whether a text is an address within one of the ranges. */
function inRanges(ranges: readonly string[]): (address: string) => boolean {
  const list = toBlockList(ranges);
  return (address) => {
    const family = isIP(plain(address));
    return family !== 0 && list.check(plain(address), family === 4 ? 'ipv4' : 'ipv6');
  };
}

/** Without the name of an interface. */
function plain(address: string): string {
  return address.replace(/%.*$/, '');
}

/** What is open to a tenant with ranges of its own. */
export type TenantAddresses = (allowed: readonly string[]) => AddressCheck;

/**
 * Where machines of clouds learn their credentials, the link-local ranges around it, and forms of IPv6 that stand for any
 * address of IPv4: the list of the instance alone opens these.
 */
const neverOfTenants = [
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::/32',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.0/24',
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
];

/** What the rules of the instance open, and beside it the ranges of the tenant; never what the instance closes by name. */
export function tenantAddressCheck(rules: AddressRules): TenantAddresses {
  const isOpen = addressCheck(rules);
  const isClosed = inRanges([...neverOfTenants, ...rules.blocked]);
  return (allowed) => {
    if (allowed.length === 0) return isOpen;
    const isOfTenant = inRanges(allowed);
    return (address, port) => isOpen(address, port) || (isOfTenant(address) && !isClosed(address));
  };
}

/** Of the settings of a tenant: ranges that are open to it. */
export function allowedAddresses(settings: JsonObject | undefined): readonly string[] {
  const ranges = settings?.['allowedAddresses'];
  return Array.isArray(ranges) ? ranges.filter((range) => typeof range === 'string') : [];
}

/** What of these are no ranges. */
export function wrongRanges(ranges: readonly string[]): readonly string[] {
  return ranges.filter((range) => parseRange(range) === undefined);
}

function toBlockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const parsed = parseRange(range);
    if (parsed === undefined) throw new TypeError(`'${range}' is no range of addresses`);
    list.addSubnet(parsed.address, parsed.prefix, parsed.family);
  }
  return list;
}

function parseRange(range: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [address = '', length] = range.trim().split('/', 2);
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (family === 0 || !(prefix <= bits)) return undefined;
  return { address, prefix, family: family === 4 ? 'ipv4' : 'ipv6' };
}
