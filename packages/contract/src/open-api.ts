/** The OpenAPI 3.1 document, made from the route table. */
import { z } from 'zod';
import { errorBodySchema } from './error-body.ts';
import { parameterNames, type AnyRoute, type BodyKind, type ReplyKind } from './route.ts';
import { allRoutes } from './routes.ts';

const bodyTypes: Readonly<Record<BodyKind, string>> = {
  json: 'application/json',
  yaml: 'application/x-yaml',
  text: 'text/plain',
  multipart: 'multipart/form-data',
  any: '*/*',
};
const replyTypes: Readonly<Record<Exclude<ReplyKind, 'empty'>, string>> = {
  json: 'application/json',
  'text-json': 'text/json',
  scim: 'application/scim+json',
  yaml: 'application/yaml',
  text: 'text/plain',
  stream: 'text/event-stream',
  file: 'application/octet-stream',
};

export function openApiDocument(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of allRoutes()) {
    const path = `/api/v1${route.level === 'tenant' ? '/{tenant}' : ''}${route.path}`;
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Windhover', version },
    paths,
    components: {
      schemas: { Error: toSchema(errorBodySchema, 'output') },
      responses: {
        Error: {
          description: 'Refused',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
      securitySchemes: { basic: { type: 'http', scheme: 'basic' }, token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operation(route: AnyRoute): Record<string, unknown> {
  const { access, body, reply } = route;
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    security: access.kind === 'public' ? [] : [{ basic: [] }, { token: [] }],
    ...(access.kind === 'permission' ? { 'x-permission': access.anyOf } : { 'x-access': access.kind }),
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.optional !== true,
            content: { [bodyTypes[body.kind]]: { schema: toSchema(body.schema, 'input') } },
          },
        }),
    responses: {
      [reply.status]: {
        description: 'Done',
        ...(reply.kind === 'empty'
          ? {}
          : { content: { [replyTypes[reply.kind]]: { schema: toSchema(reply.schema, 'output') } } }),
      },
      ...Object.fromEntries(errorStatuses(route).map((status) => [status, { $ref: '#/components/responses/Error' }])),
    },
  };
}

function errorStatuses(route: AnyRoute): readonly number[] {
  const signedIn = route.access.kind === 'public' ? [] : [401, 403];
  // Another request under the same key is under way
  const repeated = route.makes === 'at-once' || route.makes === 'in-steps' ? [409] : [];
  return [...new Set([...signedIn, 404, 422, ...repeated, ...(route.errors ?? [])])];
}

function pathParameters(route: AnyRoute): unknown[] {
  const names = [...(route.level === 'tenant' ? ['tenant'] : []), ...parameterNames(route.path)];
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters(route: AnyRoute): unknown[] {
  if (route.query === undefined) return [];
  const schema = toSchema(route.query, 'input') as { properties?: Record<string, unknown>; required?: string[] };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    ...(name === 'filters' ? { style: 'deepObject', explode: true } : {}),
    schema: property,
  }));
}

/** Who repeats a request under its key is answered as the first time. */
function headerParameters({ makes }: AnyRoute): unknown[] {
  if (makes === undefined) return [];
  const description = 'Chosen by the client: a repeat with the same key within a day makes nothing more';
  return [
    { name: 'Idempotency-Key', in: 'header', required: false, description, schema: { type: 'string', maxLength: 255 } },
  ];
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return rest;
}
