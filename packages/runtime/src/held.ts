/** A live execution in its executor's memory, with what the executor must know of it to write rows. */
import { snapshot, type Live } from '@windhover/engine';
import type { Execution, JsonObject, Label, TenantKey } from '@windhover/model';
import type { LimitScope, TenantCipher } from '@windhover/services';
import { hideExecution, hideSecretOutputs } from './hidden-values.ts';

export interface Held {
  readonly executionId: string;
  readonly tenantKey: TenantKey;
  /** The store's internal number. */
  readonly run: number;
  /** Where it lives. */
  readonly shard: number;
  /** Where the execution lives whose task run waits for it; undefined when none does. */
  readonly parentShard: number | undefined;
  readonly live: Live;
  /** Execution that triggered this one, or whose Loop it is an iteration of; null when none. */
  readonly triggerExecutionId: string | null;
  /** Whether its row exists, or is on its way in an earlier batch. */
  isStored: boolean;
  /** Ordinals with a row among the live task runs. */
  readonly storedOrds: Set<number>;
  /** Ordinals with a final row, known only of what was loaded after its end: a restart takes some of them back. */
  readonly endedOrds: Set<number>;
  /** Labels as their rows have them. */
  storedLabels: readonly Label[];
  /** When each timer is due. */
  readonly timers: Map<string, number>;
  /** The inputs as they are stored, when memory holds some of them opened. */
  readonly sealedInputs: JsonObject | undefined;
  /** Scopes that limit it, innermost first; see admission.ts. */
  limits: readonly LimitScope[];
  /** Secrets that were read for it: hidden in all that is logged and shown of it. */
  readonly masks: Set<string>;
  /** Seals what is hidden; there once a secret was read, unless encryption is not configured. */
  cipher: TenantCipher | undefined;
  /** Batches that hold changes of it and are not committed yet. */
  uncommitted: number;
}

/** What is kept apart because the inputs in memory are readable. */
export interface Secrets {
  readonly sealedInputs: JsonObject | undefined;
  readonly masks: ReadonlySet<string>;
  readonly cipher: TenantCipher | undefined;
}

const noLimits: readonly LimitScope[] = [];
const noSecrets: Secrets = { sealedInputs: undefined, masks: new Set(), cipher: undefined };

/** The execution as it may leave memory. */
export function executionOf(held: Held): Execution {
  const { live, sealedInputs } = held;
  const execution = hideSecretOutputs(snapshot(live), live.flow.flow, held);
  return hideExecution(sealedInputs === undefined ? execution : { ...execution, inputs: sealedInputs }, held);
}

export function newHeld(
  live: Live,
  { run, shard, parentShard }: Pick<Held, 'run' | 'shard' | 'parentShard'>,
  stored: {
    readonly isStored: boolean;
    readonly ords?: Iterable<number>;
    readonly endedOrds?: Iterable<number>;
    readonly labels?: readonly Label[];
  },
  secrets: Secrets = noSecrets,
): Held {
  const { loopRun, trigger } = live.begunFrom;
  const executionId = loopRun?.within[0] ?? trigger?.variables['executionId'];
  return {
    executionId: live.id,
    tenantKey: live.flow.tenantKey,
    run,
    shard,
    parentShard,
    live,
    triggerExecutionId: typeof executionId === 'string' ? executionId : null,
    isStored: stored.isStored,
    storedOrds: new Set(stored.ords),
    endedOrds: new Set(stored.endedOrds),
    storedLabels: stored.labels ?? [],
    timers: new Map(),
    sealedInputs: secrets.sealedInputs,
    limits: noLimits,
    masks: new Set(secrets.masks),
    cipher: secrets.cipher,
    uncommitted: 0,
  };
}
