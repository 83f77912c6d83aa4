import { InvalidEntity, NotFound } from '@windhover/model';
import type { TemplateRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { withoutLosing } from '../flows/save-flow.ts';
import { checkTemplate, nextTemplate, templateWrites } from './save-template.ts';
import { templateThing, type TemplateName } from './template-name.ts';

/**
 * Saves a template; a source that is the same as before is no change. Executions that have begun keep what they began with.
 * Throws `NotFound`, and {@link InvalidEntity} for a source that is not valid or names another template.
 */
export async function updateTemplate(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  name: TemplateName,
  source: string,
): Promise<TemplateRevision> {
  const thing = templateThing(name);
  demandOn(actor, 'TEMPLATE:UPDATE', name.namespace, thing);
  return withoutLosing(async () => {
    const before = await scope.templates.findLatest(name.namespace, name.id);
    if (before === undefined || before.deleted) throw new NotFound({ thing });
    const checked = checkTemplate(deps, source);
    checkIdentity(checked, name);
    const template = nextTemplate(deps, actor, checked, before);
    const writes = templateWrites(deps, scope, actor, template, before);
    if (writes.length > 0) await deps.store.write(writes);
    return template;
  });
}

function checkIdentity(checked: TemplateName, name: TemplateName): void {
  const problems = [
    ...(checked.id === name.id ? [] : [{ path: 'id', message: 'Illegal template id update' }]),
    ...(checked.namespace === name.namespace ? [] : [{ path: 'namespace', message: 'Illegal namespace update' }]),
  ];
  if (problems.length === 0) return;
  throw new InvalidEntity(
    { reason: problems.map(({ path, message }) => `${path}: ${message}`).join(', ') },
    { problems },
  );
}
