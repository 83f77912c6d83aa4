import { routes } from '@windhover/contract';
import { IllegalState, InvalidEntity, Unauthenticated } from '@windhover/model';
import { basicAuthProblems, completeSetup, equalsInConstantTime, isSetUp } from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import { identify, ourOrigins } from '../admission.ts';
import { refuseCrossSite } from '../cross-site.ts';
import { publicRoute, type ServerContext } from '../handler.ts';
import { passwordConfiguration } from './configs.ts';
import { userJson } from './to-user-json.ts';

const { setup } = routes;

export const setupHandlers = [
  publicRoute(setup.get, async ({ deps, server, request }) => {
    const done = await isSetUp(deps);
    if (done && (await identify(server, request)) === undefined) throw new Unauthenticated({});
    const { repositoryType, queueType, storageType, secretType } = server.settings.about;
    return {
      done,
      repositoryType,
      queueType,
      storageType,
      secretType,
      passwordConfiguration: passwordConfiguration(deps.settings.passwordPolicy),
      haveAuthNotBasic: server.providers.size > 0,
      tenants: { enabled: deps.settings.tenancy.enabled, defaultTenant: deps.settings.tenancy.defaultTenant },
      ...(done || isAtTheMachine(request) ? {} : { tokenRequired: true }),
    };
  }),
  publicRoute(setup.create, async ({ deps, server, request, body }) => {
    await checkSetupCaller(server, request);
    const { username, password, tenant } = body;
    const wished = tenant == null ? undefined : { id: tenant.id, name: tenant.name ?? undefined };
    return userJson(deps, await completeSetup(deps, { username, password, tenant: wished }));
  }),
  publicRoute(setup.basicAuth, async ({ deps, server, request, body }) => {
    await checkSetupCaller(server, request);
    const problems = basicAuthProblems(body);
    if (problems.length > 0) {
      throw new InvalidEntity({ reason: problems.join(' ') }, { problems: problems.map((message) => ({ message })) });
    }
    await completeSetup(deps, { username: body.username!, password: body.password!, obeys: 'basicAuth' });
    return {};
  }),
  publicRoute(setup.basicAuthErrors, async ({ deps, server, request }) => {
    if ((await isSetUp(deps)) && (await identify(server, request)) === undefined) throw new Unauthenticated({});
    return [...server.settings.basicAuthErrors];
  }),
];

/** Who sits at the machine needs nothing; any other proves with the token that they read the server's output. */
async function checkSetupCaller(server: ServerContext, request: FastifyRequest): Promise<void> {
  if (await isSetUp(server.deps)) throw new IllegalState({ reason: 'the instance is set up already; sign in instead' });
  refuseCrossSite(request, ourOrigins(server));
  if (isAtTheMachine(request)) return;
  const token = request.headers['x-setup-token'];
  if (typeof token !== 'string' || !equalsInConstantTime(token, server.setupToken)) throw new Unauthenticated({});
}

/** Loopback at both ends, no proxy in between and no page of elsewhere that resolved its name to us. */
function isAtTheMachine(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  if (Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'))) return false;
  return isLoopback(socket.remoteAddress ?? '') && isLoopback(hostName(headers.host ?? ''));
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(name);
}

function hostName(host: string): string {
  return host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.split(':', 1)[0]!;
}
