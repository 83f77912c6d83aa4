import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Transport } from '../index.ts';
import { unique } from './opened-store.ts';

export function transportContract(name: string, open: () => Promise<Transport>): void {
  describe(name, () => {
    let transport: Transport;
    beforeAll(async () => {
      transport = await open();
    });
    afterAll(() => transport.close());

    /** Subscribes and collects; `received` waits until so many have come. */
    function listen(topic: string): { received(count: number): Promise<unknown[]>; end(): void } {
      const messages: unknown[] = [];
      const end = transport.subscribe(topic, (message) => messages.push(message));
      return {
        end,
        received: async (count) => {
          await vi.waitFor(() => expect(messages).toHaveLength(count));
          return messages;
        },
      };
    }

    test('every subscriber of the topic gets every message, in order', async () => {
      const topic = unique('topic/');
      const [one, two, other] = [listen(topic), listen(topic), listen(unique('topic/'))];
      for (const message of [1, 'two', { three: ['3', null] }]) transport.publish(topic, message);
      expect(await one.received(3)).toEqual([1, 'two', { three: ['3', null] }]);
      expect(await two.received(3)).toEqual([1, 'two', { three: ['3', null] }]);
      expect(await other.received(0)).toEqual([]);
    });

    test('publishing returns before the subscribers have run, and without any', async () => {
      const topic = unique('topic/');
      transport.publish(topic, 'nobody listens');
      const order: string[] = [];
      const listener = listen(topic);
      const end = transport.subscribe(topic, () => order.push('received'));
      transport.publish(topic, 'message');
      order.push('published');
      expect(await listener.received(1)).toEqual(['message']);
      expect(order).toEqual(['published', 'received']);
      end();
    });

    test('a subscriber that throws hurts neither the publisher nor the others', async () => {
      const topic = unique('topic/');
      const end = transport.subscribe(topic, () => {
        throw new Error('subscriber');
      });
      const healthy = listen(topic);
      transport.publish(topic, 1);
      transport.publish(topic, 2);
      expect(await healthy.received(2)).toEqual([1, 2]);
      end();
    });

    test('a subscription that ended gets nothing more, the others go on', async () => {
      const topic = unique('topic/');
      const [ended, lasting] = [listen(topic), listen(topic)];
      transport.publish(topic, 1);
      await ended.received(1);
      ended.end();
      ended.end();
      transport.publish(topic, 2);
      expect(await lasting.received(2)).toEqual([1, 2]);
      expect(await ended.received(1)).toEqual([1]);
    });

    test('one function may subscribe twice and counts twice', async () => {
      const topic = unique('topic/');
      const messages: unknown[] = [];
      const handler = (message: unknown) => messages.push(message);
      const [endOne, endTwo] = [transport.subscribe(topic, handler), transport.subscribe(topic, handler)];
      transport.publish(topic, 'm');
      await vi.waitFor(() => expect(messages).toHaveLength(2));
      endOne();
      transport.publish(topic, 'n');
      await vi.waitFor(() => expect(messages).toHaveLength(3));
      endTwo();
    });

    test('after close nothing is delivered and nothing throws', async () => {
      const closed = await open();
      const messages: unknown[] = [];
      closed.subscribe('topic', (message) => messages.push(message));
      await closed.close();
      closed.publish('topic', 1);
      await closed.close();
      expect(messages).toEqual([]);
    });
  });
}
