import type { Mailer } from '@windhover/ports';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** Undefined: the server takes mail from anybody who reaches it. */
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
  /** Whether nothing is sent before the connection is encrypted; port 465 is encrypted from the start. */
  readonly requiresTls: boolean;
  readonly from: { readonly name: string; readonly address: string };
}

const encryptedPort = 465;
const timeoutMs = 15_000;

/** The library is loaded with the first mail. One connection a mail: there are few. */
export function openSmtpMailer({ host, port, auth, requiresTls, from }: SmtpSettings): Mailer {
  const open = async () => {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      host,
      port,
      secure: port === encryptedPort,
      requireTLS: requiresTls && port !== encryptedPort,
      ignoreTLS: !requiresTls,
      ...(auth === undefined ? {} : { auth }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  let transport: ReturnType<typeof open> | undefined;
  return {
    async send({ to, subject, text }) {
      transport ??= open();
      await (await transport).sendMail({ from, to: { name: '', address: to }, subject, text });
    },
  };
}
