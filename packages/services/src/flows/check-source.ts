/** A source that is to be saved: parsed, and refused with every problem unless it is a draft. */
import {
  errorsText,
  flowIdPattern,
  InvalidEntity,
  namespacePattern,
  withoutRevision,
  type ErrorProblem,
  type JsonObject,
  type Problem,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { FlowName } from './flow-name.ts';
import { parseInScope } from './outer-defaults.ts';
import type { ParsingDeps } from './parsing-rules.ts';

export interface CheckedSource extends FlowName {
  /** As it was written, without a number of its revision. */
  readonly source: string;
  readonly document: JsonObject;
  readonly disabled: boolean;
  readonly draft: boolean;
}

/** Throws {@link InvalidEntity} with all problems. A draft only needs an identity. */
export async function checkSource(
  deps: ParsingDeps,
  scope: TenantScope,
  written: string,
  options: { readonly draft?: boolean | undefined } = {},
): Promise<CheckedSource> {
  const { flow, document, problems } = await parseInScope(deps, scope, written);
  const source = typeof document?.['revision'] === 'number' ? withoutRevision(written) : written;
  const draft = options.draft === true || document?.['draft'] === true;
  if (flow !== undefined) {
    return { namespace: flow.namespace, id: flow.id, source, document: flow.document, disabled: flow.disabled, draft };
  }
  const identity = draft && document !== undefined ? identityOf(document) : undefined;
  if (identity === undefined || document === undefined) throw invalidFlow(problems);
  return { ...identity, source, document, disabled: document['disabled'] === true, draft };
}

export function invalidFlow(problems: readonly Problem[]): InvalidEntity {
  const errors = problems.filter((problem) => problem.severity === 'error');
  return new InvalidEntity(
    { reason: `Invalid Flow: ${errorsText(errors) ?? 'it cannot be read'}` },
    { problems: errors.map(({ message, path, line, column }): ErrorProblem => ({ message, path, line, column })) },
  );
}

function identityOf(document: JsonObject): FlowName | undefined {
  const { id, namespace } = document;
  if (typeof id !== 'string' || typeof namespace !== 'string') return undefined;
  return flowIdPattern.test(id) && namespacePattern.test(namespace) ? { id, namespace } : undefined;
}
