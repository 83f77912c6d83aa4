/** Flows as files: an archive of their sources, or a table of what they are. */
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { csvLine } from '../csv/csv-line.ts';
import { writeZip } from '../files/write-zip.ts';
import { flowThing } from './flow-name.ts';
import { selectNamed, type Selection } from './select-named.ts';

/** A zip with `<namespace>.<id>.yml` for each flow, as it was saved. */
export async function exportFlows(
  scope: TenantScope,
  actor: Actor,
  selection: Selection,
): Promise<AsyncIterable<Uint8Array>> {
  const flows = await selectNamed(scope.flows, flowThing, actor, 'FLOW:EXPORT', selection);
  return writeZip(
    flows.map(({ namespace, id, source, createdAt }) => ({
      path: `${namespace}.${id}.yml`,
      content: Buffer.from(source),
      modifiedAt: createdAt,
    })),
  );
}

export async function flowsCsv(scope: TenantScope, actor: Actor, selection: Selection): Promise<string> {
  const flows = await selectNamed(scope.flows, flowThing, actor, 'FLOW:EXPORT', selection);
  const lines = flows.map(({ id, namespace, revision, disabled, draft, createdAt, document }) => {
    const description = document['description'];
    const updated = new Date(createdAt).toISOString();
    return csvLine([
      id,
      namespace,
      String(revision),
      typeof description === 'string' ? description : '',
      String(disabled),
      String(draft),
      updated,
    ]);
  });
  return [csvLine(['id', 'namespace', 'revision', 'description', 'disabled', 'draft', 'updated']), ...lines].join('');
}
