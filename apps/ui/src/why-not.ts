/** Why an action cannot be used now, in a sentence; undefined when it can. One rule for button, menu and shortcut. */
import { stateProblem, type ExecutionAction } from '@windhover/model';
import type { WireExecution, WireFlow } from './api/wire.ts';
import type { Permissions } from './auth/permissions.ts';
import { t } from './messages/en.ts';

type Permission = `${string}:${string}`;

function missing(permissions: Permissions, anyOf: readonly Permission[], namespace: string): string | undefined {
  return anyOf.some((permission) => permissions.can(permission, namespace))
    ? undefined
    : t.executions.whyNot.permission(anyOf.join(` / `));
}

/** The state comes first, as the server says it; then the permission. */
const whyNotAct =
  (action: ExecutionAction, permission: Permission) => (execution: WireExecution, permissions: Permissions) => {
    const problem = stateProblem(action, execution.state.current);
    return problem === undefined
      ? missing(permissions, [permission], execution.namespace)
      : t.executions.whyNot.state(problem);
  };

export const whyNot = {
  execute: (flow: WireFlow, permissions: Permissions) =>
    flow.disabled === true
      ? t.flows.disabled
      : missing(permissions, ['FLOW:EXECUTE', 'EXECUTION:CREATE'], flow.namespace),

  saveFlow: (flow: WireFlow, permissions: Permissions) =>
    flow.labels?.some((label) => label.key === 'system.readOnly' && label.value === 'true') === true
      ? t.editor.readOnlyLabel
      : missing(permissions, ['FLOW:UPDATE'], flow.namespace),

  deleteFlow: (flow: WireFlow, permissions: Permissions) => missing(permissions, ['FLOW:DELETE'], flow.namespace),

  kill: whyNotAct('kill', 'EXECUTION:KILL'),
  pause: whyNotAct('pause', 'EXECUTION:PAUSE'),
  resume: whyNotAct('resume', 'EXECUTION:RESUME'),
  forceRun: whyNotAct('forceRun', 'EXECUTION:FORCE_RUN'),
  restart: whyNotAct('restart', 'EXECUTION:RESTART'),
  deleteExecution: whyNotAct('delete', 'EXECUTION:DELETE'),

  /** One that runs may be replayed, too. */
  replay: (execution: WireExecution, permissions: Permissions) =>
    missing(permissions, ['EXECUTION:REPLAY'], execution.namespace),
};
