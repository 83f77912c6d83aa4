import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { writeZip } from '../files/write-zip.ts';
import { withoutLosing } from '../flows/save-flow.ts';
import { selectNamed, type Selection } from '../flows/select-named.ts';
import { templateTombstone, templateWrites } from './save-template.ts';
import { templateThing } from './template-name.ts';

/** What one commit changes. */
const batch = 500;

/** How many were deleted; throws as `selectNamed` does. */
export async function deleteTemplates(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  selection: Selection,
): Promise<number> {
  return withoutLosing(async () => {
    const found = await selectNamed(scope.templates, templateThing, actor, 'TEMPLATE:DELETE', selection);
    for (let from = 0; from < found.length; from += batch) {
      const writes = found
        .slice(from, from + batch)
        .flatMap((before) => templateWrites(deps, scope, actor, templateTombstone(deps, actor, before), before));
      await deps.store.write(writes);
    }
    return found.length;
  });
}

/** A zip with `<namespace>.<id>.yml` for each template, as it was saved. */
export async function exportTemplates(
  scope: TenantScope,
  actor: Actor,
  selection: Selection,
): Promise<AsyncIterable<Uint8Array>> {
  const found = await selectNamed(scope.templates, templateThing, actor, 'TEMPLATE:VIEW', selection);
  return writeZip(
    found.map(({ namespace, id, source, createdAt }) => ({
      path: `${namespace}.${id}.yml`,
      content: Buffer.from(source),
      modifiedAt: createdAt,
    })),
  );
}
