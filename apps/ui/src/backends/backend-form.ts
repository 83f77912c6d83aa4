/** Backends of a tenant or a namespace as a form fills them in: which fields a kind has, and how they become settings. */
import type { WireTenant } from '../api/wire.ts';
import { backendText } from '../messages/en-backends.ts';
import { changedSettings, valuesOf, type Settings } from './backend-settings.ts';

/** What of a tenant or a namespace names them. */
export type BackendHolder = Pick<
  WireTenant,
  'storageType' | 'storageConfiguration' | 'secretType' | 'secretConfiguration' | 'secretReadOnly'
>;

/** `instance` names none. */
export type StorageKind = 'instance' | keyof typeof backendText.storageKinds;
export type SecretKind = 'instance' | keyof typeof backendText.secretKinds;
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

const logins = Object.keys(loginFields) as VaultLogin[];

export function fieldsOfStorage({ storage }: Pick<BackendForm, 'storage'>): readonly BackendField[] {
  return storageFields[storage];
}

export function fieldsOfSecrets({ secret, login }: Pick<BackendForm, 'secret' | 'login'>): readonly BackendField[] {
  return secret === 'vault' ? [...vaultFields, ...loginFields[login]] : [];
}

export function isComplete(form: BackendForm): boolean {
  const isFilled = (fields: readonly BackendField[], values: Readonly<Record<string, string>>): boolean =>
    fields.every(
      ({ name, isOptional, isSwitch }) => isOptional === true || isSwitch === true || (values[name] ?? '') !== '',
    );
  return isFilled(fieldsOfStorage(form), form.storageValues) && isFilled(fieldsOfSecrets(form), form.secretValues);
}

export function formOf(holder: BackendHolder): BackendForm {
  const storage = kindOf(holder.storageType, storageFields);
  const secret = kindOf(holder.secretType, backendText.secretKinds);
  const secretSettings = holder.secretConfiguration ?? {};
  const login = logins.find((each) => Object.keys(valuesOf(secretSettings, loginFields[each])).length > 0) ?? 'token';
  return {
    storage,
    secret,
    login,
    readOnly: holder.secretReadOnly ?? false,
    storageValues: valuesOf(holder.storageConfiguration ?? {}, fieldsOfStorage({ storage })),
    secretValues: valuesOf(secretSettings, fieldsOfSecrets({ secret, login })),
  };
}

/** The same with these backends; what else it has stays, as do settings of a kept backend that no field shows. */
export function withBackends<Holder extends BackendHolder>(holder: Holder, form: BackendForm): Holder {
  const { storageType, storageConfiguration, secretType, secretConfiguration, ...rest } = holder;
  const { secretReadOnly: _, ...others } = rest;
  const keepsStorage = form.storage === kindOf(storageType, storageFields);
  const keepsSecrets = form.secret === kindOf(secretType, backendText.secretKinds);
  const storage = changedSettings(
    (keepsStorage && storageConfiguration) || {},
    fieldsOfStorage(form),
    form.storageValues,
  );
  const secrets = changedSettings(
    (keepsSecrets && secretConfiguration) || {},
    fieldsOfSecrets(form),
    form.secretValues,
    logins.filter((login) => login !== form.login),
  );
  return {
    ...others,
    ...backendOf('storage', keepsStorage ? storageType : typeOf(form.storage), storage),
    ...backendOf('secret', keepsSecrets ? secretType : typeOf(form.secret), secrets),
    ...(form.readOnly ? { secretReadOnly: true } : {}),
  } as Holder;
}

function backendOf(of: 'storage' | 'secret', type: string | undefined, settings: Settings) {
  return type === undefined ? {} : { [`${of}Type`]: type, [`${of}Configuration`]: settings };
}

function typeOf(kind: StorageKind | SecretKind): string | undefined {
  return kind === 'instance' ? undefined : kind;
}

function kindOf<Kind extends string>(type: string | undefined, kinds: Readonly<Record<Kind, unknown>>): Kind {
  const kind = type?.toLowerCase();
  return (kind !== undefined && Object.hasOwn(kinds, kind) ? kind : 'instance') as Kind;
}
