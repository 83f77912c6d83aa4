/** Copies the log of writes into the database beside the commits, so that no commit has to. */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { walCapBytes } from '../connection.ts';

export type ToCheckpointer = 'checkpoint' | 'close';

const port = parentPort!;
const { path } = workerData as { path: string };
const connection = new DatabaseSync(path);
connection.exec('pragma wal_autocheckpoint = 0');
const checkpoint = connection.prepare('pragma wal_checkpoint(passive)');

port.on('message', (message: ToCheckpointer) => {
  switch (message) {
    case 'checkpoint':
      run();
      return;
    case 'close':
      connection.close();
      port.close();
      return;
  }
});

function run(): void {
  const walBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  // Over the cap the writer checkpoints in its own commit; it would find us in its way, and the log would never shrink.
  if (walBytes <= walCapBytes) checkpoint.get();
}
