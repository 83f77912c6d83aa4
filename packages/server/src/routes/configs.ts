import { routes } from '@windhover/contract';
import { hasTemplates } from '@windhover/model';
import { instanceId, isSetUp, visibleSwitches, type PasswordPolicy } from '@windhover/services';
import { instanceRoute, publicRoute } from '../handler.ts';
import { killSwitchJson } from './kill-switches.ts';

export function passwordConfiguration(policy: PasswordPolicy) {
  return {
    passwordMinLength: policy.minLength,
    passwordRequireSpecial: policy.requireSpecial,
    passwordMinDigits: policy.minDigits,
    passwordMinLowerCase: policy.minLowerCase,
    passwordMinUpperCase: policy.minUpperCase,
    passwordAllowedSpecialCharacters: policy.allowedSpecialCharacters,
    ...(policy.regexp === undefined ? {} : { passwordRegexp: policy.regexp }),
  };
}

/** What tenants may name; they come with the program. */
function kindsOf(backends: { readonly kinds: object } | undefined, version: string) {
  return Object.keys(backends?.kinds ?? {}).map((id) => ({ id, version }));
}

export const configHandlers = [
  publicRoute(routes.configs.login, async ({ deps }) => ({ isBasicAuthInitialized: await isSetUp(deps) })),
  instanceRoute(routes.configs.get, async ({ deps, server, caller }) => {
    const { settings: service } = deps;
    const { version, environment, preview, about } = server.settings;
    return {
      uuid: await instanceId(deps),
      version,
      edition: 'EE',
      url: service.url,
      environment,
      preview: { initial: preview.initialRows, max: preview.maxRows },
      systemNamespace: service.systemNamespace,
      hiddenLabelsPrefixes: [...service.hiddenLabelPrefixes],
      chartDefaultDuration: 'P30D',
      isBasicAuthInitialized: true,
      isBasicAuthEnabled: true,
      isTaskRunEnabled: false,
      isTemplateEnabled: hasTemplates(deps.catalog),
      isCustomDashboardsEnabled: true,
      isConcurrencyViewEnabled: false,
      isAnonymousUsageEnabled: false,
      isUiAnonymousUsageEnabled: false,
      isAiEnabled: false,
      isAiApiKeyConfigured: false,
      secretsEnabled: true,
      supportedStorages: kindsOf(deps.backends.files, version),
      supportedSecrets: kindsOf(deps.backends.secrets, version),
      pluginManagementEnabled: false,
      pluginCustomEnabled: false,
      mailServiceEnabled: server.passwordResets !== undefined,
      passwordlessEnabled: false,
      passwordConfiguration: passwordConfiguration(service.passwordPolicy),
      inMaintenance: false,
      features: [],
      killSwitches: (await visibleSwitches(deps, server.access, caller.user)).map((each) =>
        killSwitchJson(deps.store, each),
      ),
      tenants: {
        enabled: service.tenancy.enabled,
        defaultTenant: service.tenancy.defaultTenant,
        storageByTenant: service.tenancy.enabled,
        secretByTenant: service.tenancy.enabled,
      },
      safety: {
        durability: about.durability,
        isolation: about.isolation,
        network: about.network,
        gaps: [...about.gaps],
        privateAddresses: about.privateAddresses,
      },
    };
  }),
];
