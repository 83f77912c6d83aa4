/** The main thread's end of the reader thread: started on use, ended at rest, replaced when a question takes too long. */
import { startThread, threadRestMs } from './threads/start-thread.ts';
import type { Worker } from 'node:worker_threads';
import type { FromReader, Query, Row, ToReader } from './threads/reader-thread.ts';

interface Waiting {
  resolve(rows: readonly (readonly Row[])[]): void;
  reject(error: Error): void;
}

/** Lists and searches take well below a second. */
const defaultMaxReadMs = 20_000;

export class Reader {
  readonly #path: string;
  readonly #maxReadMs: number;
  readonly #restMs: number;
  #thread: Worker | undefined;
  #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #watchdog: NodeJS.Timeout | undefined;
  #rest: NodeJS.Timeout | undefined;
  #ended: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    path: string,
    {
      maxReadMs = defaultMaxReadMs,
      restMs = threadRestMs,
    }: { readonly maxReadMs?: number; readonly restMs?: number } = {},
  ) {
    this.#path = path;
    this.#maxReadMs = maxReadMs;
    this.#restMs = restMs;
  }

  /** The rows of each query, all from one snapshot that holds every write answered before. */
  readAll(queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
    if (this.#closed) return Promise.reject(new Error('The store was closed'));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      clearTimeout(this.#rest);
      this.#waiting.set(id, { resolve, reject });
      this.#thread ??= this.#start();
      this.#thread.ref();
      this.#thread.postMessage({ kind: 'read', id, queries } satisfies ToReader);
      this.#watchdog ??= this.#watch();
    });
  }

  async read(query: Query): Promise<readonly Row[]> {
    return (await this.readAll([query]))[0]!;
  }

  /** Whether no thread runs. */
  isAtRest(): boolean {
    return this.#thread === undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#end();
    await this.#ended;
  }

  #end(): void {
    clearTimeout(this.#rest);
    const thread = this.#thread;
    if (thread === undefined) return;
    this.#ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    thread.postMessage({ kind: 'close' } satisfies ToReader);
  }

  #start(): Worker {
    const thread = startThread('reader-thread', { path: this.#path });
    thread.on('message', (message: FromReader) => this.#receive(message));
    thread.once('error', (error) => this.#drop(thread, error));
    return thread;
  }

  #receive(message: FromReader): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    clearTimeout(this.#watchdog);
    this.#watchdog = this.#waiting.size === 0 ? undefined : this.#watch();
    if (this.#waiting.size === 0) this.#letRest();
    if ('rows' in message) waiting?.resolve(message.rows);
    else waiting?.reject(new Error(message.reason));
  }

  #letRest(): void {
    this.#thread?.unref();
    if (this.#closed) return;
    this.#rest = setTimeout(() => {
      this.#end();
      this.#thread = undefined;
    }, this.#restMs).unref();
  }

  /** The time counts from the last answer: what is being read is always the oldest question. */
  #watch(): NodeJS.Timeout {
    return setTimeout(() => {
      const thread = this.#thread;
      if (thread === undefined) return;
      this.#drop(
        thread,
        new Error(`The search took longer than ${String(this.#maxReadMs / 1000)} s and was given up; narrow it down`),
      );
      void thread.terminate();
    }, this.#maxReadMs).unref();
  }

  #drop(thread: Worker, error: Error): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    clearTimeout(this.#watchdog);
    this.#watchdog = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(error);
  }
}
