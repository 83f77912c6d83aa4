/** Inputs of a new execution, typed; SECRET ones sealed, as they are stored. */
import { compileTree, contextOf, renderTreeAsync, type Context, type ContextFunction } from '@windhover/expressions';
import {
  resolveInputs,
  type Flow,
  type Input,
  type InputProblem,
  type InputResolution,
  type Json,
  type JsonObject,
  type TenantKey,
} from '@windhover/model';
import type { Store } from '@windhover/ports';
import { namespaceRoot } from '../namespaces/namespace-root.ts';
import { hide, hidingOf } from '../secrets/hidden-texts.ts';
import { maskText } from '../secrets/masks.ts';
import type { Ciphers } from '../secrets/tenant-cipher.ts';
import { inputPlace } from '../secrets/value-places.ts';

export interface InputDeps {
  readonly store: Pick<Store, 'scope'>;
  readonly variables: {
    readonly globals: Readonly<Record<string, unknown>>;
    readonly envs: Readonly<Record<string, string>>;
  };
  readonly recursiveRendering: boolean;
  /** Undefined: SECRET inputs are refused. */
  readonly ciphers: Ciphers | undefined;
  /** Functions that defaults and expressions of inputs may call. */
  readonly functions?: Readonly<Record<string, ContextFunction>> | undefined;
  /** What they read of secrets, told here by the time that they answer. Default: hidden by the caller. */
  readonly masks?: ReadonlySet<string> | undefined;
  /** What they see besides; of the execution that asks for inputs when it is resumed. */
  readonly around?: Readonly<Record<string, unknown>> | undefined;
}

/** Secrets that were read are hidden in all of it but `readable`. */
export interface FlowInputs extends InputResolution {
  /** The values as the run works with them, for memory only. */
  readonly readable: JsonObject;
}

const noMasks: ReadonlySet<string> = new Set();

/** How a sealed value stands among the inputs of an execution. */
export interface SealedInput {
  readonly type: typeof sealedType;
  readonly value: string;
}

export const sealedType = 'io.kestra.datatype:aes_encrypted';

/** `declared` as `declaredInputs` gives them: the flow's, or those of a resume. Rejects only when a service fails. */
export async function resolveFlowInputs(
  deps: InputDeps,
  tenantKey: TenantKey,
  flow: Flow,
  declared: readonly Input[],
  supplied: Readonly<Record<string, unknown>>,
  options: { readonly checkRequired?: boolean } = {},
): Promise<FlowInputs> {
  const { ciphers, functions, recursiveRendering: recursive } = deps;
  const rest = { ...(functions && { functions }), recursive };
  const variables: Record<string, unknown> = {
    flow: { id: flow.id, namespace: flow.namespace, revision: flow.revision },
    ...(flow.variables === undefined ? undefined : { vars: flow.variables }),
    ...deps.variables,
    ...(await namespaceRoot(deps.store, tenantKey, flow)),
    ...deps.around,
  };
  const resolution = await resolveInputs(
    declared,
    supplied,
    {
      render: (template, inputs) =>
        render(template, { ...variables, inputs: { ...(variables['inputs'] as object), ...inputs } }, rest),
      ...(ciphers === undefined ? undefined : { encrypt: async (text) => seal(ciphers, tenantKey, text) }),
    },
    options,
  );
  return hideSecrets(deps, tenantKey, resolution);
}

async function hideSecrets(
  { ciphers, masks = noMasks }: Pick<InputDeps, 'ciphers' | 'masks'>,
  tenantKey: TenantKey,
  { values, problems, inputs }: InputResolution,
): Promise<FlowInputs> {
  if (masks.size === 0) return { values, problems, inputs, readable: values };
  const hidden = (found: readonly InputProblem[]): readonly InputProblem[] =>
    found.map((problem) => ({ ...problem, message: maskText(problem.message, masks) }));
  const hiding = await hidingOf(ciphers, tenantKey, masks);
  return {
    values: hide(values, hiding),
    problems: hidden(problems),
    inputs: inputs.map(({ input, value, ...rest }) => ({
      ...rest,
      input: { ...input, options: hide(input.options, hiding) },
      ...(value === undefined ? {} : { value: hide(value, hiding) }),
      problems: hidden(rest.problems),
    })),
    readable: values,
  };
}

/** Whether any value is sealed, nested ones included. */
export function hasSealedInputs(inputs: JsonObject): boolean {
  return Object.values(inputs).some((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return isSealed(value) || hasSealedInputs(value as JsonObject);
  });
}

/** The inputs with their secrets readable, for memory only; `seen` is told each of them. The same object when it has none. */
export async function openSealedInputs(
  ciphers: Ciphers | undefined,
  tenantKey: TenantKey,
  inputs: JsonObject,
  seen: (secret: string) => void,
): Promise<JsonObject> {
  const opened = new Map<string, Json>();
  for (const [name, value] of Object.entries(inputs)) {
    const plain = await openValue(ciphers, tenantKey, value, seen);
    if (plain !== value) opened.set(name, plain);
  }
  return opened.size === 0 ? inputs : { ...inputs, ...Object.fromEntries(opened) };
}

async function openValue(
  ciphers: Ciphers | undefined,
  tenantKey: TenantKey,
  value: Json,
  seen: (secret: string) => void,
): Promise<Json> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (!isSealed(value)) return openSealedInputs(ciphers, tenantKey, value as JsonObject, seen);
  if (ciphers === undefined) return value;
  const plain = (await ciphers.of(tenantKey)).open(inputPlace, value.value);
  seen(plain);
  return plain;
}

async function seal(ciphers: Ciphers, tenantKey: TenantKey, text: string): Promise<Json> {
  return { type: sealedType, value: (await ciphers.of(tenantKey)).seal(inputPlace, text) };
}

function isSealed(value: object): value is SealedInput {
  return 'type' in value && value.type === sealedType && 'value' in value && typeof value.value === 'string';
}

function render(
  template: Json,
  variables: Readonly<Record<string, unknown>>,
  rest: Omit<Context, 'lookup' | 'names'>,
): Promise<unknown> {
  return renderTreeAsync(compileTree(template), contextOf(variables, rest), 'typed');
}
