import { mapOf } from '../values/plain-map.ts';
import { chargeSize, chargeTexts } from './charge-size.ts';
import { formatText } from './jq-format.ts';
import { made } from './jq-outputs.ts';
import type { CompileJq, Names } from './jq-outputs.ts';
import { describe } from './jq-values.ts';
import { jqFailure, nowhere } from './machine.ts';
import type { Run } from './machine.ts';
import type { Jq } from './syntax.ts';

export function compileString(node: Extract<Jq, { type: 'string' }>, names: Names, compileJq: CompileJq): Run {
  const parts = node.parts.map((part) => (typeof part === 'string' ? part : compileJq(part, names)));
  return (env, input, path, emit) => {
    const write = (index: number, text: string): void => {
      const part = parts[index];
      if (part === undefined) return emit(text, made(path, text));
      if (typeof part === 'string') return write(index + 1, text + part);
      part(env, input, nowhere, (value) => {
        chargeTexts(env.machine, value);
        const piece = formatText(node.format, value);
        chargeSize(env.machine, piece);
        write(index + 1, text + piece);
      });
    };
    write(0, '');
  };
}

export function compileObject(node: Extract<Jq, { type: 'object' }>, names: Names, compileJq: CompileJq): Run {
  const entries = node.entries.map(({ key, value }) => [compileJq(key, names), compileJq(value, names)] as const);
  return (env, input, path, emit) => {
    const build = (index: number, pairs: readonly (readonly [unknown, unknown])[]): void => {
      const entry = entries[index];
      if (entry === undefined) {
        const object = mapOf(pairs);
        return emit(object, made(path, object));
      }
      const [key, value] = entry;
      key(env, input, nowhere, (k) => {
        if (typeof k !== 'string') throw jqFailure(`Object keys must be strings, not ${describe(k)}`);
        value(env, input, nowhere, (v) => build(index + 1, [...pairs, [k, v]]));
      });
    };
    build(0, []);
  };
}
