/** Backends of a tenant as a form fills them in: which fields a kind has, and how they become settings. */
import type { WireTenant } from '../api/wire.ts';
import { backendText } from '../messages/en-backends.ts';

export type StorageKind = keyof typeof backendText.storageKinds;
export type SecretKind = keyof typeof backendText.secretKinds;
export type VaultLogin = keyof typeof backendText.logins;

export interface BackendField {
  /** Where it stands in the configuration, with dots. */
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly isSecret?: boolean;
  readonly isSwitch?: boolean;
  readonly isOptional?: boolean;
}

export interface BackendForm {
  readonly storage: StorageKind;
  readonly secret: SecretKind;
  readonly login: VaultLogin;
  readonly readOnly: boolean;
  /** By the name of the field; of both backends. Switches are `true` or empty. */
  readonly storageValues: Readonly<Record<string, string>>;
  readonly secretValues: Readonly<Record<string, string>>;
}

const words = backendText.fields;
const keys: readonly BackendField[] = [
  { name: 'accessKey', label: words.accessKey },
  { name: 'secretKey', label: words.secretKey, isSecret: true },
];

const storageFields: Readonly<Record<StorageKind, readonly BackendField[]>> = {
  instance: [],
  local: [],
  s3: [
    { name: 'bucket', label: words.bucket },
    { name: 'region', label: words.region, isOptional: true },
    { name: 'endpoint', label: words.endpoint, description: words.endpointText, isOptional: true },
    ...keys,
    { name: 'forcePathStyle', label: words.forcePathStyle, isSwitch: true },
  ],
  minio: [
    { name: 'endpoint', label: words.host },
    { name: 'port', label: words.port, isOptional: true },
    { name: 'secure', label: words.secure, isSwitch: true },
    { name: 'bucket', label: words.bucket },
    ...keys,
  ],
};

const vaultFields: readonly BackendField[] = [
  { name: 'address', label: words.address, description: words.addressText },
  { name: 'rootEngine', label: words.rootEngine, description: words.rootEngineText, isOptional: true },
  { name: 'secretPathPrefix', label: words.secretPathPrefix, description: words.prefixText, isOptional: true },
];

const loginFields: Readonly<Record<VaultLogin, readonly BackendField[]>> = {
  token: [{ name: 'token.token', label: words.token, isSecret: true }],
  appRole: [
    { name: 'appRole.roleId', label: words.roleId },
    { name: 'appRole.secretId', label: words.secretId, isSecret: true },
  ],
  password: [
    { name: 'password.user', label: words.user },
    { name: 'password.password', label: words.password, isSecret: true },
  ],
};

const shownNames = new Set(
  [...Object.values(storageFields), vaultFields, ...Object.values(loginFields)].flat().map(({ name }) => name),
);

export function fieldsOfStorage({ storage }: BackendForm): readonly BackendField[] {
  return storageFields[storage];
}

export function fieldsOfSecrets({ secret, login }: BackendForm): readonly BackendField[] {
  return secret === 'vault' ? [...vaultFields, ...loginFields[login]] : [];
}

export function isComplete(form: BackendForm): boolean {
  const isFilled = (fields: readonly BackendField[], values: Readonly<Record<string, string>>): boolean =>
    fields.every(
      ({ name, isOptional, isSwitch }) => isOptional === true || isSwitch === true || (values[name] ?? '') !== '',
    );
  return isFilled(fieldsOfStorage(form), form.storageValues) && isFilled(fieldsOfSecrets(form), form.secretValues);
}

export function formOf(tenant: WireTenant): BackendForm {
  const secretValues = flat(tenant.secretConfiguration ?? {});
  const logins = Object.keys(loginFields) as VaultLogin[];
  return {
    storage: kindOf(tenant.storageType, storageFields),
    secret: kindOf(tenant.secretType, backendText.secretKinds),
    login: logins.find((login) => loginFields[login].some(({ name }) => name in secretValues)) ?? 'token',
    readOnly: tenant.secretReadOnly ?? false,
    storageValues: flat(tenant.storageConfiguration ?? {}),
    secretValues,
  };
}

/** The tenant with these backends; what else it has stays. */
export function withBackends(tenant: WireTenant, form: BackendForm): WireTenant {
  const {
    storageType: _storageType,
    storageConfiguration: _storage,
    secretType: _secretType,
    secretConfiguration: _secret,
    secretReadOnly: _readOnly,
    ...others
  } = tenant;
  const storage = configurationOf(fieldsOfStorage(form), form.storageValues);
  const secrets = configurationOf(fieldsOfSecrets(form), form.secretValues);
  return {
    ...others,
    ...(form.storage === 'instance' ? {} : { storageType: form.storage, storageConfiguration: storage }),
    ...(form.secret === 'instance' ? {} : { secretType: form.secret, secretConfiguration: secrets }),
    ...(form.readOnly ? { secretReadOnly: true } : {}),
  };
}

function kindOf<Kind extends string>(type: string | undefined, kinds: Readonly<Record<Kind, unknown>>): Kind {
  const kind = type?.toLowerCase();
  return (kind !== undefined && Object.hasOwn(kinds, kind) ? kind : 'instance') as Kind;
}

/** Settings that no field shows are kept as they are. */
function configurationOf(
  fields: readonly BackendField[],
  values: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const configuration: Record<string, unknown> = {};
  const unshown = Object.keys(values).filter((name) => !shownNames.has(name));
  for (const { name, isSwitch } of [...fields, ...unshown.map((name): Omit<BackendField, 'label'> => ({ name }))]) {
    const value = values[name] ?? '';
    if (value === '') continue;
    const [first = '', second] = name.split('.');
    const written = isSwitch === true ? value === 'true' : value;
    configuration[first] =
      second === undefined ? written : { ...(configuration[first] as object | undefined), [second]: written };
  }
  return configuration;
}

function flat(configuration: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration).flatMap(([name, value]): [string, string][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([inner, each]) => [`${name}.${inner}`, String(each)])
        : [[name, String(value)]],
    ),
  );
}
