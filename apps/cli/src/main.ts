/** Entry of the program, started by `bin/windhover.js`. */
import { basename } from 'node:path';
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

const name = basename(process.argv[1] ?? '', '.js') === 'kestra' ? 'kestra' : 'windhover';
process.exitCode = await runProgram(name, process.argv.slice(2), processTerminal());
