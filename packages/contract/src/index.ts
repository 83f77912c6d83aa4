export { aliases, type Alias } from './aliases.ts';
export { auditLogItemSchema } from './audit-logs.ts';
export {
  ApiError,
  createClient,
  urlOf,
  type Call,
  type CallOptions,
  type Client,
  type ClientOptions,
} from './client.ts';
export { errorBodySchema, type ErrorBody } from './error-body.ts';
export { formSchema, type Form, type FormPart } from './form.ts';
export { meSchema } from './me.ts';
export { openApiDocument } from './open-api.ts';
export { newerFilter, readQuery, writeQuery, type FilterText, type QueryValues } from './query-text.ts';
export {
  defineRoute,
  isSafe,
  parameterNames,
  type AnyRoute,
  type BodyKind,
  type NoShape,
  type ParameterKind,
  type ReplyKind,
  type Route,
  type RouteAccess,
} from './route.ts';
export { allRoutes, routes, type Routes } from './routes.ts';
export { paged, searchQuery, type Search, type SearchOptions } from './search-query.ts';
export { tenantSchema } from './tenant-shapes.ts';
export { userSchema } from './users.ts';
