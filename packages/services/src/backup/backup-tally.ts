import type { TableRow } from '@windhover/ports';
import { isKeptContent } from '../files/file-place.ts';
import { isOfNamespace } from './backed-up-files.ts';
import type { BackupRecord, BackupSummary } from './backup-records.ts';

/** By the tables of things; what hangs on them is not counted, and files are by themselves. */
const resourceOf: Readonly<Record<string, string>> = {
  namespaces: 'NAMESPACE',
  flows: 'FLOW',
  templates: 'TEMPLATE',
  reusable_inputs: 'REUSABLE_INPUTS',
  triggers: 'TRIGGER',
  kv_pairs: 'KV_STORE',
  secrets: 'SECRET',
  roles: 'ROLE',
  groups: 'GROUP',
  bindings: 'BINDING',
  tenant_access: 'TENANT_ACCESS',
  security_integrations: 'SECURITY_INTEGRATION',
  invitations: 'INVITATION',
  mcp_servers: 'MCP_SERVER',
  dashboards: 'DASHBOARD',
  executions: 'EXECUTION',
};

/** Counts what goes by. */
export class BackupTally {
  readonly #counts = new Map<string, number>();

  add(record: BackupRecord): void {
    const resource = nameOf(record);
    if (resource !== undefined) this.#counts.set(resource, (this.#counts.get(resource) ?? 0) + 1);
  }

  /** In order of name. */
  summary(): BackupSummary {
    return Object.fromEntries([...this.#counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }
}

/** `[BINDING: 3, FLOW: 13]` */
export function summaryText(summary: BackupSummary): string {
  return `[${Object.entries(summary)
    .map(([resource, count]) => `${resource}: ${count}`)
    .join(', ')}]`;
}

function nameOf(record: BackupRecord): string | undefined {
  switch (record.kind) {
    case 'row':
    case 'history':
      return isRemembered(record) ? undefined : resourceOf[record.table];
    case 'file':
      return resourceOfFile(record.path);
    case 'tenant':
      return record.tenant.record === undefined ? undefined : 'TENANT';
    case 'user':
      return record.user.type;
    case 'killSwitch':
      return 'KILL_SWITCH';
    case 'workerGroup':
      return 'WORKER_GROUP';
    case 'endOfPage':
    case 'bytes':
    case 'endOfFile':
    case 'end':
      return undefined;
  }
}

/** Undefined for what a file of a namespace was before. */
function resourceOfFile(path: string): string | undefined {
  if (isKeptContent(path)) return undefined;
  return isOfNamespace(path) ? 'NAMESPACE_FILE' : 'FILE';
}

/** Of a deleted flow only the revisions are left. */
function isRemembered({ row }: TableRow): boolean {
  return row['deleted'] === 1;
}
