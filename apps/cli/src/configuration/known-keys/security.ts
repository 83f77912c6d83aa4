import { honoured, ignored, unsupported, type KeySection } from '../known-key.ts';

const limit = (name: string, what: string) =>
  honoured(`kestra.ee.tenants.limits.${name}`, 'number', what, { default: 0, min: 0 });

/** What each tenant may have, see the setting `limits` of a tenant. */
const tenantLimits = [
  limit('kv-pairs', 'Key/value pairs of each tenant, see [limits](tenants.md#limits); 0: no limit.'),
  limit('secrets', 'Secrets of each tenant in the database; 0: no limit.'),
  limit('users', 'Users and service accounts that may enter a tenant; 0: no limit.'),
  limit('log-bytes-per-day', 'Bytes that tasks of each tenant log in a day (UTC) on a server; 0: no limit.'),
  limit('storage-bytes', 'Bytes of files of each tenant, earlier revisions included; 0: no limit.'),
  honoured(
    'kestra.ee.tenants.limits.streams',
    'number',
    'Live streams that each tenant has open at a server; 0: no limit. Absent: none without multi-tenancy, 1,000 with it.',
    { min: 0 },
  ),
];

export const tenancyKeys: KeySection = {
  title: 'Tenants',
  keys: [
    honoured('kestra.ee.tenants.enabled', 'boolean', 'Multi-tenancy.', { default: false }),
    honoured(
      'kestra.ee.tenants.default-tenant',
      'boolean',
      'Keeps the tenant without id. Off: only explicit tenants can be reached.',
      { default: true },
    ),
    honoured('kestra.ee.tenants.fallback-tenant', 'text', 'Tenant of paths that name none.'),
    honoured(
      'kestra.ee.tenants.bind-superadmin-creator',
      'boolean',
      'Whether a superadmin who creates a tenant becomes its Admin.',
      { default: true },
    ),
    honoured(
      'kestra.ee.tenants.max-queued-executions',
      'number',
      'Waiting executions of a tenant before the API answers 429; `0` is no limit.',
      { default: 100_000, min: 0 },
    ),
    ...tenantLimits,
    ...ignored('kestra.ee.tenant-examples.**'),
  ],
};

