import { NotFound } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { withoutLosing } from '../flows/save-flow.ts';
import { templateTombstone, templateWrites } from './save-template.ts';
import { templateThing, type TemplateName } from './template-name.ts';

/** No execution begins with it any more; those that have begun go on. Throws `NotFound`, also when it is deleted already. */
export async function deleteTemplate(deps: Deps, scope: TenantScope, actor: Actor, name: TemplateName): Promise<void> {
  const thing = templateThing(name);
  demandOn(actor, 'TEMPLATE:DELETE', name.namespace, thing);
  await withoutLosing(async () => {
    const before = await scope.templates.findLatest(name.namespace, name.id);
    if (before === undefined || before.deleted) throw new NotFound({ thing });
    await deps.store.write(templateWrites(deps, scope, actor, templateTombstone(deps, actor, before), before));
  });
}
