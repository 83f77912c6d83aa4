/** Why an action cannot be used now, in a sentence; undefined when it can. One rule for button, menu and shortcut. */
import { stateProblem, type ExecutionAction } from '@windhover/model';
import type { WireExecutionRow, WireFlow } from './api/wire.ts';
import { lacking } from './auth/lacking.ts';
import type { Permission, Permissions } from './auth/permissions.ts';
import { t } from './messages/en.ts';

type Acted = Pick<WireExecutionRow, 'state' | 'namespace'>;

/** The state comes first, as the server says it; then the permission. */
const act = (action: ExecutionAction, permission: Permission) => ({
  permission,
  whyNot: (execution: Acted, permissions: Permissions) => {
    const problem = stateProblem(action, execution.state.current);
    return problem === undefined ? lacking(permissions, permission, execution.namespace) : t.executions.whyNot(problem);
  },
});

const inAnyState = (permission: Permission) => ({
  permission,
  whyNot: (execution: Acted, permissions: Permissions) => lacking(permissions, permission, execution.namespace),
});

export const executionRules = {
  kill: act('kill', 'EXECUTION:KILL'),
  pause: act('pause', 'EXECUTION:PAUSE'),
  resume: act('resume', 'EXECUTION:RESUME'),
  forceRun: act('forceRun', 'EXECUTION:FORCE_RUN'),
  unqueue: act('unqueue', 'EXECUTION:UNQUEUE'),
  restart: act('restart', 'EXECUTION:RESTART'),
  changeStatus: act('changeStatus', 'EXECUTION:UPDATE'),
  deleteExecution: act('delete', 'EXECUTION:DELETE'),
  /** One that runs may be replayed, too. */
  replay: inAnyState('EXECUTION:REPLAY'),
  setLabels: inAnyState('EXECUTION:CHANGE_LABELS'),
};

export const whyNot = {
  execute: (flow: WireFlow, permissions: Permissions) =>
    flow.disabled === true
      ? t.flows.disabled
      : lacking(permissions, ['FLOW:EXECUTE', 'EXECUTION:CREATE'], flow.namespace),

  saveFlow: (flow: WireFlow, permissions: Permissions) =>
    flow.labels?.some((label) => label.key === 'system.readOnly' && label.value === 'true') === true
      ? t.editor.readOnlyLabel
      : lacking(permissions, 'FLOW:UPDATE', flow.namespace),

  enableFlow: (flow: WireFlow, permissions: Permissions) => lacking(permissions, 'FLOW:ENABLE', flow.namespace),

  disableFlow: (flow: WireFlow, permissions: Permissions) => lacking(permissions, 'FLOW:DISABLE', flow.namespace),

  deleteFlow: (flow: WireFlow, permissions: Permissions) => lacking(permissions, 'FLOW:DELETE', flow.namespace),

  kill: executionRules.kill.whyNot,
  pause: executionRules.pause.whyNot,
  resume: executionRules.resume.whyNot,
  forceRun: executionRules.forceRun.whyNot,
  unqueue: executionRules.unqueue.whyNot,
  restart: executionRules.restart.whyNot,
  changeStatus: executionRules.changeStatus.whyNot,
  deleteExecution: executionRules.deleteExecution.whyNot,
  replay: executionRules.replay.whyNot,
  setLabels: executionRules.setLabels.whyNot,
};
