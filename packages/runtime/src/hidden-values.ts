/** Texts with a secret in them: readable in the memory of the run that works with them, hidden wherever else they stand. */
import {
  isHidden,
  type Execution,
  type Flow,
  type HiddenValue,
  type Json,
  type JsonObject,
  type LoopRun,
  type Output,
  type TaskRun,
  type TenantKey,
} from '@windhover/model';
import {
  addMask,
  hiddenPlace,
  hide,
  hideText,
  toHidden,
  type Ciphers,
  type Hiding,
  type TenantCipher,
} from '@windhover/services';
import type { RuntimeDeps } from './deps.ts';
import type { Held } from './held.ts';

/** What of an execution, or of a request for one, comes from its run. */
export type RunValues = Partial<Pick<Execution, 'inputs' | 'outputs' | 'variables' | 'trigger' | 'loopRun' | 'memo'>>;

/** A live task run whose iteration's value is hidden in its text. */
interface HiddenIteration {
  readonly hiddenValue?: Json;
}

/** The same object when it holds nothing that the run has to hide. */
export function hideExecution<Values extends RunValues>(values: Values, hiding: Hiding): Values {
  if (hiding.masks.size === 0) return values;
  const { inputs, outputs, variables, trigger, loopRun, memo } = values;
  return {
    ...values,
    ...(inputs === undefined ? undefined : { inputs: hide(inputs, hiding) }),
    ...(outputs === undefined ? undefined : { outputs: hide(outputs, hiding) }),
    ...(variables === undefined ? undefined : { variables: hide(variables, hiding) }),
    ...(memo === undefined ? undefined : { memo: hide(memo, hiding) }),
    ...(trigger === undefined ? undefined : { trigger: { ...trigger, variables: hide(trigger.variables, hiding) } }),
    ...(loopRun === undefined ? undefined : { loopRun: withItems(loopRun, hide(itemsOf(loopRun), hiding)) }),
  };
}

export function secretOutputsOf({ outputs }: Pick<Flow, 'outputs'>): readonly Output[] {
  return outputs.filter(({ type }) => type === 'SECRET');
}

/** What the flow declares as a SECRET is hidden whatever it is, and from then on wherever else it stands. */
export function hideSecretOutputs(
  execution: Execution,
  flow: Pick<Flow, 'outputs'>,
  { masks, cipher }: Pick<Held, 'masks' | 'cipher'>,
): Execution {
  const { outputs } = execution;
  const declared = secretOutputsOf(flow);
  if (outputs === undefined || declared.length === 0) return execution;
  const hidden: Record<string, HiddenValue> = {};
  for (const { id } of declared) {
    const text = outputs[id];
    if (typeof text !== 'string' || text === '') continue;
    addMask(masks, text);
    hidden[id] = toHidden(text, new Set([text]), cipher);
  }
  return { ...execution, outputs: { ...outputs, ...hidden } };
}

/** The value of an iteration is a text that lists show: what is hidden in it stands beside it. */
export function hideTaskRun(taskRun: TaskRun, hiding: Hiding): TaskRun & HiddenIteration {
  if (hiding.masks.size === 0) return taskRun;
  const { value, outputs, memo } = taskRun;
  const hiddenValue = value === undefined ? undefined : hideText(value, hiding);
  return {
    ...taskRun,
    ...(outputs === undefined ? undefined : { outputs: hide(outputs, hiding) }),
    ...(memo === undefined ? undefined : { memo: hide(memo, hiding) }),
    ...(isHidden(hiddenValue) ? { value: hiddenValue.shown, hiddenValue } : undefined),
  };
}

export async function openExecution<Values extends RunValues>(values: Values, opener: Opener): Promise<Values> {
  const { inputs, outputs, variables, trigger, loopRun, memo } = values;
  return {
    ...values,
    ...(inputs === undefined ? undefined : { inputs: await opener.open(inputs) }),
    ...(outputs === undefined ? undefined : { outputs: await opener.open(outputs) }),
    ...(variables === undefined ? undefined : { variables: await opener.open(variables) }),
    ...(memo === undefined ? undefined : { memo: await opener.open(memo) }),
    ...(trigger === undefined
      ? undefined
      : { trigger: { ...trigger, variables: await opener.open(trigger.variables) } }),
    ...(loopRun === undefined ? undefined : { loopRun: withItems(loopRun, await opener.open(itemsOf(loopRun))) }),
  };
}

