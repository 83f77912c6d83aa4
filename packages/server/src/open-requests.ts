/** Requests under way, so that a stop can let them end and then close what is left. */
import type { Server, ServerResponse } from 'node:http';
import { eventStreamType } from './event-stream.ts';

export class OpenRequests {
  readonly #server: Server;
  readonly #open = new Set<ServerResponse>();
  #onEmpty: (() => void) | undefined;

  constructor(server: Server) {
    this.#server = server;
    server.on('request', (_, response) => {
      this.#open.add(response);
      response.once('close', () => {
        this.#open.delete(response);
        if (this.#open.size === 0) this.#onEmpty?.();
      });
    });
  }

  /** Live streams are among them. */
  get count(): number {
    return this.#open.size;
  }

  /**
   * Ends live streams, whose clients come back by themselves, and waits until no request is left or the time is over. Then
   * every connection is closed: one that a client opened and never used would hold the server up for minutes.
   */
  async drain(graceMs: number): Promise<void> {
    for (const response of this.#open) if (response.getHeader('content-type') === eventStreamType) response.end();
    if (this.#open.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#onEmpty = resolve;
      const timer = setTimeout(resolve, graceMs);
      await promise;
      clearTimeout(timer);
    }
    this.#server.closeAllConnections();
  }
}
