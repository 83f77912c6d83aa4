/** Flows from files that people upload: YAML of one or more documents, or a zip of such files. */
import { splitDocuments, WindhoverError } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demand } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { isZip, readZip, zipLimits } from '../files/read-zip.ts';
import { checkSource } from './check-source.ts';
import { createFlow } from './create-flow.ts';
import { updateFlow } from './update-flow.ts';

/**
 * Creates or updates each flow by itself, and gives the names of the files, or ids of the flows, that could not be saved;
 * with `failOnError` the first of them ends the import with its error.
 */
export async function importFlows(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  content: Uint8Array,
  { failOnError = false }: { readonly failOnError?: boolean | undefined } = {},
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { path, content: text } of await filesOf(content)) {
    for (const { source } of splitDocuments(Buffer.from(text).toString('utf8'))) {
      try {
        await saveFlow(deps, scope, actor, source);
      } catch (error) {
        if (failOnError || !(error instanceof WindhoverError)) throw error;
        failed.push(path ?? idOf(source));
      }
    }
  }
  return failed;
}

async function filesOf(
  content: Uint8Array,
): Promise<readonly { readonly path?: string; readonly content: Uint8Array }[]> {
  if (!isZip(content)) return [{ content }];
  return (await readZip(content, zipLimits)).filter(({ path }) => /\.ya?ml$/i.test(path));
}

async function saveFlow(deps: Deps, scope: TenantScope, actor: Actor, source: string): Promise<void> {
  const { namespace, id } = await checkSource(deps, scope, source);
  demand(actor, 'FLOW:IMPORT', namespace);
  const before = await scope.flows.findLatest(namespace, id);
  if (before === undefined || before.deleted) await createFlow(deps, scope, actor, source);
  else await updateFlow(deps, scope, actor, { namespace, id }, source);
}

/** As far as it can be told from a text that may be no YAML at all. */
function idOf(source: string): string {
  const [, text = ''] = /^id:(.*)$/m.exec(source) ?? [];
  const id = text
    .replace(/\s#.*$/, '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');
  return id === '' ? 'a document without an id' : id;
}
