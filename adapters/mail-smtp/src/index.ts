export { openSmtpMailer, type SmtpSettings } from './smtp-mailer.ts';
