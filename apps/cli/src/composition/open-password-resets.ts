import { openSmtpMailer } from '@windhover/mail-smtp';
import { PasswordResets, type Deps } from '@windhover/services';
import type { Configuration } from '../configuration/configuration.ts';
import { passwordResetSettings, smtpSettings } from '../configuration/mail-settings.ts';
import type { Logger } from './logger.ts';

/** New passwords by mail; undefined when there is no server for it, or no address for its links. */
export function openPasswordResets(
  deps: Deps,
  configuration: Configuration,
  logger: Logger,
): PasswordResets | undefined {
  const smtp = smtpSettings(configuration);
  if (smtp === undefined) return undefined;
  const settings = passwordResetSettings(configuration);
  if (settings === undefined) {
    logger.warn('kestra.ee.mail-service is not used: set kestra.url, the address that links in mail lead to');
    return undefined;
  }
  return new PasswordResets(deps, openSmtpMailer(smtp), settings);
}
