import type { CommandSpec } from '../../command.ts';
import { flowCreate } from './create.ts';
import { flowDelete } from './delete.ts';
import { flowDot } from './dot.ts';
import { flowNamespaceUpdate } from './namespace-update.ts';
import { flowUpdate } from './update.ts';
import { flowUpdates } from './updates.ts';
import { flowValidate } from './validate.ts';

export const flowCommands: readonly CommandSpec[] = [
  flowValidate,
  flowCreate,
  flowUpdate,
  flowUpdates,
  flowDelete,
  flowNamespaceUpdate,
  flowDot,
];
