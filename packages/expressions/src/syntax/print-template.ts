import type { Arguments, Expression, FilterStep, Statement } from './ast.ts';
import { binaryPrecedence, unaryPrecedence } from './operators.ts';

/**
 * A template from its tree. Parsing the result gives the same tree again, apart from positions. Texts that hold
 * delimiters were raw or verbatim blocks and become raw blocks.
 */
export function printTemplate(statements: readonly Statement[]): string {
  return statements
    .map((statement, index) => {
      const isBehindText = statement.type === 'text' && statements[index - 1]?.type === 'text';
      return (isBehindText ? '{##}' : '') + printStatement(statement);
    })
    .join('');
}

function printStatement(node: Statement): string {
  switch (node.type) {
    case 'text':
      // a brace that touches what follows would open it; the comment keeps them apart and takes its blank away again
      return node.text.endsWith('{') ? `${node.text} {#- #}` : node.text;
    case 'raw':
      return `{% raw %}${node.text}{% endraw %}`;
    case 'print':
      return `{{ ${printExpression(node.expression)} }}`;
    case 'if': {
      const branches = node.branches.map(
        ({ condition, body }, index) =>
          `{% ${index === 0 ? 'if' : 'elseif'} ${printExpression(condition)} %}${printTemplate(body)}`,
      );
      return `${branches.join('')}${otherwise(node.otherwise)}{% endif %}`;
    }
    case 'for': {
      const head = `{% for ${node.name} in ${printExpression(node.iterated)} %}`;
      return `${head}${printTemplate(node.body)}${otherwise(node.otherwise)}{% endfor %}`;
    }
    case 'set':
      return `{% set ${node.name} = ${printExpression(node.value)} %}`;
    case 'macro': {
      const parameters = node.parameters.map(({ name, fallback }) =>
        fallback === undefined ? name : `${name}=${printExpression(fallback)}`,
      );
      return `{% macro ${node.name}(${parameters.join(', ')}) %}${printTemplate(node.body)}{% endmacro %}`;
    }
    case 'block':
      return `{% block ${printText(node.name)} %}${printTemplate(node.body)}{% endblock %}`;
    case 'filterTag':
      return `{% filter ${node.steps.map(printStep).join(' | ')} %}${printTemplate(node.body)}{% endfilter %}`;
  }
}

function otherwise(body: readonly Statement[] | undefined): string {
  return body === undefined ? '' : `{% else %}${printTemplate(body)}`;
}

function printStep({ name, args }: FilterStep): string {
  return name + printArguments(args);
}

/** An expression; operands that would be read otherwise are put in brackets. */
export function printExpression(node: Expression): string {
  switch (node.type) {
    case 'literal':
      return printLiteral(node.value);
    case 'interpolated':
      return `"${node.parts.map(printPart).join('')}"`;
    case 'list':
      return `[${node.items.map(printExpression).join(', ')}]`;
    case 'map':
      return `{${node.entries.map(([key, value]) => `${printExpression(key)}: ${printExpression(value)}`).join(', ')}}`;
    case 'name':
      return node.name;
    case 'member':
      return `${operandOfPostfix(node.object)}.${node.name}`;
    case 'index':
      return `${operandOfPostfix(node.object)}[${printExpression(node.key)}]`;
    case 'method':
      return `${operandOfPostfix(node.object)}.${node.name}(${node.args.map(printExpression).join(', ')})`;
    case 'call':
      return `${node.name}${printArguments(node.args) || '()'}`;
    case 'unary':
      return `${node.operator} ${inBrackets(node.operand, precedenceOf(node.operand) < unaryPrecedence)}`;
    case 'binary': {
      const precedence = binaryPrecedence.get(node.operator) ?? 0;
      const right = inBrackets(node.right, precedenceOf(node.right) <= precedence);
      return `${leftOperand(node.left, precedence)} ${node.operator} ${right}`;
    }
    case 'filter':
      return `${leftOperand(node.input, binaryPrecedence.get('|') ?? 0)} | ${node.name}${printArguments(node.args)}`;
    case 'test': {
      const value = leftOperand(node.value, binaryPrecedence.get('is') ?? 0);
      return `${value} ${node.negated ? 'is not' : 'is'} ${node.name}${printArguments(node.args)}`;
    }
    case 'ternary': {
      const condition = inBrackets(node.condition, node.condition.type === 'ternary');
      return `${condition} ? ${printExpression(node.whenTrue)} : ${printExpression(node.whenFalse)}`;
    }
    case 'broken':
      return '';
  }
}

/** What binds looser than the operator behind it needs brackets. */
function leftOperand(node: Expression, precedence: number): string {
  return inBrackets(node, precedenceOf(node) < precedence);
}

function precedenceOf(node: Expression): number {
  switch (node.type) {
    case 'ternary':
      return 0;
    case 'binary':
      return binaryPrecedence.get(node.operator) ?? 0;
    case 'filter':
      return binaryPrecedence.get('|') ?? 0;
    case 'test':
      return binaryPrecedence.get('is') ?? 0;
    case 'unary':
      return unaryPrecedence;
    default:
      return unaryPrecedence + 1;
  }
}

/** A list or map literal takes no postfix without brackets. */
function operandOfPostfix(node: Expression): string {
  return inBrackets(node, precedenceOf(node) <= unaryPrecedence || node.type === 'list' || node.type === 'map');
}

function inBrackets(node: Expression, isNeeded: boolean): string {
  const text = printExpression(node);
  return isNeeded ? `(${text})` : text;
}

function printArguments({ positional, named }: Arguments): string {
  if (positional.length === 0 && named.length === 0) return '';
  const parts = [
    ...positional.map(printExpression),
    ...named.map(({ name, value }) => `${name}=${printExpression(value)}`),
  ];
  return `(${parts.join(', ')})`;
}

function printPart(part: Expression): string {
  return part.type === 'literal' && typeof part.value === 'string' ? part.value : `#{${printExpression(part)}}`;
}

function printLiteral(value: string | bigint | number | boolean | null): string {
  if (typeof value === 'string') return printText(value);
  if (typeof value !== 'number') return String(value);
  const text = BigInt(Math.trunc(value)).toString();
  return Number.isInteger(value) ? `${text}.0` : decimals(value);
}

/** Plain digits, as the language has no exponents. */
function decimals(value: number): string {
  const text = String(value);
  const [mantissa = '', exponent] = text.split('e-');
  if (exponent === undefined) return text;
  const digits = mantissa.replace('.', '');
  return `0.${'0'.repeat(Number(exponent) - 1)}${digits}`;
}

/** Single quotes never interpolate; where a text cannot stand in them, double quotes are taken. */
function printText(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
