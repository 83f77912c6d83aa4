/** The environment of a script: its own variables, its places, and of the worker's only what programs need to start. */
const inherited = ['PATH', 'LANG', 'LC_ALL', 'TZ'] as const;

export interface EnvironmentOf {
  readonly directory: string;
  readonly outputDirectory: string | undefined;
  /** The same at each start of one attempt; for calls that must not happen twice. */
  readonly idempotencyKey: string;
  readonly own: Readonly<Record<string, unknown>>;
}

export function taskEnvironment(of: EnvironmentOf): Record<string, string> {
  const environment: Record<string, string> = {
    // Not the worker's: it may hold credentials.
    HOME: of.directory,
    TMPDIR: of.directory,
  };
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  for (const [name, value] of Object.entries(of.own)) {
    if (value !== null && value !== undefined)
      environment[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return {
    ...environment,
    WORKING_DIR: of.directory,
    ...(of.outputDirectory === undefined ? {} : { OUTPUT_DIR: of.outputDirectory }),
    WINDHOVER_IDEMPOTENCY_KEY: of.idempotencyKey,
  };
}
