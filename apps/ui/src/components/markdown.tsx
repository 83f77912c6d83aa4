import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import type { ReactNode } from 'react';
import classes from './markdown.module.css';

/**
 * A text in Markdown as elements. Whatever is in it is only ever set as text: HTML is shown as it is written, pictures are
 * links, so that nothing is loaded from elsewhere, and links lead to web and mail alone.
 */
export function Markdown({ text }: { readonly text: string }) {
  return <div className={classes.text}>{all(lexer(text))}</div>;
}

function all(tokens: readonly Token[] | undefined): ReactNode {
  // Without extensions there are no other tokens
  return (tokens as readonly MarkedToken[] | undefined)?.map((token, index) => <Piece key={index} token={token} />);
}

function Piece({ token }: { readonly token: MarkedToken }): ReactNode {
  switch (token.type) {
    case 'heading':
      return <h3 data-depth={token.depth}>{all(token.tokens)}</h3>;
    case 'paragraph':
      return <p>{all(token.tokens)}</p>;
    case 'blockquote':
      return <blockquote>{all(token.tokens)}</blockquote>;
    case 'list':
      return <List token={token} />;
    case 'list_item':
      return <li>{all(token.tokens)}</li>;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'table':
      return <Table token={token} />;
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'codespan':
      return <code>{token.text}</code>;
    case 'strong':
      return <strong>{all(token.tokens)}</strong>;
    case 'em':
      return <em>{all(token.tokens)}</em>;
    case 'del':
      return <del>{all(token.tokens)}</del>;
    case 'link':
      return <Anchor href={token.href}>{all(token.tokens)}</Anchor>;
    case 'image':
      return <Anchor href={token.href}>{token.text === '' ? token.href : token.text}</Anchor>;
    case 'text':
      return token.tokens === undefined ? token.text : all(token.tokens);
    case 'escape':
    case 'html':
      return token.text;
    case 'br':
      return <br />;
    case 'hr':
      return <hr />;
    case 'def':
    case 'space':
      return null;
  }
}

function List({ token }: { readonly token: Tokens.List }) {
  const items = all(token.items);
  return token.ordered ? <ol start={token.start === '' ? undefined : token.start}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ token: { header, rows } }: { readonly token: Tokens.Table }) {
  return (
    <table>
      <thead>
        <tr>
          {header.map((cell, column) => (
            <th key={column} scope="col">
              {all(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell, column) => (
              <td key={column}>{all(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Anchor({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  if (!/^(?:https?|mailto):/i.test(href)) return <span title={href}>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
