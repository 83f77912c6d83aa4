import { IconAlertTriangleFilled, IconCircleXFilled, IconInfoCircleFilled } from '@tabler/icons-react';
import type { WireFlowProblem } from '../api/wire.ts';
import { t } from '../messages/en.ts';
import classes from './problem-list.module.css';

const icons = { error: IconCircleXFilled, warning: IconAlertTriangleFilled, info: IconInfoCircleFilled } as const;
const tones = { error: 'red', warning: 'yellow', info: 'blue' } as const;

interface ProblemListProps {
  readonly problems: readonly WireFlowProblem[];
  readonly onGoTo: (line: number, column: number) => void;
}

/** Everything that is wrong with the source; a click leads to the place. */
export function ProblemList({ problems, onGoTo }: ProblemListProps) {
  return (
    <ul className={classes.list} aria-label={t.editor.problemList}>
      {problems.map((problem, index) => {
        const severity = problem.severity ?? 'error';
        const Icon = icons[severity];
        const line = problem.line ?? 1;
        const column = problem.column ?? 1;
        return (
          <li key={`${index} ${problem.message}`}>
            <button type="button" className={classes.problem} onClick={() => onGoTo(line, column)}>
              <Icon size={14} aria-label={severity} style={{ color: `var(--${tones[severity]}-solid)` }} />
              <span className={classes.message}>
                {problem.message}
                {problem.remedy !== undefined && <span className="dim"> · {problem.remedy}</span>}
              </span>
              {problem.line !== undefined && <span className="mono dim">{t.editor.at(line, column)}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
