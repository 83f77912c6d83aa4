import type { TenantKey } from '@windhover/model';
import { fileStoreContract } from '@windhover/ports/contract-tests';
import { hasS3, listenOnLoopback, startS3, type S3Server } from '@windhover/testing';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openS3Files } from './open-s3-files.ts';
import { readMinioSettings, readS3Settings, type ReadSettings, type S3Settings } from './s3-settings.ts';

const dev = 'dev' as TenantKey;
describe.skipIf(!hasS3)('with a server of S3', () => {
  const shared = { current: undefined as S3Server | undefined };

  beforeAll(async () => {
    shared.current = await startS3();
  });
  afterAll(() => shared.current?.stop());

  fileStoreContract('files in S3', () => openS3Files({ settings: settingsFor(shared.current!), attempts: 1 }));

  test('a large file is sent in parts, and one whose content fails leaves none behind', async () => {
    const s3 = await startS3();
    const store = await openS3Files({ settings: settingsFor(s3), attempts: 1 });
    const files = store.open(dev);
    const chunk = new Uint8Array(1024 ** 2).fill(7);

    await files.put('/big', chunks(chunk, 18));
    await expect(files.put('/broken', chunks(chunk, 18, 'the sender went away'))).rejects.toThrow(
      'the sender went away',
    );

    expect((await files.find('/big'))?.sizeBytes).toBe(18 * 1024 ** 2);
    expect((await files.list('/')).map(({ path }) => path)).toEqual(['/big']);
    await files.move('/big', '/moved');
    expect((await files.find('/moved'))?.sizeBytes).toBe(18 * 1024 ** 2);
  });

  test('more files than fit on one page are listed, moved and deleted', async () => {
    const s3 = await startS3();
    const store = await openS3Files({ settings: settingsFor(s3), attempts: 1 });
    const files = store.open(dev);
    const names = Array.from({ length: 1_050 }, (_, index) => `/many/${String(index).padStart(4, '0')}`);
    for (let start = 0; start < names.length; start += 50) {
      await Promise.all(names.slice(start, start + 50).map((name) => files.put(name, new Uint8Array(1))));
    }

    expect((await files.list('/many')).map(({ path }) => path)).toEqual(names);
    await files.move('/many', '/more');
    expect(await Array.fromAsync(files.walk('/more'))).toHaveLength(1_050);
    expect(await files.delete('/more')).toBe(true);
    expect(await files.list('/')).toEqual([]);
  });

  test('what S3 refuses, and that it is away, is said without its address', async () => {
    const s3 = await startS3();
    const settings = settingsFor(s3);
    const ask = async (changed: Partial<S3Settings>): Promise<string> => {
      const store = await openS3Files({ settings: { ...settings, ...changed }, attempts: 1 });
      return store
        .open(dev)
        .list('/')
        .then(String, ({ message }: Error) => message);
    };

    expect(await ask({ bucket: 'another' })).toBe('Storage cannot be reached: its bucket does not exist');
    expect(await ask({ endpoint: await refusing() })).toBe(
      'Storage cannot be reached: S3 refuses access: check key and policies',
    );
    await s3.stop();
    expect(await ask({})).toBe('Storage cannot be reached: S3 does not answer');
  });
});

test('a folder is deleted page by page, however much is in it', async () => {
  const { port, asked } = await threePages();
  const store = await openS3Files({ settings: settingsFor({ port, bucket: 'files' }), attempts: 1 });

  expect(await store.open(dev).delete('/')).toBe(true);

  expect(asked.filter((each) => each !== 'HEAD')).toEqual(['list 1', 'delete', 'list 2', 'delete', 'list 3', 'delete']);
});

test('settings are read in either spelling; all that is wrong is told, without a value', () => {
  expect(
    settingsOf(readS3Settings({ bucket: 'files', 'access-key': 'a', secretKey: 's', forcePathStyle: 'true' })),
  ).toEqual({
    bucket: 'files',
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    forcePathStyle: true,
    partSizeBytes: 8 * 1024 ** 2,
  });
  expect(
    settingsOf(readMinioSettings({ endpoint: 'minio', secure: true, bucket: 'files', accessKey: 'a', secretKey: 's' })),
  ).toMatchObject({ endpoint: 'https://minio:9000', forcePathStyle: true });
  const wrong = readS3Settings({ bucket: 'A', endpoint: 's3.example.org', secretKey: 'hidden', partSize: 17 });
  expect('problems' in wrong && wrong.problems.map(({ path }) => path)).toEqual([
    'endpoint',
    'bucket',
    'accessKey',
    'partSize',
  ]);
  expect(JSON.stringify(wrong)).not.toContain('hidden');
  expect(readMinioSettings({})).toMatchObject({
    problems: [{ path: 'endpoint' }, { path: 'accessKey' }, { path: 'bucket' }],
  });
});

function settingsFor({ port, bucket }: Pick<S3Server, 'port' | 'bucket'>): S3Settings {
  return settingsOf(readMinioSettings({ endpoint: '127.0.0.1', port, bucket, accessKey: 'key', secretKey: 'secret' }));
}

function settingsOf(read: ReadSettings): S3Settings {
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

/** A server that knows no key. */
async function refusing(): Promise<string> {
  const port = await listen((_, response) => {
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end('<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
  });
  return `http://127.0.0.1:${port}`;
}

/** A server whose bucket has three pages of one object each, and what it was asked for. */
async function threePages(): Promise<{ readonly port: number; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const port = await listen(({ method, url }, response) => {
    const { searchParams } = new URL(url!, 'http://s3');
    const page = Number(searchParams.get('continuation-token') ?? 1);
    const isList = method === 'GET';
    asked.push(isList ? `list ${page}` : method === 'POST' ? 'delete' : method!);
    const next = page < 3 ? `<NextContinuationToken>${page + 1}</NextContinuationToken>` : '';
    const listed = `<ListBucketResult><Contents><Key>dev/${page}</Key></Contents>${next}</ListBucketResult>`;
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(isList ? listed : '<DeleteResult></DeleteResult>');
  });
  return { port, asked };
}

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return listenOnLoopback(server);
}

async function* chunks(chunk: Uint8Array, times: number, failure?: string): AsyncIterable<Uint8Array> {
  for (let index = 0; index < times; index += 1) yield chunk;
  if (failure !== undefined) throw new Error(failure);
}
