import type { Meters } from '@windhover/services';
import type { FastifyInstance } from 'fastify';
import type { OpenRequests } from '../open-requests.ts';

/** Counts requests by the pattern of their address, of which there are as many as operations. */
export function meterRequests(app: FastifyInstance, open: OpenRequests, meters: Meters): void {
  let connections = 0;
  app.server.on('connection', (socket) => {
    connections += 1;
    socket.once('close', () => (connections -= 1));
  });
  meters.watch('http.server.connections', () => [{ value: connections }]);
  meters.watch('http.server.requests.active', () => [{ value: open.count }]);
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    meters.requestAnswered(method, routeOptions.url ?? 'NOT_FOUND', reply.statusCode, reply.elapsedTime);
  });
}
