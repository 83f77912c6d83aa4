import { createServer } from 'node:http';
import { readTenantKeys, type HttpRequest, type Tenant, type TenantKey } from '@windhover/model';
import { listenOnLoopback } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';
import { tenantAddressCheck } from './address-rules.ts';
import { createTenantHttp } from './tenant-http.ts';

const [dev, other] = ['dev', 'other'] as TenantKey[];

test('each tenant has its own rate, redirects counted, and room again when time has gone by', async () => {
  const { ask, clock } = await setUp({ maxRequests: 3, windowMs: 60_000 });
  const refusal = "tenant 'dev' may send 3 in 60 s; try again in 20 s";

  expect([await ask(dev!), await ask(dev!, '/redirect')]).toEqual([200, 200]);
  await expect(ask(dev!)).rejects.toThrow(refusal);
  await expect(ask('dev~2' as TenantKey)).resolves.toBe(200);
  expect(await ask(other!)).toBe(200);
  clock.at += 20_000;
  expect(await ask(dev!)).toBe(200);
});

test('a redirect beyond the rate is not followed', async () => {
  const { ask, asked } = await setUp({ maxRequests: 1, windowMs: 1_000 });

  await expect(ask(dev!, '/redirect')).rejects.toThrow('Too many requests to servers outside');
  expect(asked).toEqual(['/redirect']);
});

test('a range opens to the tenant that has it, from the next request on', async () => {
  const { ask, settings } = await setUp({ maxRequests: 0, windowMs: 1 });
  settings.delete('dev');

  await expect(ask(dev!)).rejects.toThrow("Connections to '127.0.0.1' are not allowed");
  settings.set('dev', ['127.0.0.0/8']);

  expect(await ask(dev!)).toBe(200);
  settings.delete('other');
  await expect(ask(other!)).rejects.toThrow('are not allowed');
});

/** A server on loopback, which is open to tenants that say so. */
async function setUp(rate: { readonly maxRequests: number; readonly windowMs: number }) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    if (request.url === '/redirect') response.writeHead(302, { location: '/' }).end();
    else response.end('reached');
  });
  onTestFinished(() => void server.close());
  const port = await listenOnLoopback(server);
  const clock = { at: 0, monotonic: () => clock.at };
  const settings = new Map(['dev', 'dev~2', 'other'].map((key) => [key, ['127.0.0.1']]));
  const records = {
    idOf: readTenantKeys(undefined).idOf,
    find: async (key: TenantKey) => ({ settings: { allowedAddresses: settings.get(key) ?? [] } }) as unknown as Tenant,
  };
  const addresses = tenantAddressCheck({ allowsPrivate: false, allowed: [], blocked: [] });
  const http = createTenantHttp({ addresses, records, rate, clock });
  const request: Omit<HttpRequest, 'url'> = {
    method: 'GET',
    headers: {},
    followsRedirects: true,
    connectTimeoutMs: 2_000,
    idleTimeoutMs: 2_000,
    trustsAnyCertificate: false,
    signal: new AbortController().signal,
  };
  return {
    asked,
    clock,
    settings,
    async ask(key: TenantKey, path = '/'): Promise<number> {
      const reply = await http.of(key).send({ ...request, url: `http://127.0.0.1:${port}${path}` });
      reply.discard();
      return reply.status;
    },
  };
}
