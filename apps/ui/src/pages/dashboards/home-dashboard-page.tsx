import { PageLoading } from '../../components/page-state.tsx';
import { useChosenDashboard } from '../../dashboards/use-dashboards.ts';
import { DashboardPage } from '../dashboard/dashboard-page.tsx';
import { DashboardView } from './dashboard-view.tsx';

/** The dashboard that the reader, or else the tenant, has chosen for the home, or the overview. */
export function HomeDashboardPage() {
  const { id, isKnown } = useChosenDashboard('home');
  if (!isKnown) return <PageLoading />;
  return id === 'default' ? <DashboardPage /> : <DashboardView key={id} id={id} isHome />;
}
