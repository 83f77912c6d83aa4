/** The mail server and what is sent through it, as the configuration names them. */
import type { SmtpSettings } from '@windhover/mail-smtp';
import type { PasswordResetSettings } from '@windhover/services';
import type { Configuration } from './configuration.ts';

const mail = 'kestra.ee.mail-service';
const reset = 'kestra.security.basic-auth.password-reset';

/** Undefined without a mail server. */
export function smtpSettings(configuration: Configuration): SmtpSettings | undefined {
  const host = configuration.find('text', `${mail}.host`);
  if (host === undefined) return undefined;
  const user = configuration.find('text', `${mail}.username`);
  const pass = configuration.find('text', `${mail}.password`);
  const signsIn = configuration.get('boolean', `${mail}.auth`) && user !== undefined;
  return {
    host,
    port: configuration.get('number', `${mail}.port`),
    auth: signsIn ? { user, pass: pass ?? '' } : undefined,
    requiresTls: configuration.get('boolean', `${mail}.starttls-enable`),
    from: {
      name: configuration.get('text', `${mail}.from-name`),
      address: configuration.find('text', `${mail}.from`) ?? user ?? `windhover@${host}`,
    },
  };
}

/** Links in mail lead to `kestra.url`: undefined without it. */
export function passwordResetSettings(configuration: Configuration): PasswordResetSettings | undefined {
  const url = configuration.find('text', 'kestra.url');
  if (url === undefined) return undefined;
  return {
    url: url.replace(/\/+$/, ''),
    cooldownMs: configuration.get('duration', `${reset}.cooldown`),
    requests: {
      maxRequests: configuration.get('number', `${reset}.rate-limit.max-requests`),
      windowMs: configuration.get('duration', `${reset}.rate-limit.window`),
    },
  };
}
