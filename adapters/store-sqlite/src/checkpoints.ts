/** Asks the checkpoint thread for its work while there are commits; started with the first one, ended without. */
import { startThread, threadRestMs } from './threads/start-thread.ts';
import type { Worker } from 'node:worker_threads';
import type { ToCheckpointer } from './threads/checkpoint-thread.ts';

/** Also the most that `durability: relaxed` may lose in a power cut: a checkpoint flushes what was committed before it. */
const intervalMs = 200;

export class Checkpoints {
  readonly #path: string;
  #thread: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;
  #rest: NodeJS.Timeout | undefined;
  #ended: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Something was committed. */
  due(): void {
    if (this.#timer !== undefined || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#checkpoint();
    }, intervalMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#end();
    await this.#ended;
  }

  #checkpoint(): void {
    this.#thread ??= this.#start();
    this.#thread.postMessage('checkpoint' satisfies ToCheckpointer);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#end(), threadRestMs).unref();
  }

  #end(): void {
    clearTimeout(this.#rest);
    const thread = this.#thread;
    if (thread === undefined) return;
    this.#thread = undefined;
    this.#ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    thread.postMessage('close' satisfies ToCheckpointer);
  }

  #start(): Worker {
    const thread = startThread('checkpoint-thread', { path: this.#path });
    thread.unref();
    // Without the thread the writer checkpoints at its cap: slower, not wrong. The next commit starts another one.
    thread.once('error', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    return thread;
  }
}
