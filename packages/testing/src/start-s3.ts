/** A server that speaks S3's API, on loopback and in memory: for tests. It checks no keys. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { endWithTest } from './end-with-test.ts';

export interface S3Server {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** One that is there. */
  readonly bucket: string;
  /** Of a server whose files lie in that bucket. */
  readonly configuration: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('../../../.cache/bin/gofakes3', import.meta.url));
/** Whether the program is there: without Go it is not, and the tests that need it are passed over. */
export const hasS3 = existsSync(program);
const bucket = 'windhover';

/** Ends with the test that started it; elsewhere `stop` is the caller's. */
export async function startS3(): Promise<S3Server> {
  if (!hasS3) throw new Error(`'${program}' is missing: run 'node tools/install-services.ts', which needs Go`);
  const child = spawn(program, ['-backend', 'memory', '-host', '127.0.0.1:0', '-initialbucket', bucket]);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // A test run that is broken off leaves nothing behind
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const match = /using port: (\d+)/.exec(said);
      if (match !== null) resolve(Number(match[1]));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`gofakes3 ended with exit code ${String(code)}:\n${said}`)));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    process.off('exit', killWithUs);
  };
  await endWithTest(stop);
  const configuration = {
    'kestra.storage.type': 'minio',
    'kestra.storage.minio.endpoint': '127.0.0.1',
    'kestra.storage.minio.port': port,
    'kestra.storage.minio.bucket': bucket,
    'kestra.storage.minio.access-key': 'key',
    'kestra.storage.minio.secret-key': 'secret',
  };
  return { url: `http://127.0.0.1:${port}`, port, bucket, configuration, stop };
}
