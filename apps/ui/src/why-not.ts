/** Why an action cannot be used now, in a sentence; undefined when it can. One rule for button, menu and shortcut. */
import { stateProblem, type ExecutionAction } from '@windhover/model';
import type { WireExecutionRow, WireFlow } from './api/wire.ts';
import { lacking } from './auth/lacking.ts';
import type { Permission, Permissions } from './auth/permissions.ts';
import { t } from './messages/en.ts';

type Acted = Pick<WireExecutionRow, 'state' | 'namespace'>;

/** The state comes first, as the server says it; then the permission. */
const whyNotAct = (action: ExecutionAction, permission: Permission) => (execution: Acted, permissions: Permissions) => {
  const problem = stateProblem(action, execution.state.current);
  return problem === undefined ? lacking(permissions, permission, execution.namespace) : t.executions.whyNot(problem);
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

  deleteFlow: (flow: WireFlow, permissions: Permissions) => lacking(permissions, 'FLOW:DELETE', flow.namespace),

  kill: whyNotAct('kill', 'EXECUTION:KILL'),
  pause: whyNotAct('pause', 'EXECUTION:PAUSE'),
  resume: whyNotAct('resume', 'EXECUTION:RESUME'),
  forceRun: whyNotAct('forceRun', 'EXECUTION:FORCE_RUN'),
  unqueue: whyNotAct('unqueue', 'EXECUTION:UNQUEUE'),
  restart: whyNotAct('restart', 'EXECUTION:RESTART'),
  changeStatus: whyNotAct('changeStatus', 'EXECUTION:UPDATE'),
  deleteExecution: whyNotAct('delete', 'EXECUTION:DELETE'),

  /** One that runs may be replayed, too. */
  replay: (execution: Acted, permissions: Permissions) => lacking(permissions, 'EXECUTION:REPLAY', execution.namespace),

  setLabels: (execution: Acted, permissions: Permissions) =>
    lacking(permissions, 'EXECUTION:CHANGE_LABELS', execution.namespace),
};
