/** Why an action cannot be used now, in a sentence; undefined when it can. One rule for button, menu and shortcut. */
import { isTerminal } from '@windhover/model';
import type { WireExecution, WireFlow } from './api/wire.ts';
import type { Permissions } from './auth/permissions.ts';
import { t } from './messages/en.ts';

type Permission = `${string}:${string}`;

const restartable: ReadonlySet<string> = new Set(['FAILED', 'KILLED', 'WARNING', 'CANCELLED']);

function missing(permissions: Permissions, anyOf: readonly Permission[], namespace: string): string | undefined {
  return anyOf.some((permission) => permissions.can(permission, namespace))
    ? undefined
    : t.executions.whyNot.permission(anyOf.join(` / `));
}

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

  kill: (execution: WireExecution, permissions: Permissions) =>
    isTerminal(execution.state.current)
      ? t.executions.whyNot.ended
      : missing(permissions, ['EXECUTION:KILL'], execution.namespace),

  pause: (execution: WireExecution, permissions: Permissions) =>
    isTerminal(execution.state.current)
      ? t.executions.whyNot.ended
      : missing(permissions, ['EXECUTION:PAUSE'], execution.namespace),

  resume: (execution: WireExecution, permissions: Permissions) =>
    execution.state.current !== 'PAUSED'
      ? t.executions.whyNot.notPaused
      : missing(permissions, ['EXECUTION:RESUME'], execution.namespace),

  forceRun: (execution: WireExecution, permissions: Permissions) =>
    isTerminal(execution.state.current)
      ? t.executions.whyNot.ended
      : missing(permissions, ['EXECUTION:FORCE_RUN'], execution.namespace),

  restart: (execution: WireExecution, permissions: Permissions) =>
    restartable.has(execution.state.current)
      ? missing(permissions, ['EXECUTION:RESTART'], execution.namespace)
      : t.executions.whyNot.notFailed,

  replay: (execution: WireExecution, permissions: Permissions) =>
    isTerminal(execution.state.current)
      ? missing(permissions, ['EXECUTION:REPLAY'], execution.namespace)
      : t.executions.whyNot.running,

  deleteExecution: (execution: WireExecution, permissions: Permissions) =>
    isTerminal(execution.state.current)
      ? missing(permissions, ['EXECUTION:DELETE'], execution.namespace)
      : t.executions.whyNot.running,
};
