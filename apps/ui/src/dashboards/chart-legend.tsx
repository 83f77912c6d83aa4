import { Link } from '@tanstack/react-router';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import { paths } from '../paths.ts';
import { stateLook } from '../states/state-look.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import { isState } from './chart-colours.ts';
import classes from './charts.module.css';

export interface LegendItem {
  readonly name: string;
  readonly colour: string;
  /** Said behind the name. */
  readonly detail?: string;
}

interface ChartLegendProps {
  readonly items: readonly LegendItem[];
  /** What leads from a state to the executions in it; undefined: names are no states of executions. */
  readonly search: Readonly<Record<string, string>> | undefined;
}

/** What the colours stand for, with the numbers: what a picture shows can be read here. */
export function ChartLegend({ items, search }: ChartLegendProps) {
  const tenant = useTenant();
  return (
    <ul className={classes.legend} aria-label={words.legend}>
      {items.map(({ name, colour, detail }) => {
        const state = search !== undefined && isState(name) ? name : undefined;
        const label = state === undefined ? name : stateLook(state).label;
        const content = (
          <>
            <span className={classes.swatch} style={{ background: colour }} aria-hidden />
            <span className={classes.name} title={label}>
              {label}
            </span>
            {detail !== undefined && <span className="dim numbers">{detail}</span>}
          </>
        );
        return (
          <li key={name}>
            {state === undefined ? (
              <span className={classes.entry}>{content}</span>
            ) : (
              <Link
                className={classes.entry}
                to={paths.executions(tenant)}
                search={{ ...search, state: name } as never}
              >
                {content}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
