import type { CommandSpec } from '../../command.ts';
import { exportCommand } from '../export-sources.ts';
import { validateCommand } from '../validate-sources.ts';
import { flowCreate } from './create.ts';
import { flowDelete } from './delete.ts';
import { flowDot } from './dot.ts';
import { flowExpand } from './expand.ts';
import { flowNamespaceUpdate } from './namespace-update.ts';
import { flowSyncFromSource } from './sync-from-source.ts';
import { flowTest } from './test.ts';
import { flowUpdate } from './update.ts';
import { flowUpdates } from './updates.ts';

export const flowCommands: readonly CommandSpec[] = [
  validateCommand('flow'),
  flowCreate,
  flowUpdate,
  flowUpdates,
  flowDelete,
  flowNamespaceUpdate,
  exportCommand('flow'),
  flowTest,
  flowDot,
  flowExpand,
  flowSyncFromSource,
];