/** In the order of the rows, of which most hold nothing hidden. */
export async function openTaskRuns<Row extends TaskRun>(rows: readonly Row[], opener: Opener): Promise<readonly Row[]> {
  const opened: Row[] = [];
  for (const row of rows) opened.push(isHiding(row) ? await openTaskRun(row, opener) : row);
  return opened;
}

function isHiding(row: TaskRun): boolean {
  return hasHidden(row.outputs) || hasHidden(row.memo) || 'hiddenValue' in row;
}

async function openTaskRun<Row extends TaskRun>(row: Row, opener: Opener): Promise<Row> {
  const { hiddenValue, ...taskRun } = row as Row & HiddenIteration;
  return {
    ...(taskRun as unknown as Row),
    ...(row.outputs === undefined ? undefined : { outputs: await opener.open(row.outputs) }),
    ...(row.memo === undefined ? undefined : { memo: await opener.open(row.memo) }),
    ...(hiddenValue === undefined ? undefined : { value: await opener.open(hiddenValue) }),
  };
}

/** For what is read while the run goes on: its masks grow by what is opened. */
export function openerOf({ tenantKey, masks }: Held, { ciphers }: Pick<RuntimeDeps, 'ciphers'>): Opener {
  return new Opener(ciphers, tenantKey, masks);
}

/** Whether some of it must be opened first. */
export function holdsHidden({ inputs, outputs, variables, trigger, loopRun, memo }: RunValues): boolean {
  return (
    hasHidden(inputs) ||
    hasHidden(outputs) ||
    hasHidden(variables) ||
    hasHidden(memo) ||
    hasHidden(trigger?.variables) ||
    (loopRun !== undefined && hasHidden(itemsOf(loopRun)))
  );
}

function itemsOf({ value, parents }: LoopRun): JsonObject {
  return { value, parents: parents as unknown as Json };
}

function withItems(loopRun: LoopRun, items: JsonObject): LoopRun {
  return { ...loopRun, ...(items as unknown as Pick<LoopRun, 'value' | 'parents'>) };
}

function hasHidden(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isHidden(value) || Object.values(value).some(hasHidden);
}

/** Opens what runs of one tenant have hidden, and adds the secrets in it to the masks. */
export class Opener {
  readonly masks: Set<string>;
  cipher: TenantCipher | undefined;
  readonly #ciphers: Ciphers | undefined;
  readonly #tenantKey: TenantKey;

  constructor(ciphers: Ciphers | undefined, tenantKey: TenantKey, masks: Set<string>) {
    this.masks = masks;
    this.#ciphers = ciphers;
    this.#tenantKey = tenantKey;
  }

  /** The same object when nothing in it is hidden. What cannot be opened stays as it is shown. */
  async open<Value extends Json | JsonObject>(value: Value): Promise<Value> {
    if (!hasHidden(value)) return value;
    this.cipher ??= await this.#ciphers?.of(this.#tenantKey);
    return this.#reveal(value) as Value;
  }

  #reveal(value: Json): Json {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json) => this.#reveal(item));
    if (isHidden(value)) return this.#textOf(value);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#reveal(item)]));
  }

  #textOf({ shown, value }: HiddenValue): string {
    if (this.cipher === undefined || value === '') return shown;
    let sealed: { readonly text: string; readonly secrets: readonly string[] };
    try {
      sealed = JSON.parse(this.cipher.open(hiddenPlace, value)) as typeof sealed;
    } catch {
      return shown; // somebody's own object that looks like ours
    }
    for (const secret of sealed.secrets) addMask(this.masks, secret);
    return sealed.text;
  }
}
