import { expect, test } from 'vitest';
import type { Context, ExpressionError } from '../index.ts';
import { compileTemplate, contextOf, renderAsync, renderSync, renderTypedAsync, renderTypedSync } from '../index.ts';

function counting(variables: Record<string, unknown>): { context: Context; asked: string[] } {
  const asked: string[] = [];
  const context: Context = {
    lookup: (name) => {
      asked.push(name);
      return variables[name];
    },
    names: () => Object.keys(variables),
  };
  return { context, asked };
}

test('only variables that the template names are looked up, each once', () => {
  const { context, asked } = counting({ a: 1, b: 2, c: 3 });

  const text = renderSync('{% for i in [1, 2] %}{{ a }}{{ missing ?? b }}{% endfor %}{{ a }}', context);

  expect(text).toBe('12121');
  expect(asked.toSorted()).toEqual(['a', 'b', 'missing']);
});

test('a text without expressions looks nothing up and is itself', () => {
  const { context, asked } = counting({});

  expect(renderSync('plain { text', context)).toBe('plain { text');
  expect(compileTemplate('plain').isLiteral).toBe(true);
  expect(asked).toEqual([]);
});

test('a compiled template is made once', () => {
  expect(compileTemplate('{{ a }}!')).toBe(compileTemplate('{{ a }}!'));
});

test('functions that answer later are awaited, in the order of the template', async () => {
  const calls: string[] = [];
  const functions = {
    secret: async ({ key }: Readonly<Record<string, unknown>>) => {
      await Promise.resolve();
      calls.push(String(key));
      return `<${String(key)}>`;
    },
  };
  const context = contextOf({ names: ['b', 'c'] }, { functions });
  const source =
    "{% macro m(k) %}{{ secret(k) }}{% endmacro %}{{ secret('a') | upper }}{% for n in names %}{{ secret(n) }}{% endfor %}" +
    "{% if secret('d') == '<d>' %}{{ m('e') }}{% endif %}{{ render(\"{{ secret('f') }}\") }}";

  expect(await renderAsync(source, context)).toBe('<A><b><c><e><f>');
  expect(calls).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(await renderTypedAsync("{{ [secret('a'), 1] }}", context)).toEqual(['<a>', 1]);
  expect(() => renderSync("{{ secret('a') }}", context)).toThrow('has to be waited for');
});

test('a pure template renders synchronously, and knows that it does', () => {
  expect(compileTemplate('{{ a | upper }}{{ now() }}').mayWait).toBe(false);
  expect(compileTemplate("{{ kv('a') }}").mayWait).toBe(true);
  expect(compileTemplate('{{ render(a) }}').mayWait).toBe(true);
  expect([...compileTemplate("{{ kv('a') ~ inputs.b }}").functions]).toEqual(['kv']);
});

test('errors of functions of the context keep their text and get a position', () => {
  const functions = {
    kv: () => {
      throw new Error("The key 'K' does not exist in the namespace 'N'.");
    },
  };

  expect(() => renderSync("a\n {{ kv('K') }}", contextOf({}, { functions }))).toThrow(
    expect.objectContaining({
      line: 2,
      column: 5,
      message: expect.stringContaining("The key 'K' does not exist in the namespace 'N'.") as string,
    }) as Error,
  );
});

test('unknown names suggest the nearest one', () => {
  const context = contextOf({ inputs: { name: 1 }, outputs: {} });
  const suggestionOf = (source: string) => {
    try {
      renderSync(source, context);
    } catch (error) {
      return (error as ExpressionError).suggestion;
    }
  };

  expect(suggestionOf('{{ inptus.name }}')).toBe('inputs');
  expect(suggestionOf('{{ inputs.nmae }}')).toBe('name');
  expect(suggestionOf('{{ 1 | uper }}')).toBe('upper');
  expect(suggestionOf('{{ rnge(1, 2) }}')).toBe('range');
  expect(suggestionOf('{{ 1 is evn }}')).toBe('even');
  expect(suggestionOf('{{ somethingElse }}')).toBeUndefined();
});

test('typed rendering gives plain data, numbers as numbers where that is safe', () => {
  const context = contextOf({ big: 2n ** 60n, list: [1, { a: 2n }] });

  expect(renderTypedSync('{{ 1 + 1 }}', context)).toBe(2);
  expect(renderTypedSync('{{ 2.0 }}', context)).toBe(2);
  expect(renderTypedSync('{{ big }}', context)).toBe(2n ** 60n);
  expect(renderTypedSync('{{ list }}', context)).toEqual([1, { a: 2 }]);
  expect(renderTypedSync("{{ {'a': [1, 2.5, null]} }}", context)).toEqual({ a: [1, 2.5, null] });
});

test('secrets are never rendered again, raw blocks neither', () => {
  const functions = { secret: () => 'p{{ inputs.a }}w{#' };
  const variables = { inputs: { a: 'A' }, text: "{{ secret('x') }}{{ inputs.a }}{% raw %}{{ inputs.a }}{% endraw %}" };

  const recursive = renderSync('{{ text }}', contextOf(variables, { functions, recursive: true }));
  const nested = renderSync('{{ render(text) }}', contextOf(variables, { functions }));

  expect(recursive).toBe('p{{ inputs.a }}w{#A{{ inputs.a }}');
  expect(nested).toBe('p{{ inputs.a }}w{#A{{ inputs.a }}');
});

test('a format may end in a percent sign, but not in half a conversion', () => {
  const context = contextOf({ share: 12 });

  expect(renderSync("{{ '%d%%' | format(share) }}", context)).toBe('12%');
  expect(() => renderSync("{{ '%d%' | format(share) }}", context)).toThrow('The format has a % without a conversion');
});

test('sort and reverse change what the template sees, never the data of the context', () => {
  const list = [3, 1, 2];

  expect(renderSync('{{ list | sort }}{{ list }}', contextOf({ list }))).toBe('[1,2,3][1,2,3]');
  expect(list).toEqual([3, 1, 2]);
});
