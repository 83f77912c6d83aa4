/**
 * What stands between a program and the socket of its proxy: programs know proxies by port. A text, since Node runs it
 * from a file of its own, inside of the sandbox: `node forwarder.cjs SOCKET PORT PROGRAM …`. The program is started once
 * the port is open, and its end is the end of this. What asks the program to end comes by here, too.
 */
export const forwarderSource = `'use strict';
const { spawn } = require('node:child_process');
const { connect, createServer } = require('node:net');
const { constants } = require('node:os');

const [socket, port, program, ...args] = process.argv.slice(2);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});

const server = createServer({ allowHalfOpen: true }, (client) => {
  const proxy = connect({ path: socket, allowHalfOpen: true });
  for (const [from, to] of [[client, proxy], [proxy, client]]) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroySoon());
    from.pipe(to);
  }
});

server.listen(Number(port), '127.0.0.1', () => {
  const child = spawn(program, args, { stdio: 'inherit' });
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(127);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
});
`;
