/** A mail server on this machine that keeps what it is given: as much of SMTP as a client needs that sends plain text. */
import { createServer, type Socket } from 'node:net';
import { listenOnLoopback } from '@windhover/testing';
import { onTestFinished } from 'vitest';

export interface ReceivedMail {
  readonly to: string;
  readonly text: string;
}

export interface SmtpSink {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
}

export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, (mail) => mails.push(mail));
  });
  const port = await listenOnLoopback(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port, mails };
}

function converse(socket: Socket, received: (mail: ReceivedMail) => void): void {
  let pending = '';
  let to = '';
  let data: string[] | undefined;
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const hear = (line: string): void => {
    if (data !== undefined) {
      if (line !== '.') return void data.push(line);
      received({ to, text: decoded(data.join('\n')) });
      data = undefined;
      return say('250 taken');
    }
    if (/^EHLO|^HELO/i.test(line)) return say('250 sink');
    if (/^RCPT TO:/i.test(line)) to = /<([^>]*)>/.exec(line)![1]!;
    if (/^DATA/i.test(line)) {
      data = [];
      return say('354 go on');
    }
    say(/^QUIT/i.test(line) ? '221 bye' : '250 ok');
  };
  say('220 sink');
  socket.on('data', (chunk: Buffer) => {
    pending += chunk.toString();
    const lines = pending.split('\r\n');
    pending = lines.pop()!;
    for (const line of lines) hear(line);
  });
}

/** Long lines are broken by the sender. */
function decoded(mail: string): string {
  if (!/^content-transfer-encoding: quoted-printable/im.test(mail)) return mail;
  return mail
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
