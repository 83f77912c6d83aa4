/** The program by which the kernel refuses system calls (seccomp), in the machine's own form of it. */
import { refusedCalls } from './refused-calls.ts';

/** Of `linux/bpf_common.h`. */
const code = { load: 0x20, ifEqual: 0x15, ifAtLeast: 0x35, ifAnyBit: 0x45, answer: 0x06 };
/** Where `struct seccomp_data` has them; of the first argument the half that counts. */
const place = { call: 0, architecture: 4, argument: 16 };
/** Of `linux/seccomp.h`, with errors: `refuse` is EPERM, as for who lacks the right to call. */
const answer = {
  allow: 0x7fff0000,
  refuse: 0x00050001,
  notThere: 0x00050026,
  noSuchFamily: 0x00050061,
  kill: 0x80000000,
};
/** Of `linux/audit.h`. */
const architectures = { x64: 0xc000003e, arm64: 0xc00000b7 };
/** Calls from here on are those of x32, the same ones under other numbers. */
const firstOfX32 = 0x40000000;
/** Calls that are refused by what they ask for. */
const asking = { x64: { clone: 56, clone3: 435, socket: 41 }, arm64: { clone: 220, clone3: 435, socket: 198 } };
/** Flags of `linux/sched.h` by which a process begins in namespaces of its own; one of users would give it every right there. */
const newNamespaces = 0x7e020000;
/** Unix, IPv4, IPv6, netlink. No namespace keeps some of the others from the machine, or what it is a guest of (vsock). */
const families = [1, 2, 10, 16];

/** Undefined where the numbers of calls are not known: on other processors than x64 and arm64. */
export function callFilter(architecture: string = process.arch): Uint8Array | undefined {
  if (architecture !== 'x64' && architecture !== 'arm64') return undefined;
  const { clone, clone3, socket } = asking[architecture];
  const questions = [
    ...(architecture === 'x64' ? [{ code: code.ifAtLeast, value: firstOfX32 }] : []),
    ...refusedCalls(architecture).map((value) => ({ code: code.ifEqual, value })),
  ];
  return assemble([
    instruction(code.load, place.architecture),
    instruction(code.ifEqual, architectures[architecture], 1, 0),
    instruction(code.answer, answer.kill),
    instruction(code.load, place.call),
    ...whenCalled(clone, [
      instruction(code.load, place.argument),
      instruction(code.ifAnyBit, newNamespaces, 0, 1),
      instruction(code.answer, answer.refuse),
      instruction(code.answer, answer.allow),
    ]),
    // Its flags are in memory, where no filter sees them: libraries fall back to the one above
    ...whenCalled(clone3, [instruction(code.answer, answer.notThere)]),
    ...whenCalled(socket, [
      instruction(code.load, place.argument),
      ...families.map((family, index) => instruction(code.ifEqual, family, families.length - index, 0)),
      instruction(code.answer, answer.noSuchFamily),
      instruction(code.answer, answer.allow),
    ]),
    // Each jumps over those that follow it and over what allows
    ...questions.map((question, index) => instruction(question.code, question.value, questions.length - index, 0)),
    instruction(code.answer, answer.allow),
    instruction(code.answer, answer.refuse),
  ]);
}

/** `body` ends in an answer. */
function whenCalled(call: number, body: readonly Instruction[]): readonly Instruction[] {
  return [instruction(code.ifEqual, call, 0, body.length), ...body];
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
