/**
 * Messages between servers that share a database: hints only, so nothing is kept. What a topic with a slash says goes to
 * other servers only while one of them listens to it: pages that are open, not every execution.
 */
import type { Transport } from '@windhover/ports';
import { parseAddress } from '../connection/connection-address.ts';
import { reachDatabase } from '../connection/reach-database.ts';
import { openNoticeConnection } from './notice-connection.ts';
import { createAssembler, toPayloads, type Message } from './packets.ts';

export interface PostgresTransportOptions {
  /** As for the store, but never a proxy that pools by transaction: what is listened to belongs to a session. */
  readonly url: string;
  /** These win over the address. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly connectTimeoutMs?: number | undefined;
  /** Of this process: who subscribes here is served by it. */
  readonly local: Transport;
  /** Messages of other servers were missed: whoever remembers anything reads it again. */
  onMissed(): void;
}

/** Between two flushes: `notify` makes commits wait for each other. */
const flushMs = 5;
/** Who listens says so again so often; after three times without, nobody does. */
const interestMs = 5_000;
const wants = 'wants';

/** Throws like the store's opening when the database cannot be reached; later the connection is opened again by itself. */
export async function openPostgresTransport({
  local,
  onMissed,
  ...options
}: PostgresTransportOptions): Promise<Transport> {
  const parsed = parseAddress(options.url);
  const { client, config } = await reachDatabase({
    address: { ...parsed, user: options.username ?? parsed.user, password: options.password ?? parsed.password },
    connectTimeoutMs: options.connectTimeoutMs ?? 30_000,
    waitMs: 0,
  });
  await client.end();
  const self = crypto.randomUUID();
  const assemble = createAssembler(self);
  /** Topics with subscribers here, and how many. */
  const subscribed = new Map<string, number>();
  /** Topics with subscribers elsewhere, and until when that is believed. */
  const wanted = new Map<string, number>();
  let waiting: Message[] = [];
  let flushes = 0;
  let timer: NodeJS.Timeout | undefined;

  const connection = await openNoticeConnection(config, {
    received(payload) {
      for (const { topic, message } of assemble(payload)) receive(topic, message);
    },
    reconnected() {
      sayInterest();
      onMissed();
    },
  });
  const interest = setInterval(sayInterest, interestMs).unref();

  return {
    publish(topic, message) {
      local.publish(topic, message);
      if (!topic.includes('/') || isWanted(topic)) send(topic, message);
    },

    subscribe(topic, handler) {
      const before = subscribed.get(topic) ?? 0;
      subscribed.set(topic, before + 1);
      if (before === 0 && topic.includes('/')) send(wants, [topic]);
      const unsubscribe = local.subscribe(topic, handler);
      let isOver = false;
      return () => {
        unsubscribe();
        if (isOver) return;
        isOver = true;
        const left = subscribed.get(topic)! - 1;
        if (left > 0) subscribed.set(topic, left);
        else subscribed.delete(topic);
      };
    },

    async close() {
      clearInterval(interest);
      clearTimeout(timer);
      await connection.close();
      await local.close();
    },
  };

  function receive(topic: string, message: unknown): void {
    if (topic !== wants) return local.publish(topic, message);
    for (const name of message as readonly string[]) wanted.set(name, performance.now() + 3 * interestMs);
  }

  function isWanted(topic: string): boolean {
    const until = wanted.get(topic);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    wanted.delete(topic);
    return false;
  }

  function sayInterest(): void {
    for (const [topic, until] of wanted) if (until <= performance.now()) wanted.delete(topic);
    const topics = [...subscribed.keys()].filter((topic) => topic.includes('/'));
    if (topics.length > 0) send(wants, topics);
  }

  function send(topic: string, message: unknown): void {
    waiting.push({ topic, message });
    timer ??= setTimeout(flush, flushMs);
  }

  function flush(): void {
    const messages = waiting;
    waiting = [];
    const payloads = toPayloads(self, (flushes += 1), messages);
    // One after the other: what comes meanwhile goes together
    void connection.notify(payloads).then(() => {
      timer = undefined;
      if (waiting.length > 0) timer = setTimeout(flush, flushMs);
    });
  }
}
