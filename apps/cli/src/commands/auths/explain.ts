import { DoesNotExist } from '@windhover/model';
import { explainAccess, findTenantById } from '@windhover/services';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { addOutputOption, tableLines, type OutputFormat } from '../output-format.ts';
import { userByName } from './user-by-name.ts';

interface Args {
  readonly username: string;
  readonly permission: string;
  readonly tenant: string;
  readonly namespace?: string;
  readonly output: OutputFormat;
}

/** Exit code 0 when it is allowed, 1 when it is not. */
export const authsExplain: DirectCommand = {
  kind: 'direct',
  path: ['auths', 'explain'],
  summary: 'say why a user may or may not do something',
  configure: (command) =>
    addOutputOption(
      command
        .argument('<username>', 'name of the user')
        .argument('<permission>', 'RESOURCE:ACTION, such as FLOW:DELETE')
        .option('--tenant <tenantId>', 'tenant; without it the default tenant')
        .option('--namespace <namespace>', 'namespace; without it anywhere in the tenant'),
    ),
  read(input) {
    const namespace = input.text('namespace');
    return {
      username: input.argument(0) ?? '',
      permission: input.argument(1) ?? '',
      tenant: input.text('tenant') ?? 'main',
      output: input.text('output') ?? 'table',
      ...(namespace !== undefined && { namespace }),
    };
  },
  async run(context: DirectContext, { username, permission, tenant, namespace, output }: Args) {
    const { deps, print } = context;
    const { id: userId } = await userByName(context, username);
    const ref = await findTenantById(deps, tenant);
    if (ref === undefined) throw new DoesNotExist({ thing: 'Tenant', id: tenant });
    const question = { userId, permission, namespace };
    const explained = await explainAccess(deps, deps.store.scope(ref.key), ref, 'command-line', question);
    const { allowed, reason, sources, rolesThatGrant } = explained;
    if (output === 'json') {
      print(JSON.stringify({ allowed, reason, sources, rolesThatGrant }, null, 2));
      return allowed ? 0 : 1;
    }
    const place = ref.id === undefined ? 'the default tenant' : `tenant '${ref.id}'`;
    print(`${allowed ? 'Allowed' : 'Not allowed'} in ${place}: ${reason}`);
    const rows = sources.map((source) => [
      source.grants ? 'yes' : 'no',
      `${source.origin === 'GROUP' ? 'group' : 'binding'} ${source.sourceId}`,
      source.reason,
    ]);
    if (rows.length > 0) for (const line of tableLines([['GRANTS', 'BY', 'WHY'], ...rows])) print(line);
    if (!allowed) print(`Roles that grant it: ${rolesThatGrant.map(({ name }) => name).join(', ') || 'none'}`);
    return allowed ? 0 : 1;
  },
};
