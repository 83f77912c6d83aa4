import { Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import type { WireFlow } from '../../api/wire.ts';
import { Labels } from '../../components/labels.tsx';
import { PageNotice } from '../../components/page-state.tsx';
import { WithAside } from '../../components/with-aside.tsx';
import { DashboardSelect } from '../../dashboards/dashboard-choice.tsx';
import { useChosenDashboard } from '../../dashboards/use-dashboards.ts';
import { shortType } from '../../format/short-type.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { RecentExecutions } from './recent-executions.tsx';
import classes from './flow-overview.module.css';

const FlowDashboard = lazy(() => import('./flow-dashboard.tsx').then((module) => ({ default: module.FlowDashboard })));
const Markdown = lazy(() => import('../../components/markdown.tsx').then((module) => ({ default: module.Markdown })));

export function FlowOverview({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const chosen = useChosenDashboard('flow');
  return (
    <WithAside asideLabel={t.flows.overview.about} aside={<About flow={flow} />}>
      {chosen.isKnown && chosen.id !== 'default' ? (
        <FlowDashboard flow={flow} chosen={chosen} />
      ) : (
        <section aria-labelledby="recent">
          <div className={classes.head}>
            <h2 id="recent">{t.flows.overview.recent}</h2>
            <div className={classes.actions}>
              <Link to={paths.flow(tenant, flow.namespace, flow.id, 'executions')} className="dim">
                {t.flows.overview.all}
              </Link>
              <DashboardSelect chosen={chosen.id} onChoose={chosen.choose} />
            </div>
          </div>
          <RecentExecutions flow={flow} />
        </section>
      )}
    </WithAside>
  );
}

function About({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  return (
    <div className={classes.about}>
      {flow.exception !== undefined && <PageNotice title={t.flows.broken}>{flow.exception}</PageNotice>}
      {flow.description !== undefined && (
        <Part title={t.flows.overview.description}>
          <Suspense fallback={<p className={classes.description}>{flow.description}</p>}>
            <Markdown text={flow.description} />
          </Suspense>
        </Part>
      )}
      {flow.labels !== undefined && flow.labels.length > 0 && (
        <Part title={t.labels}>
          <Labels labels={flow.labels} all wrap />
        </Part>
      )}
      <Part title={t.flows.overview.inputs}>
        <ul className={classes.list}>
          {flow.inputs?.map((input) => (
            <li key={input.id}>
              <span className="mono">{input.id}</span>
              {input.ref === undefined ? (
                <span className="dim">
                  {input.type},{' '}
                  {(input.required ?? true) && input.defaults === undefined
                    ? t.flows.overview.required
                    : t.flows.overview.optional}
                </span>
              ) : (
                <Link to={paths.reusableInputs(tenant, input.namespace ?? flow.namespace, input.ref)}>{input.ref}</Link>
              )}
            </li>
          ))}
          {(flow.inputs ?? []).length === 0 && <li className="dim">{t.flows.overview.noInputs}</li>}
        </ul>
      </Part>
      <Part title={t.flows.overview.triggers}>
        <ul className={classes.list}>
          {flow.triggers?.map((trigger) => (
            <li key={trigger.id}>
              <span className="mono">{trigger.id}</span>
              <span className="dim truncate" title={trigger.type}>
                {shortType(trigger.type)}
              </span>
            </li>
          ))}
          {(flow.triggers ?? []).length === 0 && <li className="dim">{t.flows.overview.noTriggers}</li>}
        </ul>
      </Part>
      <Part title={t.flows.overview.tasks}>
        <ol className={classes.list}>
          {flow.tasks?.map((task) => (
            <li key={task.id}>
              <span className="mono truncate">{task.id}</span>
              <span className="dim truncate" title={task.type}>
                {shortType(task.type)}
              </span>
            </li>
          ))}
        </ol>
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
