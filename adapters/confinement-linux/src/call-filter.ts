/** The program by which the kernel refuses system calls (seccomp), in the machine's own form of it. */
import { refusedCalls } from './refused-calls.ts';

/** Of `linux/bpf_common.h`. */
const code = { load: 0x20, ifEqual: 0x15, ifAtLeast: 0x35, answer: 0x06 };
/** Where `struct seccomp_data` has them. */
const place = { call: 0, architecture: 4 };
/** Of `linux/seccomp.h`; `refuse` is EPERM, as for who lacks the right to call. */
const answer = { allow: 0x7fff0000, refuse: 0x00050001, kill: 0x80000000 };
/** Of `linux/audit.h`. */
const architectures = { x64: 0xc000003e, arm64: 0xc00000b7 };
/** Calls from here on are those of x32, the same ones under other numbers. */
const firstOfX32 = 0x40000000;

/** Undefined where the numbers of calls are not known: on other processors than x64 and arm64. */
export function callFilter(architecture: string = process.arch): Uint8Array | undefined {
  if (architecture !== 'x64' && architecture !== 'arm64') return undefined;
  const questions = [
    ...(architecture === 'x64' ? [{ code: code.ifAtLeast, value: firstOfX32 }] : []),
    ...refusedCalls(architecture).map((value) => ({ code: code.ifEqual, value })),
  ];
  return assemble([
    instruction(code.load, place.architecture),
    instruction(code.ifEqual, architectures[architecture], 1, 0),
    instruction(code.answer, answer.kill),
    instruction(code.load, place.call),
    // Each jumps over those that follow it and over what allows
    ...questions.map((question, index) => instruction(question.code, question.value, questions.length - index, 0)),
    instruction(code.answer, answer.allow),
    instruction(code.answer, answer.refuse),
  ]);
}

interface Instruction {
  readonly code: number;
  readonly value: number;
  /** How many instructions are left out if it holds, and if not. */
  readonly whenTrue: number;
  readonly whenFalse: number;
}

function instruction(operation: number, value: number, whenTrue = 0, whenFalse = 0): Instruction {
  return { code: operation, value, whenTrue, whenFalse };
}

/** Each is `struct sock_filter`; both kinds of processor are little-endian. */
function assemble(program: readonly Instruction[]): Uint8Array {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code: operation, value, whenTrue, whenFalse }] of program.entries()) {
    bytes.writeUInt16LE(operation, index * 8);
    bytes.writeUInt8(whenTrue, index * 8 + 2);
    bytes.writeUInt8(whenFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  }
  return bytes;
}
