import { createServer, request, type Server } from 'node:http';
import { listenOnLoopback } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressCheck, tenantAddressCheck, wrongRanges } from './address-rules.ts';
import { guardedAgents, type Agents } from './guarded-agents.ts';

const strict = { allowsPrivate: false, allowed: [], blocked: [] };

let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((_, response) => response.end('reached'));
  port = await listenOnLoopback(server);
});
afterAll(() => void server.close());

test.each([
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.31.0.1',
  '192.168.1.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  '168.63.129.16',
  '::ffff:0:127.0.0.1',
  '::ffff:0:7f00:1',
  '3fff::1',
  '5f00::1',
  '::ffff:127.0.0.1',
  '::10.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::7f00:1',
  'fe80::1%eth0',
  'fd00::1',
  'ff02::1',
  'not an address',
])('%s is closed', (address) => {
  expect(addressCheck(strict)(address, 443)).toBe(false);
});

test.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])('%s is open', (address) => {
  expect(addressCheck(strict)(address, 8200)).toBe(true);
});

test('ports of system services are closed', () => {
  expect([22, 25, 53, 80, 443, 1023, 1024].filter((port) => addressCheck(strict)('1.1.1.1', port))).toEqual([
    80, 443, 1024,
  ]);
});

test('addresses of this machine are closed though they are public, unless they are opened', () => {
  const own = ['1.1.1.1', '2606:4700::1111'];
  expect(own.map((address) => addressCheck({ ...strict, own })(address, 443))).toEqual([false, false]);
  expect(own.map((address) => addressCheck({ ...strict, own, allowed: own })(address, 443))).toEqual([true, true]);
});

test('ranges of a tenant open what the instance leaves closed, every port of it, and nothing for another tenant', () => {
  const check = tenantAddressCheck({ ...strict, allowed: ['192.168.1.0/24'], blocked: ['10.0.9.0/24'] });
  const [ofTenant, ofOthers] = [check(['10.0.0.0/16', 'fd00::/8', '127.0.0.1']), check([])];
  const addresses = ['10.0.0.1', 'fd00::1', '127.0.0.1', '::ffff:10.0.0.1', '192.168.1.1', '1.1.1.1'];

  expect(addresses.map((address) => ofTenant(address, address === '1.1.1.1' ? 443 : 22))).toEqual(
    addresses.map(() => true),
  );
  expect(addresses.map((address) => ofOthers(address, 443))).toEqual([false, false, false, false, true, true]);
  expect(['10.1.0.1', '10.0.9.1', '127.0.0.2', 'not an address'].map((address) => ofTenant(address, 443))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test.each([
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  'fe80::a9fe:a9fe%eth0',
  'fd00:ec2::254',
  '100.100.100.200',
  '192.0.0.192',
])('no range of a tenant opens %s, where machines learn credentials; one of the instance does', (address) => {
  const everything = ['0.0.0.0/0', '::/0'];
  expect(tenantAddressCheck(strict)(everything)(address, 80)).toBe(false);
  expect(tenantAddressCheck({ ...strict, allowed: everything })([])(address, 80)).toBe(true);
});

test('ranges open and close, closing first', () => {
  const isAllowed = addressCheck({ ...strict, allowed: ['10.1.0.0/16', '::1'], blocked: ['10.1.2.0/24', '1.1.1.1'] });
  expect(['10.1.1.1', '10.1.2.1', '10.2.0.1', '::1', '1.1.1.1'].map((address) => isAllowed(address, 22))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  const open = addressCheck({ ...strict, allowsPrivate: true, blocked: ['169.254.0.0/16'] });
  expect([open('127.0.0.1', 22), open('169.254.169.254', 80)]).toEqual([true, false]);
  expect(wrongRanges(['10.0.0.0/8', '10.0.0.0/33', 'fd00::/8', 'host', '1.2.3.4', '1.2.3.4/x'])).toEqual([
    '10.0.0.0/33',
    'host',
    '1.2.3.4/x',
  ]);
});

test('nothing is sent to an address that is closed, however it is written', async () => {
  const agents = guardedAgents(addressCheck(strict));
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:7f00:1]', '017700000001']) {
    await expect(ask(agents, host), host).rejects.toThrow('are not allowed');
  }
  const opened = guardedAgents(addressCheck({ ...strict, allowed: ['127.0.0.0/8'] }));
  expect(await ask(opened, '127.0.0.1')).toBe('reached');
  expect(await ask(opened, 'localhost')).toBe('reached');
});

function ask(agents: Agents, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(`http://${host}:${port}/`), { agent: agents.http }, (response) => {
      response.setEncoding('utf8').once('data', resolve);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
