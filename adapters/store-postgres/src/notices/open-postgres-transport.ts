/**
 * Messages between servers that share a database. What changed at the instance is kept until all have looked, and the
 * notice of it only makes it quick; all else are hints, and nothing of them is kept. What a topic with a slash says goes
 * to other servers only while one of them listens to it: pages that are open, not every execution.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { topics, type Transport } from '@windhover/ports';
import { parseAddress } from '../connection/connection-address.ts';
import { reachDatabase } from '../connection/reach-database.ts';
import type { Announcements } from './announcements.ts';
import { openNoticeConnection } from './notice-connection.ts';
import { createAssembler, toPayloads, type Message } from './packets.ts';

export interface PostgresTransportOptions {
  /** As for the store. Behind a proxy that pools by transaction no notice arrives: what is listened to is of a session. */
  readonly url: string;
  /** These win over the address. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly connectTimeoutMs?: number | undefined;
  /** Of this process: who subscribes here is served by it. */
  readonly local: Transport;
  /** Of the store on the same database. */
  readonly announcements: Announcements;
  /** Announcements of other servers were missed: whoever remembers anything reads it again. */
  onMissed(): void;
}

/** Between two flushes: `notify` makes commits wait for each other. */
const flushMs = 5;
/** Who listens says so again so often; after three times without, nobody does. */
const interestMs = 5_000;
/** Until what could not be announced is tried again. */
const retryMs = 1_000;
const wants = 'wants';

/** Throws like the store's opening when the database cannot be reached; later the connection is opened again by itself. */
export async function openPostgresTransport({
  local,
  announcements,
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
  let unannounced: unknown[] = [];
  let announcing: Promise<void> | undefined;
  const closing = new AbortController();

  await announcements.follow({
    announced: (message) => local.publish(topics.instance, JSON.parse(message)),
    missed: onMissed,
  });
  const connection = await openNoticeConnection(config, {
    received(payload) {
      for (const message of assemble(payload)) receive(message);
    },
    reconnected: sayInterest,
  });
  const interest = setInterval(sayInterest, interestMs).unref();

  return {
    publish(topic, message) {
      local.publish(topic, message);
      if (topic === topics.instance) announce(message);
      else if (!topic.includes('/') || isWanted(topic)) send({ topic, message });
    },

    subscribe(topic, handler) {
      const before = subscribed.get(topic) ?? 0;
      subscribed.set(topic, before + 1);
      if (before === 0 && topic.includes('/')) send({ topic: wants, message: [topic] });
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
      closing.abort();
      await announcing;
      await connection.close();
      await local.close();
    },
  };

  function receive({ topic, message, version }: Message): void {
    if (version !== undefined && !announcements.note(version)) return;
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
    const names = [...subscribed.keys()].filter((topic) => topic.includes('/'));
    if (names.length > 0) send({ topic: wants, message: names });
  }

  function announce(message: unknown): void {
    const version = announcements.takeStored(JSON.stringify(message));
    if (version !== undefined) return send({ topic: topics.instance, message, version });
    unannounced.push(message);
    announcing ??= announceAll().finally(() => (announcing = undefined));
  }

  /** What comes while some is stored goes together. */
  async function announceAll(): Promise<void> {
    while (unannounced.length > 0) {
      const messages = unannounced;
      unannounced = [];
      try {
        const versions = await announcements.add(messages.map((message) => JSON.stringify(message)));
        for (const [index, version] of versions.entries()) {
          send({ topic: topics.instance, message: messages[index], version });
        }
      } catch {
        if (closing.signal.aborted) return;
        unannounced = [...messages, ...unannounced];
        await sleep(retryMs, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  function send(message: Message): void {
    waiting.push(message);
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
