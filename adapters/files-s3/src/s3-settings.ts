/** What must be known of a bucket, read from a configuration or from the settings of a tenant. */
import type { ErrorProblem, JsonObject } from '@windhover/model';

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** URL of what speaks S3's API; undefined: AWS itself. */
  readonly endpoint?: string;
  /** Undefined: what the environment of the process says. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The bucket stands in the path, not in the host. */
  readonly forcePathStyle: boolean;
  /** Larger files are sent in parts of this size; a file has 10,000 parts at most. */
  readonly partSizeBytes: number;
}

export type ReadSettings = { readonly settings: S3Settings } | { readonly problems: readonly ErrorProblem[] };

const defaultRegion = 'us-east-1';
const defaultPartSizeBytes = 8 * 1024 ** 2;
/** S3 takes no smaller part, but the last. */
const leastPartSizeBytes = 5 * 1024 ** 2;
const defaultMinioPort = 9000;

/** Names in camelCase or kebab-case; unknown ones are left alone. All problems are told, none with a value. */
export function readS3Settings(configuration: JsonObject): ReadSettings {
  const values = valuesOf(configuration);
  const endpoint = values.text('endpoint');
  if (endpoint !== undefined && !isHttpUrl(endpoint)) {
    values.problem('endpoint', 'must be an http or https URL without credentials, path or query');
  }
  return settingsOf(values, { endpoint, forcePathStyle: values.flag('forcePathStyle') ?? false });
}

/** As {@link readS3Settings} in MinIO's words: `endpoint` is a host, `port` and `secure` stand beside it. */
export function readMinioSettings(configuration: JsonObject): ReadSettings {
  const values = valuesOf(configuration);
  const host = values.demand('endpoint');
  const endpoint = `${values.flag('secure') === true ? 'https' : 'http'}://${host}:${values.number('port') ?? defaultMinioPort}`;
  if (host !== '' && !isHttpUrl(endpoint)) values.problem('endpoint', 'must be the name or address of a host');
  values.demand('accessKey');
  return settingsOf(values, { endpoint, forcePathStyle: values.flag('vhost') !== true });
}

function settingsOf(
  values: Values,
  { endpoint, forcePathStyle }: { endpoint: string | undefined; forcePathStyle: boolean },
): ReadSettings {
  const bucket = values.demand('bucket');
  if (bucket !== '' && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    values.problem('bucket', 'must be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens');
  }
  const [accessKeyId, secretAccessKey] = [values.text('accessKey'), values.text('secretKey')];
  if (accessKeyId !== undefined && secretAccessKey === undefined)
    values.problem('secretKey', 'is missing beside accessKey');
  if (accessKeyId === undefined && secretAccessKey !== undefined)
    values.problem('accessKey', 'is missing beside secretKey');
  const partSizeBytes = values.number('partSize') ?? defaultPartSizeBytes;
  if (partSizeBytes < leastPartSizeBytes) values.problem('partSize', `must be at least ${leastPartSizeBytes} bytes`);
  const region = values.text('region') ?? defaultRegion;
  if (values.problems.length > 0) return { problems: values.problems };
  return {
    settings: {
      bucket,
      region,
      forcePathStyle,
      partSizeBytes,
      ...(endpoint !== undefined && { endpoint }),
      ...(accessKeyId !== undefined &&
        secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
    },
  };
}

interface Values {
  readonly problems: readonly ErrorProblem[];
  problem(path: string, message: string): void;
  text(name: string): string | undefined;
  /** Empty, with a problem, when it is missing. */
  demand(name: string): string;
  number(name: string): number | undefined;
  flag(name: string): boolean | undefined;
}

/** Terraform sends every value as a text. */
function valuesOf(configuration: JsonObject): Values {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');
  const byName = new Map(Object.entries(configuration).map(([name, value]) => [plain(name), value]));
  const problems: ErrorProblem[] = [];
  const problem = (path: string, message: string): void => void problems.push({ path, message });
  const value = (name: string): unknown => byName.get(plain(name)) ?? undefined;
  const text = (name: string): string | undefined => {
    const found = value(name);
    if (found === undefined) return undefined;
    if (typeof found === 'string' && found !== '') return found;
    problem(name, 'must be a text');
    return undefined;
  };
  return {
    problems,
    problem,
    text,
    demand(name) {
      if (value(name) === undefined) problem(name, 'is missing');
      return text(name) ?? '';
    },
    number(name) {
      const found = value(name);
      if (found === undefined) return undefined;
      const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
      if (typeof number === 'number' && Number.isInteger(number) && number > 0) return number;
      problem(name, 'must be a whole number');
      return undefined;
    },
    flag(name) {
      const found = value(name);
      if (found === undefined) return undefined;
      if (found === true || found === 'true') return true;
      if (found !== false && found !== 'false') problem(name, 'must be true or false');
      return false;
    },
  };
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false;
  return url.username === '' && url.password === '' && url.pathname === '/' && url.search === '' && url.hash === '';
}
