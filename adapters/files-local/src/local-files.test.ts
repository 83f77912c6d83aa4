import { fileStoreContract } from '@windhover/ports/contract-tests';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalFiles } from './open-local-files.ts';

fileStoreContract('local files', async () =>
  openLocalFiles({ root: await mkdtemp(join(tmpdir(), 'windhover-files-')) }),
);
