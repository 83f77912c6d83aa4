import { fileStoreContract } from '@windhover/ports/contract-tests';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openLocalFiles } from './open-local-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'windhover-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

fileStoreContract('local files', async () => openLocalFiles({ root: mkdtempSync(join(folder, 'root-')) }));
