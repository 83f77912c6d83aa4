import { type JsonObject, type StoredDashboard } from '@windhover/model';

export interface DashboardJson extends JsonObject {
  readonly id: string;
  readonly title: string;
  readonly deleted: boolean;
  readonly created: string;
  readonly updated: string;
  readonly sourceCode: string;
}

/** A dashboard as the API shows it: its charts as written. */
export function toDashboardJson({ id, title, source, document, ...times }: StoredDashboard): DashboardJson {
  const { description, timeWindow, charts } = document;
  return {
    id,
    title,
    ...(typeof description === 'string' && { description }),
    ...(typeof timeWindow === 'object' && timeWindow !== null && { timeWindow }),
    ...(Array.isArray(charts) && { charts }),
    deleted: false,
    created: new Date(times.createdAt).toISOString(),
    updated: new Date(times.updatedAt).toISOString(),
    sourceCode: source,
  };
}
