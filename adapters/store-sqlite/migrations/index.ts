import { quotaCounts } from './0008-quota-counts.ts';
import { fileRevisions } from './0009-file-revisions.ts';
import { kvRevisions } from './0010-kv-revisions.ts';
import { templates } from './0012-templates.ts';
import { dashboards } from './0019-dashboards.ts';
import { first } from './0001-first.ts';
import { governance } from './0003-governance.ts';
import { killSwitches } from './0014-kill-switches.ts';
import { mcp } from './0015-mcp.ts';
import { reusableInputs } from './0016-reusable-inputs.ts';
import { metrics } from './0004-metrics.ts';
import { singleSignOn } from './0005-single-sign-on.ts';
import { shards } from './0007-shards.ts';
import { triggerEvaluations } from './0011-trigger-evaluations.ts';
import { triggerLogs } from './0013-trigger-logs.ts';
import { triggersAndNamespaces } from './0002-triggers-and-namespaces.ts';
import { provisioning } from './0006-provisioning.ts';
import { keptFiles } from './0020-kept-files.ts';
import { lentSlots } from './0021-lent-slots.ts';
import { failedLogins } from './0022-failed-logins.ts';
import { keptAnswers } from './0018-kept-answers.ts';
import { workerGroups } from './0017-worker-groups.ts';

/** In order. An entry that was released is never edited: what follows is a new one. */
export const migrations: readonly Migration[] = [
  first,
  triggersAndNamespaces,
  governance,
  metrics,
  singleSignOn,
  provisioning,
  shards,
  quotaCounts,
  fileRevisions,
  kvRevisions,
  triggerEvaluations,
  templates,
  triggerLogs,
  killSwitches,
  mcp,
  reusableInputs,
  workerGroups,
  keptAnswers,
  dashboards,
  keptFiles,
  lentSlots,
  failedLogins,
];

export interface Migration {
  /** Its file, without the ending; sorts in the order of application. */
  readonly name: string;
  readonly sql: string;
}
