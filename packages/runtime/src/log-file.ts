/** The log of an attempt as a file of internal storage: gathered beside the working directories, stored at the end. */
import type { TaskFiles } from '@windhover/plugin-sdk';
import type { StoredLogLine } from '@windhover/ports';
import { logTextLine } from '@windhover/services';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface LogFile {
  add(lines: readonly StoredLogLine[]): void;
  /** Its address; undefined when nothing was logged. Rejects when it cannot be written or stored. */
  store(): Promise<string | undefined>;
}

/** `name` is unique among the attempts of this process. */
export function createLogFile(directory: string, name: string, files: Pick<TaskFiles, 'put'>): LogFile {
  const localPath = join(directory, `log-${name}`);
  let written: Promise<void> | undefined;
  return {
    add(lines) {
      const text = lines.map(({ at, level, message }) => logTextLine({ at, level, message })).join('');
      written = (written ?? Promise.resolve()).then(() => appendFile(localPath, text, { mode: 0o600 }));
      // Told by `store`
      written.catch(() => undefined);
    },
    async store() {
      if (written === undefined) return undefined;
      try {
        await written;
        return await files.put(`${name}.log`, { localPath });
      } finally {
        await rm(localPath, { force: true });
      }
    },
  };
}
