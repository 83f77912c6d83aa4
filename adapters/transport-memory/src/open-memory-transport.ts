import type { Transport } from '@windhover/ports';

type Handler = (message: unknown) => void;

export interface MemoryTransportOptions {
  /** A subscriber threw; the others have been served all the same. */
  readonly onError?: (topic: string, error: unknown) => void;
}

/**
 * Messages within one process, in the order of publication, after the publisher's own turn. Subscribers share the message
 * object and must not change it.
 */
export function openMemoryTransport({ onError = () => undefined }: MemoryTransportOptions = {}): Transport {
  const topics = new Map<string, Set<Handler>>();

  const deliver = (topic: string, message: unknown): void => {
    for (const handler of topics.get(topic) ?? []) {
      try {
        handler(message);
      } catch (error) {
        onError(topic, error);
      }
    }
  };

  return {
    publish(topic, message) {
      if (topics.has(topic)) queueMicrotask(() => deliver(topic, message));
    },

    subscribe(topic, handler) {
      const own: Handler = (message) => handler(message); // the same handler may subscribe twice
      const handlers = topics.get(topic) ?? new Set();
      topics.set(topic, handlers.add(own));
      return () => {
        handlers.delete(own);
        if (handlers.size === 0 && topics.get(topic) === handlers) topics.delete(topic);
      };
    },

    async close() {
      topics.clear();
    },
  };
}
