import { useParams } from '@tanstack/react-router';
import { DashboardPage } from '../dashboard/dashboard-page.tsx';
import { DashboardView } from './dashboard-view.tsx';

/** The dashboard of the address; `default` is the overview, whatever the tenant has chosen. */
export function ChosenDashboardPage() {
  const { dashboardId } = useParams({ strict: false }) as { dashboardId: string };
  return dashboardId === 'default' ? <DashboardPage /> : <DashboardView key={dashboardId} id={dashboardId} />;
}
