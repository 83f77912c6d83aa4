/** What creating, updating and deleting a template share. */
import { errorsText, InvalidEntity, parseTemplate, type ErrorProblem, type JsonObject } from '@windhover/model';
import type { TemplateRevision, TenantScope, WriteOp } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import type { TemplateName } from './template-name.ts';

export interface CheckedTemplate extends TemplateName {
  readonly source: string;
  readonly document: JsonObject;
}

/** Throws `InvalidEntity` with all problems. */
export function checkTemplate({ catalog }: Pick<Deps, 'catalog'>, source: string): CheckedTemplate {
  const { template, problems } = parseTemplate(source, catalog);
  if (template !== undefined) return { ...template, source };
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new InvalidEntity(
    { reason: `Invalid Template: ${errorsText(errors) ?? 'it cannot be read'}` },
    { problems: errors.map(({ message, path, line, column }): ErrorProblem => ({ message, path, line, column })) },
  );
}

/** The revision that saving makes; `before` itself when nothing has changed. */
export function nextTemplate(
  deps: Pick<Deps, 'clock'>,
  actor: Actor,
  checked: CheckedTemplate,
  before: TemplateRevision | undefined,
): TemplateRevision {
  if (before !== undefined && !before.deleted && before.source === checked.source) return before;
  return { ...checked, ...saved(deps, actor, before), deleted: false };
}

/** The tombstone that deleting appends. */
export function templateTombstone(deps: Pick<Deps, 'clock'>, actor: Actor, before: TemplateRevision): TemplateRevision {
  const { namespace, id, source, document } = before;
  return { namespace, id, source, document, ...saved(deps, actor, before), deleted: true };
}

function saved({ clock }: Pick<Deps, 'clock'>, actor: Actor, before: TemplateRevision | undefined) {
  const createdBy = userIdOf(actor);
  return {
    revision: (before?.revision ?? 0) + 1,
    createdAt: clock.now(),
    ...(createdBy !== undefined && { createdBy }),
  };
}

/** The writes of a new revision: none when it is `before`. */
export function templateWrites(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  template: TemplateRevision,
  before: TemplateRevision | undefined,
): readonly WriteOp[] {
  if (template === before) return [];
  const existed = before !== undefined && !before.deleted;
  const entry = auditEntry(deps, actor, {
    type: template.deleted ? 'DELETE' : existed ? 'UPDATE' : 'CREATE',
    resource: 'TEMPLATE',
    detail: { namespace: template.namespace, templateId: template.id, revision: template.revision },
    before: existed ? before.source : undefined,
    after: template.deleted ? undefined : template.source,
  });
  return [scope.templates.append(template), scope.audit.append(entry)];
}
