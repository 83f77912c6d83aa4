/** A command of the program: its place, its words, its options, and what it does. One file a command. */
import type { Command } from 'commander';
import type { JsonObject } from '@windhover/model';
import type { ApiCaller } from './api/api-caller.ts';
import type { DirectContext } from './direct/direct-context.ts';
import type { Terminal } from './terminal.ts';

export type CommandSpec = LocalCommand | ApiCommand | DirectCommand;

interface CommandWords {
  /** Words that lead to it: `['flow', 'namespace', 'update']`. */
  readonly path: readonly string[];
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** Adds arguments and options. */
  configure?(command: Command): void;
}

/** Needs no server and no store. */
export interface LocalCommand extends CommandWords {
  readonly kind: 'local';
  /** Answers the exit code. */
  run(terminal: Terminal, input: CommandInput): Promise<number>;
}

/** Calls a running server over HTTP. */
export interface ApiCommand extends CommandWords {
  readonly kind: 'api';
  run(api: ApiCaller, input: CommandInput, terminal: Terminal): Promise<number>;
}

/**
 * Works on the store itself: in the server that has it open, otherwise here. Only what `read` answers gets there, so it
 * must be plain data.
 */
export interface DirectCommand extends CommandWords {
  readonly kind: 'direct';
  /** Checks the input and asks for what is missing. Throws `UsageError`. */
  read(input: CommandInput, terminal: Terminal): Promise<JsonObject> | JsonObject;
  run(context: DirectContext, args: never): Promise<number>;
}

/** Arguments in their order, and options by their camelCase name. */
export class CommandInput {
  readonly args: readonly (string | readonly string[] | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;

  constructor(args: readonly (string | readonly string[] | undefined)[], options: Readonly<Record<string, unknown>>) {
    this.args = args;
    this.options = options;
  }

  argument(index: number): string | undefined {
    const value = this.args[index];
    return typeof value === 'string' ? value : undefined;
  }

  text(option: string): string | undefined {
    const value = this.options[option];
    return typeof value === 'string' ? value : undefined;
  }

  isSet(option: string): boolean {
    return this.options[option] === true;
  }

  list(option: string): readonly string[] {
    const value = this.options[option];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  }
}

/** The command was called wrongly: exit code 2, the sentence and the usage on stderr. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The command could not do its work: exit code 1, the sentence on stderr. */
export class CommandFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailed';
  }
}
