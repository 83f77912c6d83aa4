import { parseChart, parseDashboard, type JsonObject } from '@windhover/model';
import { toValidation, type FlowValidation } from '../flows/validate-flows.ts';

export interface DashboardValidation extends FlowValidation {
  /** As written; only of a source that can be saved. */
  readonly charts?: readonly WrittenChart[];
}

interface WrittenChart extends JsonObject {
  readonly id: string;
  readonly type: string;
}

/** Validates a dashboard; changes nothing. */
export function validateDashboard(source: string): DashboardValidation {
  const { dashboard, document, problems } = parseDashboard(source);
  return {
    ...toValidation(0, {}, problems, 0),
    ...(dashboard !== undefined && { charts: document?.['charts'] as unknown as readonly WrittenChart[] }),
  };
}

/** The same for one chart alone. */
export function validateChart(source: string): FlowValidation {
  return toValidation(0, {}, parseChart(source).problems, 0);
}
