/**
 * What backups hold of the tables, and why nothing of some. Every table with rows of tenants stands here with all its columns;
 * tests compare the lists with the schema and with what the end of a tenant removes. A backup names tables and columns: what
 * is added here needs a new number of the format, and what older backups hold must still be taken in.
 */
import type { BackupResource, HistoryResource } from '@windhover/ports';
import { sql, type Sql } from '../sql-text.ts';

export interface BackupTable {
  readonly name: string;
  /** Without `tenant_id`. */
  readonly columns: readonly string[];
  /** Those of them that tell one row of a tenant from another, or say in which order rows go. */
  readonly key: readonly string[];
  /** Rows of one key are told apart by the order of their insertion alone. */
  readonly isNumbered?: boolean;
  /** Column with JSON that statements look into. */
  readonly readable?: string;
}

export interface BackupThing {
  readonly table: BackupTable;
  /** Undefined: all rows. */
  readonly where?: Sql;
  /** Only what hangs on its rows is held. */
  readonly isPath?: boolean;
  /** Tables whose rows hang on it, by columns that are its own. */
  readonly parts: readonly BackupPart[];
}

interface BackupPart {
  readonly table: BackupTable;
  readonly by: readonly string[];
  readonly where?: Sql;
}

const flow = ['namespace', 'flow_id'];
const trigger = [...flow, 'trigger_id'];
const template = ['namespace', 'template_id'];
const block = ['namespace', 'block_id'];
const pair = ['namespace', 'key'];

/** Columns of the key come first. */
function table(name: string, key: readonly string[], others: readonly string[]): BackupTable {
  return { name, columns: [...key, ...others], key };
}

function thing(of: BackupTable, ...parts: BackupThing['parts']): BackupThing {
  return { table: of, parts };
}

const logChunks: BackupTable = {
  ...table('log_chunks', ['run', 'at'], ['ord', 'attempt', 'level', 'body', 'namespace', 'flow_id', 'trigger_id']),
  isNumbered: true,
  readable: 'body',
};

export const backupThings: Readonly<Record<BackupResource | HistoryResource, BackupThing>> = {
  NAMESPACE: thing(table('namespaces', ['namespace'], ['body'])),
  FLOW: thing(
    table('flows', flow, ['revision', 'deleted']),
    {
      table: table(
        'flow_revisions',
        [...flow, 'revision'],
        ['source', 'document', 'disabled', 'deleted', 'draft', 'created_at', 'created_by'],
      ),
      by: flow,
    },
    { table: table('flow_labels', [...flow, 'key', 'value'], []), by: flow },
    { table: table('trigger_windows', [...flow, 'window_id'], ['body']), by: flow },
  ),
  TEMPLATE: thing(table('templates', template, ['revision', 'deleted']), {
    table: table(
      'template_revisions',
      [...template, 'revision'],
      ['source', 'document', 'deleted', 'created_at', 'created_by'],
    ),
    by: template,
  }),
  REUSABLE_INPUTS: thing(table('reusable_inputs', block, ['revision', 'deleted']), {
    table: table(
      'reusable_inputs_revisions',
      [...block, 'revision'],
      ['source', 'document', 'deleted', 'created_at', 'created_by'],
    ),
    by: block,
  }),
  TRIGGER: thing(table('triggers', trigger, ['next_at', 'disabled', 'updated_at', 'body']), {
    table: table('trigger_evaluations', [...trigger, 'number'], ['body']),
    by: trigger,
  }),
  KV_STORE: thing(table('kv_pairs', pair, ['updated_at', 'expires_at', 'body']), {
    table: table('kv_revisions', [...pair, 'revision'], ['body']),
    by: pair,
  }),
  SECRET: thing(table('secrets', pair, ['body'])),
  NAMESPACE_FILE: thing(table('file_revisions', ['namespace', 'path', 'revision'], ['created_at', 'deleted', 'body'])),
  ROLE: thing(table('roles', ['role_id'], ['name', 'body'])),
  GROUP: thing(table('groups', ['group_id'], ['name', 'body']), {
    table: table('group_members', ['group_id', 'user_id'], ['membership', 'managed_externally']),
    by: ['group_id'],
  }),
  BINDING: thing(table('bindings', ['binding_id'], ['type', 'external_id', 'role_id', 'namespace'])),
  TENANT_ACCESS: thing(table('tenant_access', ['user_id'], ['origin', 'created_at'])),
  SECURITY_INTEGRATION: thing(table('security_integrations', ['integration_id'], ['body']), {
    table: table('scim_links', ['integration_id', 'kind', 'resource_id'], ['body']),
    by: ['integration_id'],
  }),
  INVITATION: thing(table('invitations', ['invitation_id'], ['email_key', 'status', 'expires_at', 'body'])),
  MCP_SERVER: thing(table('mcp_servers', ['server_id'], ['body']), {
    table: table('mcp_tools', ['server_id', 'tool_name'], ['namespace', 'flow_id', 'trigger_id']),
    by: ['server_id'],
  }),
  DASHBOARD: thing(table('dashboards', ['dashboard_id'], ['title', 'created_at', 'updated_at', 'body'])),
  EXECUTION: {
    table: table(
      'executions',
      ['execution_id'],
      [
        ...['run', 'namespace', 'flow_id', 'revision', 'state', 'created_at', 'ended_at', 'shard', 'kind', 'parent_id'],
        ...['correlation_id', 'trigger_execution_id', 'body'],
      ],
    ),
    where: sql`ended_at is not null`,
    parts: [
      {
        table: table(
          'task_runs',
          ['run', 'ord'],
          ['parent_ord', 'task_id', 'value', 'iteration', 'state', 'body', 'outputs'],
        ),
        by: ['run'],
      },
      { table: logChunks, by: ['run'] },
      { table: table('metric_chunks', ['run', 'ord', 'attempt'], ['task_id', 'at', 'body']), by: ['run'] },
      { table: table('execution_labels', ['execution_id', 'key', 'value'], []), by: ['execution_id'] },
    ],
  },
  LOG: thing(table('kept_logs', ['run'], ['execution_id', 'namespace', 'flow_id']), { table: logChunks, by: ['run'] }),
  TRIGGER_LOG: {
    table: table('flows', flow, ['revision', 'deleted']),
    isPath: true,
    parts: [{ table: logChunks, by: flow, where: sql`trigger_id is not null` }],
  },
};

export const backupTables: ReadonlyMap<string, BackupTable> = new Map(
  Object.values(backupThings)
    .flatMap(({ table: own, parts }) => [own, ...parts.map((part) => part.table)])
    .map((each) => [each.name, each]),
);

/** Tables with rows of tenants that are not read here, each with the reason. */
export const tablesLeftOut: Readonly<Record<string, string>> = {
  tenants: 'the instance writes tenants, users and kill switches of its own',
  users: 'as tenants',
  kill_switches: 'as tenants',
  data_keys: 'wrapped under the key of the instance; the other store makes its own',
  audit_log: 'says what was done at this instance, and is chained to it',
  audit_heads: 'as audit_log',
  live_task_runs: 'of executions that have not ended, which must not go on twice',
  timers: 'as live_task_runs',
  inbox: 'as live_task_runs',
  slots: 'as live_task_runs',
  quota_counts: 'counts what is started at this instance',
  ticks: 'say what was started at this instance',
  idempotency: 'as ticks',
  kept_answers: 'as ticks',
  kept_files: 'of executions that are gone',
};
