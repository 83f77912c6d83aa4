import type { EngineRows } from '@windhover/ports';
import { bigint, deletion, insertion, integer, text, type Section } from './section.ts';

export function writeInbox({ inboxApplied, inboxAdded }: Pick<EngineRows, 'inboxApplied' | 'inboxAdded'>): Section[] {
  return [
    deletion('inbox_applied', 'inbox', [bigint('seq', inboxApplied)]),
    insertion(
      'inbox_added',
      'inbox',
      [
        integer(
          'shard',
          inboxAdded.map((row) => row.shard),
        ),
        text(
          'kind',
          inboxAdded.map((row) => row.kind),
        ),
        text(
          'tenant_id',
          inboxAdded.map((row) => row.tenantKey),
        ),
        text(
          'execution_id',
          inboxAdded.map((row) => row.executionId),
        ),
        text(
          'event',
          inboxAdded.map((row) => row.event),
        ),
      ],
      { ordered: true },
    ),
  ];
}
