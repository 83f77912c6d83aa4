import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleMinus } from '@tabler/icons-react';
import type { WireEvaluations } from '../../api/triggers.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';

const icons = { FIRED: IconCircleCheckFilled, SKIPPED: IconCircleMinus, FAILED: IconAlertTriangleFilled };
const tones = { FIRED: 'green', SKIPPED: 'grey', FAILED: 'red' } as const;

/** How an evaluation went: a shape with its word. */
export function TriggerOutcome({ outcome }: Pick<WireEvaluations, 'outcome'>) {
  const Icon = icons[outcome];
  return (
    <>
      <Icon size={14} aria-hidden style={{ color: `var(--${tones[outcome]}-solid)` }} />
      <span>{words.outcomes[outcome]}</span>
    </>
  );
}
