export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** Sends mail in the name of the instance. */
export interface Mailer {
  /** Resolves once the mail was taken for delivery; rejects when it was not. */
  send(mail: Mail): Promise<void>;
}
