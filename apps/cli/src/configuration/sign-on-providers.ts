/** Providers of single sign-on, as `micronaut.security.oauth2.clients` names them. */
import type { ServerSettings } from '@windhover/server';
import type { Configuration } from './configuration.ts';
import { isMap, valueAt } from './settings-tree.ts';

const clients = 'micronaut.security.oauth2.clients';

/** None unless single sign-on is switched on. */
export function signOnProviders(configuration: Configuration): ServerSettings['signOnProviders'] {
  return names(configuration).map((name) => {
    const client = `${clients}.${name}`;
    const clientSecret = configuration.find('text', `${client}.client-secret`);
    return {
      name,
      issuer: configuration.get('text', `${client}.openid.issuer`),
      clientId: configuration.get('text', `${client}.client-id`),
      ...(clientSecret === undefined ? {} : { clientSecret }),
      scopes: configuration.get('list', `${client}.scopes`),
    };
  });
}

/** What keeps the clients from being used, all of it. */
export function checkSignOnProviders(configuration: Configuration): string[] {
  return names(configuration).flatMap((name) => {
    const client = `${clients}.${name}`;
    const missing = ['client-id', 'openid.issuer']
      .filter((key) => !configuration.has(`${client}.${key}`))
      .map((key) => `${client}.${key} is required: single sign-on needs an OpenID Connect provider and a client there`);
    return [...missing, ...checkName(client, name), ...checkIssuer(configuration, client)];
  });
}

function names(configuration: Configuration): string[] {
  if (!configuration.get('boolean', 'micronaut.security.oauth2.enabled')) return [];
  const tree = valueAt(configuration.tree, clients.split('.'));
  if (!isMap(tree)) return [];
  return Object.keys(tree).filter((name) => configuration.get('boolean', `${clients}.${name}.enabled`));
}

/** It stands in addresses, and beside `password` among a user's ways to sign in. */
function checkName(client: string, name: string): string[] {
  if (/^[\w-]{1,60}$/.test(name) && name !== 'password') return [];
  return [`${client}: the name must have 1 to 60 letters, digits, '-' or '_', and not be 'password'`];
}

function checkIssuer(configuration: Configuration, client: string): string[] {
  const issuer = configuration.find('text', `${client}.openid.issuer`);
  if (issuer === undefined) return [];
  const url = URL.parse(issuer);
  const isLocal = url !== null && /^(localhost|\[::1\]|127(\.\d+){3})$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return [];
  return [`${client}.openid.issuer: '${issuer}' must be an https address (http only on this machine)`];
}