export const securityKeys: KeySection = {
  title: 'Security',
  keys: [
    honoured('kestra.server.basic-auth.username', 'text', 'E-mail of a superadmin that is made or refreshed at start.'),
    honoured('kestra.server.basic-auth.password', 'text', 'Password of that superadmin.'),
    honoured('kestra.server.basic-auth.realm', 'text', 'Realm in the `WWW-Authenticate` header.', {
      default: 'Kestra',
    }),
    honoured(
      'kestra.encryption.secret-key',
      'text',
      'Base64 of 32 bytes. Absent: a key is made at the first start and kept as `secret.key` in the data directory.',
    ),
    honoured('kestra.security.super-admin.username', 'text', 'Superadmin that is made or refreshed at start.'),
    honoured('kestra.security.super-admin.password', 'text', 'Password of that superadmin.'),
    honoured('kestra.security.super-admin.tenant-admin-access', 'list', 'Tenants in which that superadmin is Admin.', {
      default: [],
    }),
    honoured('kestra.security.instance-owner.username', 'text', 'Newer name of `super-admin.username`.'),
    honoured('kestra.security.instance-owner.password', 'text', 'Newer name of `super-admin.password`.'),
    honoured(
      'kestra.security.instance-owner.tenant-admin-access',
      'list',
      'Newer name of `super-admin.tenant-admin-access`.',
      { default: [] },
    ),
    honoured('kestra.security.basic-auth.password-min-length', 'number', 'Shortest password.', {
      default: 8,
      min: 1,
      max: 256,
    }),
    honoured(
      'kestra.security.basic-auth.password-require-special',
      'boolean',
      'Whether a password needs a special character.',
      { default: true },
    ),
    honoured('kestra.security.basic-auth.password-min-digits', 'number', 'Digits that a password needs.', {
      default: 1,
      min: 0,
    }),
    honoured(
      'kestra.security.basic-auth.password-min-lower-case',
      'number',
      'Lower-case letters that a password needs.',
      { default: 1, min: 0 },
    ),
    honoured(
      'kestra.security.basic-auth.password-min-upper-case',
      'number',
      'Upper-case letters that a password needs.',
      { default: 1, min: 0 },
    ),
    honoured(
      'kestra.security.basic-auth.password-allowed-special-characters',
      'text',
      'What counts as a special character.',
      { default: '!@#$%^&*' },
    ),
    honoured('kestra.security.basic-auth.password-regexp', 'text', 'Overrides the rules above.'),
    honoured(
      'kestra.security.login.failed-attempts.threshold',
      'number',
      'Failed logins inside the window that lock a user.',
      { default: 10, min: 1 },
    ),
    honoured(
      'kestra.security.login.failed-attempts.monitoring-window',
      'duration',
      'Window in which failed logins are counted.',
      { default: 'PT5M' },
    ),
    honoured('kestra.security.login.failed-attempts.lock-duration', 'duration', 'How long a user stays locked.', {
      default: 'PT30M',
    }),
    honoured(
      'kestra.secret.type',
      'text',
      'Where secrets are kept: `jdbc` (the database, sealed) or `vault`, see [backends](backends.md).',
      { default: 'jdbc' },
    ),
    honoured(
      'kestra.secret.keep-versions',
      'number',
      'Values that are kept, sealed, of each secret in the store; beyond them the oldest goes. The present one counts.',
      { default: 10, min: 1 },
    ),
    honoured('kestra.secret.read-only', 'boolean', 'Whether secrets are changed by others alone.', { default: false }),
    honoured('kestra.secret.vault.address', 'text', 'URL of Vault.'),
    honoured('kestra.secret.vault.namespace', 'text', "Vault's own namespace, of its enterprise edition."),
    honoured('kestra.secret.vault.root-engine', 'text', 'Where its KV engine (version 2) is mounted.', {
      default: 'secret',
    }),
    honoured('kestra.secret.vault.secret-path-prefix', 'text', 'What stands before the tenant in every path.', {
      default: 'kestra',
    }),
    honoured('kestra.secret.vault.token.token', 'text', 'Signs in with this token.'),
    honoured('kestra.secret.vault.app-role.path', 'text', 'Where the AppRole method is mounted.', {
      default: 'approle',
    }),
    honoured('kestra.secret.vault.app-role.role-id', 'text', 'Signs in with this role.'),
    honoured('kestra.secret.vault.app-role.secret-id', 'text', 'Secret of that role.'),
    honoured('kestra.secret.vault.password.user', 'text', 'Signs in with this user.'),
    honoured('kestra.secret.vault.password.password', 'text', 'Password of that user.'),
    honoured('kestra.secret.cache.enabled', 'boolean', 'Keeps values of Vault in memory for a short time.', {
      default: false,
    }),
    honoured('kestra.secret.cache.maximum-size', 'number', 'Values kept at most.', { default: 1000, min: 1 }),
    honoured('kestra.secret.cache.expire-after-write', 'duration', 'How long a value is kept.', { default: '60s' }),
    honoured('kestra.secret.isolation.enabled', 'boolean', 'Whether services are kept away from all secrets.', {
      default: false,
    }),
    honoured(
      'kestra.secret.isolation.denied-services',
      'list',
      'These services: `WEBSERVER` (the API), `WORKER` (what runs); `EXECUTOR`, `SCHEDULER`, `INDEXER` and `CONTROLLER` are known and keep nobody away.',
      {
        default: [],
      },
    ),
    honoured(
      'kestra.http.allowed-addresses',
      'list',
      'Address ranges (CIDR) that requests of tasks and triggers and backends of tenants may go to although they are private.',
      { default: [] },
    ),
    honoured(
      'kestra.http.blocked-addresses',
      'list',
      'Address ranges that they may not go to, whatever else is open.',
      {
        default: [],
      },
    ),
    honoured(
      'kestra.tasks.isolation',
      'text',
      'What script tasks run in, see [sandboxes](tasks.md#sandboxes): `sandbox` (nothing runs without one), `auto` (plain processes where there is none), `none` (plain processes). Default: `sandbox` with multi-tenancy, else `auto`.',
      { oneOf: ['sandbox', 'auto', 'none'] },
    ),
    honoured(
      'kestra.tasks.network',
      'text',
      'What scripts in sandboxes reach, see [network](tasks.md#network-of-scripts): `filtered` (servers outside, through a proxy that checks addresses as for other tasks), `open` (what the server reaches), `none`. Tenants may have their own. Default: `filtered` with multi-tenancy, else `open`.',
      { oneOf: ['filtered', 'open', 'none'] },
    ),
    honoured(
      'kestra.tasks.sandbox.backends',
      'list',
      'What may make sandboxes, `bubblewrap` and `unshare` (of util-linux); the first that can does.',
      { default: ['bubblewrap', 'unshare'] },
    ),
    honoured('kestra.tasks.sandbox.bubblewrap', 'text', 'Name or path of the program of bubblewrap.', {
      default: 'bwrap',
    }),
    honoured(
      'kestra.tasks.sandbox.read-only-paths',
      'list',
      'What scripts see of the machine beside `/usr`, some of `/etc` and the folders on the `PATH` of the server.',
      { default: [] },
    ),
    honoured(
      'kestra.tasks.limits.memory',
      'size',
      'Memory of a run, see [limits](tasks.md#limits-of-scripts). Default: 512MB with multi-tenancy, else none. 0 in these: no limit.',
      { min: 0 },
    ),
    honoured('kestra.tasks.limits.cpus', 'number', 'Its processors. Default: 1 with multi-tenancy, else none.', {
      min: 0,
    }),
    honoured('kestra.tasks.limits.processes', 'number', 'Its processes and threads.', { default: 512, min: 0 }),
    honoured('kestra.tasks.limits.open-files', 'number', 'What each of its processes may have open.', {
      default: 4096,
      min: 0,
    }),
    honoured('kestra.tasks.limits.disk', 'size', 'Its working directory. Default: 1GB with multi-tenancy, else none.', {
      min: 0,
    }),
    honoured(
      'kestra.tasks.limits.duration',
      'duration',
      'How long it may take, whatever its `timeout` is. Default: 1h with multi-tenancy, else none.',
      { min: 0 },
    ),
    honoured(
      'kestra.server.rate-limit.client.max-requests',
      'number',
      'Requests that an account may send in the window, see [rates](api.md#rates). 0 or absent: no limit.',
      { min: 0 },
    ),
    honoured('kestra.server.rate-limit.client.window', 'duration', 'Length of that window.', {
      default: '1m',
      min: 1000,
    }),
    honoured(
      'kestra.server.rate-limit.tenant.max-requests',
      'number',
      'Requests of all accounts of a tenant together. 0 or absent: no limit.',
      { min: 0 },
    ),
    honoured('kestra.server.rate-limit.tenant.window', 'duration', 'Length of that window.', {
      default: '1m',
      min: 1000,
    }),
    honoured(
      'kestra.http.rate-limit.max-requests',
      'number',
      'Requests that a tenant sends to servers outside in the window; 0: no limit. Absent: none without multi-tenancy, 6,000 with it.',
      { min: 0 },
    ),
    honoured('kestra.http.rate-limit.window', 'duration', 'Length of that window.', {
      default: '1m',
      min: 1000,
    }),
    honoured(
      'kestra.webhooks.min-key-length',
      'number',
      'Characters that the key of a webhook needs in a flow that is saved. 0 or absent: one under 16 gets a warning.',
      { min: 0 },
    ),
    honoured(
      'kestra.webhooks.rate-limit.flow.max-requests',
      'number',
      'Calls that webhooks of a flow, and a public MCP server, take in the window; 0: no limit. Absent: none without multi-tenancy, 3,000 with it.',
      { min: 0 },
    ),
    honoured('kestra.webhooks.rate-limit.flow.window', 'duration', 'Length of that window.', {
      default: '1m',
      min: 1000,
    }),
    honoured(
      'kestra.webhooks.rate-limit.tenant.max-requests',
      'number',
      'Calls that webhooks and public MCP servers of a tenant take; 0: no limit. Absent: none without multi-tenancy, 6,000 with it.',
      { min: 0 },
    ),
    honoured('kestra.webhooks.rate-limit.tenant.window', 'duration', 'Length of that window.', {
      default: '1m',
      min: 1000,
    }),
    honoured(
      'kestra.secret.env.tenants',
      'list',
      'Tenants that may read `SECRET_…` variables, beside the default one; `*` for all.',
      { default: [] },
    ),
    honoured('kestra.security.default-role.name', 'text', 'Role given to new users, made if missing.'),
    honoured('kestra.security.default-role.description', 'text', 'Description of that role.'),
    honoured('kestra.security.default-role.permissions', 'map', 'Its permissions: actions by resource.', {
      default: {},
    }),
    honoured(
      'kestra.security.default-role.tenant-id',
      'text',
      'Tenant in which it is given; absent: in each tenant that a user gets access to.',
    ),
    honoured('kestra.security.api-tokens.max-age', 'duration', "Ceiling of an API token's life. Absent: none."),
    honoured('kestra.security.invitations.expire-after', 'duration', 'How long an invitation can be taken.', {
      default: '7d',
    }),
    honoured('micronaut.security.token.cookie.cookie-max-age', 'duration', 'Longest life of a session.', {
      default: '7d',
    }),
    honoured('micronaut.security.oauth2.enabled', 'boolean', 'Single sign-on with the clients below.', {
      default: false,
    }),
    honoured(
      'micronaut.security.oauth2.clients.*.openid.issuer',
      'text',
      'Address of an OpenID Connect provider; what it can do is read there.',
    ),
    honoured('micronaut.security.oauth2.clients.*.client-id', 'text', 'As whom the provider knows this instance.'),
    honoured(
      'micronaut.security.oauth2.clients.*.client-secret',
      'text',
      'Secret of that client. Absent: a public client.',
    ),
    honoured('micronaut.security.oauth2.clients.*.scopes', 'list', 'What is asked for, beside `openid`.', {
      default: ['openid', 'email', 'profile'],
    }),
    honoured('micronaut.security.oauth2.clients.*.enabled', 'boolean', 'Whether the client is offered.', {
      default: true,
    }),
    honoured(
      'kestra.security.oidc.groups-claim-path',
      'text',
      'Claim of the ID token that lists groups, dotted: `resource_access.kestra.roles`.',
    ),
    honoured('micronaut.security.endpoints.logout.get-allowed', 'boolean', 'Whether a GET of `/logout` signs out.', {
      default: true,
    }),
    honoured(
      'kestra.ee.mail-service.host',
      'text',
      'Server that takes mail for delivery: links for new passwords. Needs `kestra.url`.',
    ),
    honoured('kestra.ee.mail-service.port', 'number', 'Its port; 465 is encrypted from the start.', {
      default: 587,
      min: 1,
      max: 65_535,
    }),
    honoured('kestra.ee.mail-service.username', 'text', 'As whom mail is handed over.'),
    honoured('kestra.ee.mail-service.password', 'text', 'Password of that account.'),
    honoured('kestra.ee.mail-service.from', 'text', 'Sender; absent: the user name.'),
    honoured('kestra.ee.mail-service.from-name', 'text', 'Name of the sender.', { default: 'Windhover' }),
    honoured('kestra.ee.mail-service.auth', 'boolean', 'Whether the account above signs in.', { default: true }),
    honoured('kestra.ee.mail-service.starttls-enable', 'boolean', 'Whether nothing is sent before STARTTLS.', {
      default: true,
    }),
    honoured(
      'kestra.security.basic-auth.password-reset.cooldown',
      'duration',
      'Pause between two mails to one account.',
      { default: 'PT5M' },
    ),
    honoured(
      'kestra.security.basic-auth.password-reset.rate-limit.max-requests',
      'number',
      'Requests for a new password, and links tried, from one address in a window.',
      { default: 10, min: 1 },
    ),
    honoured('kestra.security.basic-auth.password-reset.rate-limit.window', 'duration', 'That window.', {
      default: 'PT1H',
    }),
    ...unsupported(
      'kestra.server.basic-auth.enabled',
      'kestra.server.basic-auth.open-urls',
      'kestra.secret.jdbc.**',
      'kestra.secret.tags',
      'kestra.regex.timeout',
      'kestra.durability',
      'micronaut.security.oauth2.callback-uri',
      'micronaut.security.oauth2.login-uri',
      'micronaut.security.oauth2.openid.**',
      'micronaut.security.oauth2.clients.*.authorization.**',
      'micronaut.security.oauth2.clients.*.token.**',
      'micronaut.security.ldap.**',
    ),
    ...ignored(
      'micronaut.security.enabled',
      'micronaut.security.token.jwt.**',
      'micronaut.security.token.generator.**',
      'kestra.ee.java-security.**',
    ),
  ],
};
