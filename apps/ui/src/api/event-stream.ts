import { isApiError } from './api-error.ts';
import { send } from './request.ts';

export interface StreamEvent {
  readonly id: string;
  readonly data: string;
}

export type StreamStatus = 'connecting' | 'live' | 'reconnecting' | 'ended';

export interface StreamOptions {
  readonly query?: URLSearchParams;
  readonly signal: AbortSignal;
  /** Called for every frame; a reconnect starts from the beginning, so the first frame after `live` replaces what was held. */
  readonly onEvent: (event: StreamEvent, first: boolean) => void;
  readonly onStatus: (status: StreamStatus) => void;
  readonly onError: (error: unknown) => void;
}

const longestDelayMs = 10_000;

/**
 * Follows a stream of server-sent events until its frame `end` or until the signal is aborted. Lost connections are
 * taken up again, waiting longer each time; an answer that waiting cannot change (401, 403, 404) ends it.
 */
export async function followEvents(path: string, options: StreamOptions): Promise<void> {
  let failures = 0;
  options.onStatus('connecting');
  while (!options.signal.aborted) {
    try {
      const ended = await readOnce(path, options, () => {
        failures = 0;
      });
      if (ended) {
        options.onStatus('ended');
        return;
      }
    } catch (error) {
      if (options.signal.aborted) return;
      if (isApiError(error) && error.status >= 400 && error.status < 500 && error.status !== 429) {
        options.onError(error);
        return;
      }
    }
    options.onStatus('reconnecting');
    failures += 1;
    await pause(Math.min(longestDelayMs, 250 * 2 ** failures), options.signal);
  }
}

/** Reads one connection to its end; true when the server said that nothing more will come. */
async function readOnce(path: string, options: StreamOptions, onOpen: () => void): Promise<boolean> {
  const response = await send(path, {
    headers: { Accept: 'text/event-stream' },
    signal: options.signal,
    ...(options.query === undefined ? {} : { query: options.query }),
  });
  if (response.body === null) return false;
  options.onStatus('live');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let first = true;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return false;
    const frames = (rest + value).replaceAll('\r\n', '\n').split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const event = parseFrame(frame);
      if (event === undefined) continue;
      onOpen();
      options.onEvent(event, first);
      first = false;
      if (event.id === 'end') return true;
    }
  }
}

function parseFrame(frame: string): StreamEvent | undefined {
  let id = '';
  const data: string[] = [];
  for (const line of frame.split('\n')) {
    if (line.startsWith('id:')) id = line.slice(3).trim();
    if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
  }
  return data.length === 0 ? undefined : { id, data: data.join('\n') };
}

async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
