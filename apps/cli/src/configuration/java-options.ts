/** `JAVA_OPTS` of a Kestra installation: the time zone is all of it that means something here. */

export interface JavaOptions {
  /** IANA name. */
  readonly timeZone?: string;
  /** Options that have no effect. */
  readonly ignored: readonly string[];
}

export function parseJavaOptions(text: string | undefined): JavaOptions {
  const options = (text ?? '').split(/\s+/).filter((option) => option !== '');
  const prefix = '-Duser.timezone=';
  const timeZone = options.find((option) => option.startsWith(prefix))?.slice(prefix.length);
  return {
    ...(timeZone !== undefined && { timeZone }),
    ignored: options.filter((option) => !option.startsWith(prefix)),
  };
}
