import { parseTemplate } from '../syntax/parse-template.ts';
import { printTemplate } from '../syntax/print-template.ts';

/**
 * Undefined when printing the tree of a template and parsing that gives the same tree; else the two, printed. Raw
 * blocks whose body holds an end marker cannot be written again and are left out.
 */
export function sameTree(source: string): string | undefined {
  const tree = parseTemplate(source);
  if (/endraw/.test(JSON.stringify(tree, bigintText))) return undefined;
  const printed = printTemplate(tree);
  const again = parseTemplate(printed);
  const [first, second] = [shapeOf(tree), shapeOf(again)];
  return first === second ? undefined : `${printed}\n${first}\n${second}`;
}

const positions = new Set(['start', 'end', 'depth', 'nameStart', 'nameEnd']);

function bigintText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}L` : value;
}

function shapeOf(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (positions.has(key)) return undefined;
    return bigintText(key, value);
  });
}
