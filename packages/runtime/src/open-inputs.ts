/** What a run brings along that is sealed in rows, SECRET inputs and texts with a secret: readable in memory, hidden in logs. */
import type { Event } from '@windhover/engine';
import type { Flow, JsonObject, TaskRun, TenantKey } from '@windhover/model';
import { addMask, hasSealedInputs, openSealedInputs, type CreateExecution } from '@windhover/services';
import { cipherOf } from './cipher-of.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Secrets } from './held.ts';
import { holdsHidden, openExecution, openTaskRuns, Opener, secretOutputsOf, type RunValues } from './hidden-values.ts';

/** An event with the secrets in it readable, as the run takes it. */
export interface OpenedEvent {
  readonly event: Event;
  readonly secrets: Pick<Secrets, 'masks' | 'cipher'>;
}

/** Undefined when nothing in it is sealed: a resume may bring such inputs, nothing else that crosses processes does. */
export function openEvent(
  { ciphers }: Pick<RuntimeDeps, 'ciphers'>,
  tenantKey: TenantKey,
  event: Event,
): Promise<OpenedEvent> | undefined {
  if (event.kind !== 'resumed') return undefined;
  const { inputs } = event;
  if (inputs === undefined || !(hasSealedInputs(inputs) || holdsHidden({ inputs }))) return undefined;
  return open(inputs);

  async function open(sealed: JsonObject): Promise<OpenedEvent> {
    const masks = new Set<string>();
    const opener = new Opener(ciphers, tenantKey, masks);
    const opened = await opener.open(sealed);
    const readable = await openSealedInputs(ciphers, tenantKey, opened, (secret) => addMask(masks, secret));
    const cipher = opener.cipher ?? (await cipherOf({ ciphers }, tenantKey));
    return { event: { ...event, inputs: readable } as Event, secrets: { masks, cipher } };
  }
}

export interface Opened extends Secrets {
  /** As the run works with them. */
  readonly values: RunValues & Pick<CreateExecution, 'taskRuns'>;
}

type Sealed = RunValues & {
  readonly taskRuns?: readonly TaskRun[] | undefined;
};

/** Undefined when nothing is sealed and the flow has nothing to seal, which costs no turn of the loop. */
export function openSealed(
  deps: Pick<RuntimeDeps, 'ciphers'>,
  tenantKey: TenantKey,
  flow: Pick<Flow, 'outputs'>,
  { inputs, outputs, variables, trigger, loopRun, memo, taskRuns }: Sealed,
): Promise<Opened> | undefined {
  const { ciphers } = deps;
  const sealed: RunValues = {
    ...(inputs === undefined ? undefined : { inputs }),
    ...(outputs === undefined ? undefined : { outputs }),
    ...(variables === undefined ? undefined : { variables }),
    ...(trigger === undefined ? undefined : { trigger }),
    ...(loopRun === undefined ? undefined : { loopRun }),
    ...(memo === undefined ? undefined : { memo }),
  };
  const hasSecrets = inputs !== undefined && hasSealedInputs(inputs);
  const sealsOutputs = secretOutputsOf(flow).length > 0;
  if (!hasSecrets && !holdsHidden(sealed) && taskRuns === undefined && !sealsOutputs) return undefined;
  return open();

  async function open(): Promise<Opened> {
    const masks = new Set<string>();
    const opener = new Opener(ciphers, tenantKey, masks);
    const readable = await openExecution(sealed, opener);
    const secretInputs = hasSecrets ? await openSecretInputs(readable.inputs!, masks) : readable.inputs;
    const rows = taskRuns && (await openTaskRuns(taskRuns, opener));
    return {
      values: {
        ...readable,
        ...(secretInputs === undefined ? undefined : { inputs: secretInputs }),
        ...(rows === undefined ? undefined : { taskRuns: rows }),
      },
      sealedInputs: hasSecrets ? inputs : undefined,
      masks,
      cipher: opener.cipher ?? (masks.size > 0 || sealsOutputs ? await cipherOf(deps, tenantKey) : undefined),
    };
  }

  function openSecretInputs(from: JsonObject, masks: Set<string>): Promise<JsonObject> {
    return openSealedInputs(ciphers, tenantKey, from, (secret) => addMask(masks, secret));
  }
}
