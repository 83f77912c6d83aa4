import type { OpenTaskRun } from '@windhover/engine';
import type { LogLevel } from '@windhover/model';
import type { StoredLogLine } from '@windhover/ports';
import { levelIndex } from './batch.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Held } from './held.ts';
import { toLine } from './log-lines.ts';

const reached =
  'Log limit reached: this tenant has logged all that it may today; lines that do not fit are dropped until midnight UTC';

/** What is logged of one attempt of a task, as it is stored. A class for speed: each inline task has one. */
export class TaskLines {
  readonly #held: Held;
  readonly #task: OpenTaskRun['task'];
  readonly #deps: Pick<RuntimeDeps, 'clock' | 'settings' | 'logVolume'>;
  #isToldOfLimit = false;

  constructor(held: Held, task: OpenTaskRun['task'], deps: Pick<RuntimeDeps, 'clock' | 'settings' | 'logVolume'>) {
    this.#held = held;
    this.#task = task;
    this.#deps = deps;
  }

  /** Said of the task, whatever its tenant has logged today; undefined below the task's level. */
  of(level: LogLevel, message: string): StoredLogLine | undefined {
    return this.#isLogged(level) ? this.line(level, message) : undefined;
  }

  /**
   * Said by the task; undefined below its level. Once the tenant may log no more it is a line that says so, and undefined from
   * then on.
   */
  by(level: LogLevel, message: string): StoredLogLine | undefined {
    if (!this.#isLogged(level)) return undefined;
    const line = this.line(level, message);
    const { logVolume } = this.#deps;
    if (logVolume === undefined || logVolume.take(this.#held.tenantKey, Buffer.byteLength(line.message))) return line;
    if (this.#isToldOfLimit) return undefined;
    this.#isToldOfLimit = true;
    return { ...line, level: 'WARN', message: reached };
  }

  /** Whatever the task's level is. */
  line(level: LogLevel, message: string): StoredLogLine {
    const { clock, settings } = this.#deps;
    const taskId = this.#task.id;
    return toLine({ at: clock.now(), level, message, taskId }, this.#held.masks, settings.maxMessageLength);
  }

  #isLogged(level: LogLevel): boolean {
    const { logLevel } = this.#task.definition;
    return logLevel === undefined || levelIndex(level) >= levelIndex(logLevel);
  }
}
