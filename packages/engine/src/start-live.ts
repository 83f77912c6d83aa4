/** A live execution that begins. */
import type { Instant, StateHistory, TaskRun } from '@windhover/model';
import { beginHistory, copyHistory, defaultEngineSettings, newLive, type Live, type LiveOptions } from './live.ts';
import { fillFromRows } from './load-live.ts';
import { newOutputIndex } from './outputs.ts';
import type { CompiledFlow, Evaluator, NewExecution } from './types.ts';

export interface StartOptions extends LiveOptions {
  /** What a replay from the middle begins with: see `replayFrom`. */
  readonly copied?: { readonly state: StateHistory; readonly taskRuns: readonly TaskRun[] };
}

/** An execution in CREATED (a copied one in RESTARTED); the event `created` must follow. */
export function startLive(
  flow: CompiledFlow,
  begunFrom: NewExecution,
  at: Instant,
  evaluator: Evaluator,
  options: StartOptions = {},
): Live {
  const { copied, settings = defaultEngineSettings } = options;
  const state = copied === undefined ? beginHistory('CREATED', at) : copyHistory(copied.state);
  const live = newLive(flow, begunFrom, state, evaluator, newOutputIndex(settings.outputCacheBytes), options);
  if (copied !== undefined) {
    fillFromRows(live, copied.taskRuns);
    live.rows = copied.taskRuns;
  }
  return live;
}
