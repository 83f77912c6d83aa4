/** The first words of the command line, and where their commands are. Only the group that is asked for is loaded. */
import type { CommandSpec } from './command.ts';

export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  load(): Promise<readonly CommandSpec[]>;
}

export const commandGroups: readonly CommandGroup[] = [
  {
    name: 'server',
    summary: 'run Windhover',
    load: async () => (await import('./commands/server/server-commands.ts')).serverCommands,
  },
  {
    name: 'flow',
    summary: 'validate and save flows',
    load: async () => (await import('./commands/flow/flow-commands.ts')).flowCommands,
  },
  {
    name: 'template',
    summary: 'validate and save templates, where they are enabled',
    load: async () => (await import('./commands/template/template-commands.ts')).templateCommands,
  },
  {
    name: 'executions',
    summary: 'start executions, look at them and act on them',
    load: async () => (await import('./commands/executions/execution-commands.ts')).executionCommands,
  },
  {
    name: 'namespace',
    summary: 'fill namespaces with files and key/value pairs',
    load: async () => (await import('./commands/namespace/namespace-commands.ts')).namespaceCommands,
  },
  {
    name: 'tenants',
    summary: 'create and manage tenants',
    load: async () => (await import('./commands/tenants/tenant-commands.ts')).tenantCommands,
  },
  {
    name: 'auths',
    summary: 'manage users and their access',
    load: async () => (await import('./commands/auths/auth-commands.ts')).authCommands,
  },
  {
    name: 'auditlogs',
    summary: 'check and shorten the audit logs',
    load: async () => (await import('./commands/auditlogs/audit-log-commands.ts')).auditLogCommands,
  },
  {
    name: 'backups',
    summary: 'back up and restore tenants, or all of them',
    load: async () => (await import('./commands/backups/backup-commands.ts')).backupCommands,
  },
  {
    name: 'configs',
    summary: 'show and check the configuration',
    load: async () => (await import('./commands/configs/config-commands.ts')).configCommands,
  },
  {
    name: 'sys',
    summary: 'look after the database',
    load: async () => (await import('./commands/sys/sys-commands.ts')).sysCommands,
  },
  {
    name: 'sys-ee',
    summary: "accepted: upkeep of another system's queue",
    load: async () => (await import('./commands/sys-ee/sys-ee-commands.ts')).sysEeCommands,
  },
  {
    name: 'migrate',
    summary: 'make the default tenant one with an id',
    load: async () => (await import('./commands/migrate/migrate-commands.ts')).migrateCommands,
  },
];
