import { expect, test } from 'vitest';
import type { WireTrigger } from '../../api/triggers.ts';
import { triggerStanding } from './trigger-standing.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const backfill = { start: '', end: '', currentDate: '', paused: false };
const failed = { date: '2026-03-01T11:00:00Z', outcome: 'FAILED', reason: 'no such input' } as const;

function aTrigger(state: Partial<WireTrigger['state']>, trigger: object = {}): WireTrigger {
  return {
    trigger: { id: 'hourly', type: 'Schedule', ...trigger },
    state: {
      namespace: 'team',
      flowId: 'flow',
      triggerId: 'hourly',
      updatedAt: '2026-03-01T11:00:00Z',
      disabled: false,
      locked: false,
      nextExecutionDate: '2026-03-01T13:00:00Z',
      kind: 'SCHEDULE',
      ...state,
    },
  };
}

test.each([
  ['DUE', {}],
  ['OFF', { disabled: true, locked: true }],
  ['LOCKED', { locked: true, executionId: 'x', nextExecutionDate: '2026-03-01T11:00:00Z' }],
  ['BACKFILL', { backfill }],
  ['BACKFILL_PAUSED', { backfill: { ...backfill, paused: true } }],
  ['NO_DATE', { nextExecutionDate: undefined }],
  ['OVERDUE', { nextExecutionDate: '2026-03-01T11:58:00Z', lastEvaluation: failed }],
  ['DUE', { nextExecutionDate: '2026-03-01T11:59:30Z' }],
  ['DUE', { kind: 'POLLING', nextExecutionDate: '2026-03-01T11:55:00Z' }],
  ['OVERDUE', { kind: 'POLLING', nextExecutionDate: '2026-03-01T11:53:00Z' }],
  ['FAILED', { lastEvaluation: failed }],
] as const)('it is %s with %j', (standing, state) => {
  expect(triggerStanding(aTrigger(state as Partial<WireTrigger['state']>), now)).toBe(standing);
});

test('what the source switches off is named before anything else', () => {
  expect(triggerStanding(aTrigger({ disabled: true }, { disabled: true }), now)).toBe('OFF_IN_SOURCE');
});
