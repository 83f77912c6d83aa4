import { isVisibleNamespace, NotFound, type Paged, type PageRequest, type QueryFilter } from '@windhover/model';
import type { TemplateRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn, visibleNamespaces } from '../access/permissions.ts';
import { templateThing, type TemplateName } from './template-name.ts';

/** Throws `NotFound`, with the same words for a template that may not be seen. */
export async function getTemplate(scope: TenantScope, actor: Actor, name: TemplateName): Promise<TemplateRevision> {
  const thing = templateThing(name);
  demandOn(actor, 'TEMPLATE:VIEW', name.namespace, thing);
  const found = await scope.templates.findLatest(name.namespace, name.id);
  if (found === undefined || found.deleted) throw new NotFound({ thing });
  return found;
}

/** Templates that match; filters and sort fields as `TemplateStore.search` has them. */
export function searchTemplates(
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
  page: PageRequest,
): Promise<Paged<TemplateRevision>> {
  return scope.templates.search(filters, page, visibleNamespaces(actor, 'TEMPLATE:LIST'));
}

/** Namespaces with templates in them, sorted. */
export async function listTemplateNamespaces(scope: TenantScope, actor: Actor): Promise<readonly string[]> {
  const visible = visibleNamespaces(actor, 'TEMPLATE:LIST');
  return (await scope.templates.listNamespaces()).filter((name) => isVisibleNamespace(name, visible));
}
