import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAddress } from './connection-address.ts';

const plain = {
  host: 'localhost',
  port: 5432,
  database: 'kestra',
  user: undefined,
  password: undefined,
  schema: undefined,
  applicationName: undefined,
  preparedStatements: true,
  sslMode: 'prefer',
};

test.for([
  ['jdbc:postgresql://localhost:5432/kestra', {}],
  ['jdbc:postgresql:kestra', {}],
  ['postgres://localhost/kestra', {}],
  ['jdbc:postgresql://db.example.com/kestra', { host: 'db.example.com' }],
  ['jdbc:postgresql://[::1]:6000/kestra', { host: '::1', port: 6000 }],
  [
    'postgresql://jane:p%40ss:w%25rd@db:6000/my%20db',
    { host: 'db', port: 6000, user: 'jane', password: 'p@ss:w%rd', database: 'my db' },
  ],
  ['postgresql://jane@db', { host: 'db', user: 'jane', database: 'jane' }],
  [
    'jdbc:postgresql://db/kestra?user=jane&password=a%26b&currentSchema=wind',
    { host: 'db', user: 'jane', password: 'a&b', schema: 'wind' },
  ],
  [
    'jdbc:postgresql://db/kestra?prepareThreshold=0&ApplicationName=one',
    { host: 'db', preparedStatements: false, applicationName: 'one' },
  ],
  ['postgresql:///kestra?host=/var/run/postgresql', { host: '/var/run/postgresql' }],
  ['jdbc:postgresql://localhost/kestra?sslmode=disable', { sslMode: 'disable' }],
  ['jdbc:postgresql://localhost/kestra?ssl=true', { sslMode: 'verify-full' }],
] as const)('%s', ([url, expected]) => {
  expect(parseAddress(url)).toMatchObject({ ...plain, ...expected });
});

test.for([
  ['mysql://localhost/kestra', /is expected/],
  ['jdbc:postgresql://one:5432,two:5432/kestra', /several hosts/],
  ['jdbc:postgresql://localhost:99999/kestra', /no host with a port/],
  ['jdbc:postgresql://localhost/kestra?sslmode=maybe', /sslmode 'maybe' is not one of/],
] as const)('%s is refused', ([url, reason]) => {
  expect(() => parseAddress(url)).toThrow(reason);
});

test('what each mode of TLS checks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-address-'));
  writeFileSync(join(folder, 'root.crt'), 'the root');
  const of = (query: string) => parseAddress(`jdbc:postgresql://db/kestra?${query}&sslrootcert=${folder}/root.crt`).tls;
  expect(of('sslmode=disable')).toBeUndefined();
  expect(of('sslmode=require')).toMatchObject({ rejectUnauthorized: false });
  expect(of('sslmode=verify-ca')).toMatchObject({ rejectUnauthorized: true, ca: 'the root' });
  expect(of('sslmode=verify-full')).not.toHaveProperty('checkServerIdentity');
  rmSync(folder, { recursive: true });
});
