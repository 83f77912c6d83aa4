/** Turns what a script prints into log lines, outputs and metrics, within bounds. */
import type { RunContext } from '@windhover/plugin-sdk';
import { parseScriptMessage } from './output-protocol.ts';
import type { StreamName } from './run-process.ts';

/** More text than this from one run ends it: logs are kept in the store. */
const maxLogCharacters = 100_000_000;

export interface OutputCollector {
  readonly outputs: Record<string, unknown>;
  onLine(stream: StreamName, line: string): void;
  /** Whether the script itself logged at WARN or ERROR through the protocol. */
  hasWarned(): boolean;
}

export function createOutputCollector(
  context: Pick<RunContext<unknown>, 'log' | 'metric'>,
  stop: (reason: string) => void,
): OutputCollector {
  const outputs: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let characters = 0;
  let warned = false;

  function onMessage(line: string): boolean {
    try {
      const message = parseScriptMessage(line);
      if (message === undefined) return false;
      Object.assign(outputs, message.outputs);
      for (const metric of message.metrics) context.metric(metric);
      for (const entry of message.logs) {
        context.log(entry.level, entry.message);
        if (entry.level === 'WARN' || entry.level === 'ERROR') warned = true;
      }
    } catch (error) {
      context.log('WARN', `Invalid outputs '${line.slice(0, 200)}': ${(error as Error).message}`);
    }
    return true;
  }

  return {
    outputs,
    hasWarned: () => warned,
    onLine(stream, line) {
      characters += line.length;
      if (characters > maxLogCharacters) {
        stop(
          `The script printed more than ${maxLogCharacters} characters: write them to a file in outputFiles instead`,
        );
        return;
      }
      if (!onMessage(line)) context.log(stream === 'stdout' ? 'INFO' : 'ERROR', line);
    },
  };
}
