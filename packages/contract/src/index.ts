export { defineRoute, type AnyRoute, type BodyKind, type ParameterKind, type ReplyKind, type Route, type RouteAccess } from './route.ts';
