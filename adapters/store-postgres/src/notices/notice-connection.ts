/** One connection that listens and notifies, opened again whenever it breaks. Never part of a transaction that writes. */
import { Client, type ClientConfig } from 'pg';

export interface NoticeConnection {
  /** All in one transaction of its own; false when there is no connection. */
  notify(payloads: readonly string[]): Promise<boolean>;
  close(): Promise<void>;
}

export interface NoticeListener {
  received(payload: string): void;
  /** Hints that were sent since the last connection broke were missed. */
  reconnected(): void;
}

const channel = 'windhover';
const retryMs = 1_000;

/** Resolves once the first connection listens, or could not be had: it is tried again then. */
export async function openNoticeConnection(config: ClientConfig, listener: NoticeListener): Promise<NoticeConnection> {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const connect = async (): Promise<void> => {
    const next = new Client({ ...config, keepAlive: true });
    let isLost = false;
    const lose = (): void => {
      if (isLost) return;
      isLost = true;
      if (client === next) client = undefined;
      next.removeAllListeners('notification');
      void next.end().catch(() => undefined); // it broke
      if (!isClosed) timer = setTimeout(() => void again(), retryMs).unref();
    };
    next.on('error', lose);
    next.on('end', lose);
    next.on('notification', ({ payload }) => listener.received(payload ?? ''));
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      if (isClosed) return await next.end();
      client = next;
    } catch {
      lose();
    }
  };
  const again = async (): Promise<void> => {
    await connect();
    if (client !== undefined) listener.reconnected();
  };

  await connect();
  return {
    async notify(payloads) {
      if (client === undefined) return false;
      try {
        await client.query({
          text: `select pg_notify('${channel}', payload) from unnest($1::text[]) payload`,
          values: [payloads],
        });
        return true;
      } catch {
        return false;
      }
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      const open = client;
      client = undefined;
      await open?.end().catch(() => undefined);
    },
  };
}
