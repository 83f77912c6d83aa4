import type { ActingTask } from '../access/caller.ts';
import { permissionsOf } from '@windhover/model';
import { toPermissions } from '../access/permissions.ts';
import type { TaskOwner } from './task-owner.ts';

/** What tasks do to other executions and triggers; identities, secrets and settings are none of theirs. */
const rightsOfTasks = permissionsOf(['EXECUTION', 'TRIGGER']);

/** A task that was let into a namespace, as the one who acts there. */
export function actingTask({ namespace, flowId, executionId }: TaskOwner, reached: string): ActingTask {
  return {
    task: { namespace, flowId, executionId },
    permissions: toPermissions([{ permissions: rightsOfTasks, namespace: reached }]),
  };
}
