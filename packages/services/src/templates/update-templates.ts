/** The templates of a namespace at once: all of them are saved, or none is. */
import type { TemplateRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demand } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { checkDocuments } from '../flows/check-documents.ts';
import { demandNamespace, withoutLosing } from '../flows/save-flow.ts';
import { selectNamed } from '../flows/select-named.ts';
import {
  checkTemplate,
  nextTemplate,
  templateTombstone,
  templateWrites,
  type CheckedTemplate,
} from './save-template.ts';
import { templateThing } from './template-name.ts';

export interface UpdateTemplatesOptions {
  readonly namespace: string;
  /** Deletes the templates of the namespace that are not among the documents. */
  readonly delete: boolean;
}

/** The saved revisions in the order of the documents. Throws `InvalidEntity` with the problems of all documents. */
export async function updateTemplates(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  text: string,
  { namespace, delete: deletes }: UpdateTemplatesOptions,
): Promise<readonly TemplateRevision[]> {
  for (const action of ['CREATE', 'UPDATE'] as const) demand(actor, `TEMPLATE:${action}`, namespace);
  if (deletes) demand(actor, 'TEMPLATE:DELETE', namespace);
  const checked = await checkAll(deps, text, namespace);
  if (checked.length > 0) await demandNamespace(deps, scope, actor, namespace);
  const kept = new Set(checked.map(({ id }) => id));
  return withoutLosing(async () => {
    const saved: TemplateRevision[] = [];
    const writes = [];
    for (const template of checked) {
      const before = await scope.templates.findLatest(namespace, template.id);
      const revision = nextTemplate(deps, actor, template, before);
      saved.push(revision);
      writes.push(...templateWrites(deps, scope, actor, revision, before));
    }
    for (const before of deletes ? await templatesOf(scope, actor, namespace) : []) {
      if (kept.has(before.id)) continue;
      writes.push(...templateWrites(deps, scope, actor, templateTombstone(deps, actor, before), before));
    }
    if (writes.length > 0) await deps.store.write(writes);
    return saved;
  });
}

function checkAll(deps: Pick<Deps, 'catalog'>, text: string, namespace: string): Promise<readonly CheckedTemplate[]> {
  const seen = new Set<string>();
  return checkDocuments(text, 'Template', (source, refuse) => {
    const template = checkTemplate(deps, source);
    const { id } = template;
    if (template.namespace !== namespace)
      refuse(`the template '${id}' is of the namespace '${template.namespace}' and not of '${namespace}'`);
    else if (seen.has(id)) refuse(`the template '${namespace}.${id}' comes twice`);
    seen.add(id);
    return template;
  });
}

function templatesOf(scope: TenantScope, actor: Actor, namespace: string): Promise<readonly TemplateRevision[]> {
  const filters = [{ field: 'namespace', operation: 'EQUALS', value: namespace }] as const;
  return selectNamed(scope.templates, templateThing, actor, 'TEMPLATE:DELETE', { filters });
}
