import { InvalidEntity } from '@windhover/model';
import type { TemplateRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { demandNamespace } from '../flows/save-flow.ts';
import { checkTemplate, nextTemplate, templateWrites } from './save-template.ts';

/**
 * Stores a new template; one that was deleted goes on with its numbers. Throws {@link InvalidEntity} for a source that is not
 * valid and for an id that exists.
 */
export async function createTemplate(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  source: string,
): Promise<TemplateRevision> {
  const checked = checkTemplate(deps, source);
  demand(actor, 'TEMPLATE:CREATE', checked.namespace);
  await demandNamespace(deps, scope, actor, checked.namespace);
  const before = await scope.templates.findLatest(checked.namespace, checked.id);
  if (before !== undefined && !before.deleted) throw existsAlready();
  const template = nextTemplate(deps, actor, checked, before);
  await writeOr(deps.store, templateWrites(deps, scope, actor, template, before), ({ thing }) =>
    thing === 'Template' ? existsAlready() : undefined,
  );
  return template;
}

function existsAlready(): InvalidEntity {
  const message = 'Template id already exists';
  return new InvalidEntity({ reason: `id: ${message}` }, { problems: [{ path: 'id', message }] });
}
