import type { TriggerDefinition, TriggerState } from '@windhover/model';
import { toIso } from './to-token-json.ts';

export function triggerStateJson(state: TriggerState) {
  const {
    namespace,
    flowId,
    triggerId,
    updatedAt,
    disabled,
    executionId,
    date,
    nextAt,
    lastEvaluation,
    backfill,
    kind,
  } = state;
  const next = nextAt === undefined || disabled ? undefined : toIso(nextAt);
  const last = date === undefined ? undefined : toIso(date);
  return {
    namespace,
    flowId,
    triggerId,
    updatedAt: toIso(updatedAt),
    disabled,
    locked: executionId !== undefined,
    executionId,
    lastTriggeredDate: last,
    nextEvaluationDate: next,
    date: last,
    nextExecutionDate: next,
    evaluatedAt: lastEvaluation === undefined ? undefined : toIso(lastEvaluation.at),
    lastEvaluation: lastEvaluation && {
      date: toIso(lastEvaluation.at),
      outcome: lastEvaluation.outcome,
      reason: lastEvaluation.reason,
    },
    backfill: backfill && {
      start: toIso(backfill.startAt),
      end: toIso(backfill.endAt),
      currentDate: toIso(backfill.currentAt),
      paused: backfill.paused,
      inputs: backfill.inputs as never,
      labels: [...backfill.labels],
    },
    kind: kind ?? ('SCHEDULE' as const),
  };
}

export function triggerJson(definition: TriggerDefinition | undefined, { triggerId }: TriggerState) {
  if (definition === undefined) return { id: triggerId, type: '' };
  const { id, type, description, disabled, properties } = definition;
  return { id, type, ...(description !== undefined && { description }), disabled, ...properties };
}
