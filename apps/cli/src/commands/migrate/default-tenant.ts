import { MigrationRefused, WindhoverError } from '@windhover/model';
import { migrateDefaultTenant, planDefaultTenantMigration } from '@windhover/services';
import { UsageError, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { tableLines } from '../output-format.ts';

interface Args {
  readonly id: string;
  readonly name?: string;
  readonly isDryRun: boolean;
  readonly isForced: boolean;
}

export const migrateDefaultTenantCommand: DirectCommand = {
  kind: 'direct',
  path: ['migrate', 'default-tenant'],
  aliases: ['tenant'],
  summary: 'make everything of the default tenant that of a tenant with an id, while no server runs',
  configure: (command) =>
    command
      .option('--tenant-id <tenantId>', 'tenant that gets it; made if missing')
      .option('--tenant-name <tenantName>', 'its display name; required where it is made')
      .option('--dry-run', 'show what would become its own, and change nothing')
      .option('--force', 'although a server seems to run; restart every server afterwards'),
  read(input) {
    const id = input.text('tenantId');
    if (id === undefined) throw new UsageError("Missing required option: '--tenant-id=<tenantId>'");
    const name = input.text('tenantName');
    return {
      id,
      ...(name !== undefined && { name }),
      isDryRun: input.isSet('dryRun'),
      isForced: input.isSet('force'),
    };
  },
  async run(context: DirectContext, { id, name, isDryRun, isForced }: Args) {
    const { deps, print, complain } = context;
    try {
      if (isDryRun) {
        print('🧪 Dry-run mode enabled. No changes will be applied.');
        const { rows, files } = await planDefaultTenantMigration(deps, { id, name });
        const counts = [...Object.entries(rows), ['files', files] as const];
        for (const line of tableLines([['TABLE', 'COUNT'], ...counts.map(([table, count]) => [table, String(count)])]))
          print(line);
      } else {
        await refuseWhileServed(context, isForced);
        await migrateDefaultTenant(deps, { id, name });
        for (const hint of await hints(context, id)) complain(hint);
      }
      print('✅ Tenant migration complete.');
      return 0;
    } catch (error) {
      if (!(error instanceof WindhoverError)) throw error;
      complain(`❌ Tenant migration failed: ${error.message}`);
      return 1;
    }
  },
};

/** A server has learnt at its start which tenant is which: what it would do from now on would be the wrong one's. */
async function refuseWhileServed({ deps, isServer }: DirectContext, isForced: boolean): Promise<void> {
  if (isServer) throw new MigrationRefused({ reason: 'a server is running here: stop it first' });
  const others = isForced ? [] : await deps.store.otherServers();
  if (others.length > 0) {
    throw new MigrationRefused({ reason: `a server is running (${others.join('; ')}): stop it first, or say --force` });
  }
}

/** What an operator might wonder about afterwards. */
async function hints({ deps }: DirectContext, id: string): Promise<readonly string[]> {
  const tenant = await deps.store.tenants.find(id);
  const members = tenant === undefined ? [] : await deps.store.scope(tenant.key).access.listAccess();
  const { environmentSecrets } = deps.settings;
  return [
    ...(members.length > 0
      ? []
      : [
          `Nobody may enter tenant '${id}' yet but superadmins: set kestra.ee.tenants.fallbackTenant to '${id}' and run 'auths users sync-access'`,
        ]),
    ...(environmentSecrets?.hidesFrom(id) === true
      ? [`Secrets of the environment are not seen by tenant '${id}': name it in kestra.secret.env.tenants`]
      : []),
  ];
}
