import type { TriggerDefinition, TriggerEvaluation, TriggerEvaluations, TriggerState } from '@windhover/model';
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
    lastEvaluation: lastEvaluation && evaluationJson(lastEvaluation),
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

export function evaluationsJson({ count, firstAt, ...last }: TriggerEvaluations) {
  return { ...evaluationJson(last), count, firstDate: toIso(firstAt) };
}

function evaluationJson({ at, outcome, reason, executionId, forAt, durationMs }: TriggerEvaluation) {
  return {
    date: toIso(at),
    outcome,
    reason,
    executionId,
    scheduledDate: forAt === undefined ? undefined : toIso(forAt),
    durationMs,
  };
}

export function triggerJson(definition: TriggerDefinition | undefined, { triggerId }: TriggerState) {
  if (definition === undefined) return { id: triggerId, type: '' };
  const { id, type, description, disabled, properties } = definition;
  return { id, type, ...(description !== undefined && { description }), disabled, ...properties };
}
