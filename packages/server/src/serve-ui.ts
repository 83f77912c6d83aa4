/** The web application: its files below `/ui/`, one page for every address that is no file. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

export interface UiFiles {
  /** Where the built files are, or will be. */
  readonly directory: string;
  /** False while they are being built: a waiting page is shown. */
  isReady(): boolean;
}

const waitingPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Windhover</title></head>
<body><p>The web application is being built. This page opens it as soon as it is there.</p></body>
</html>
`;

export async function serveUi(app: FastifyInstance, ui: UiFiles | undefined, contextPath: string): Promise<void> {
  app.get('/web/', (_, reply) => reply.redirect(`${contextPath}/ui/`));
  if (ui === undefined) return;
  const { default: fastifyStatic } = await import('@fastify/static');
  // While it is being built the directory is not there yet
  await app.register(fastifyStatic, { root: ui.directory, serve: false, suppressWarning: true });
  const site = new Site(ui.directory, contextPath);
  const answer = async (file: string, reply: FastifyReply): Promise<FastifyReply> => {
    if (!ui.isReady()) return html(reply, waitingPage);
    if (!(await site.has(file))) return html(reply, await site.page());
    // Built files carry a hash of their content in their name
    const lasting = file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return reply.header('cache-control', lasting).sendFile(file, { cacheControl: false });
  };
  // The router takes both spellings for one: without the slash, addresses in the page would be relative to the root
  app.get('/web/ui', (request, reply) =>
    /^[^?]*\/(?:\?|$)/.test(request.url) ? answer('', reply) : reply.redirect(`${contextPath}/ui/`),
  );
  app.get('/web/ui/*', (request, reply) => answer((request.params as { '*': string })['*'], reply));
}

function html(reply: FastifyReply, text: string): FastifyReply {
  return reply.header('content-type', 'text/html; charset=utf-8').send(text);
}

/** The built files, looked at once: a new build comes with a new start. */
class Site {
  readonly #directory: string;
  readonly #contextPath: string;
  #files: Promise<ReadonlySet<string>> | undefined;
  #page: Promise<string> | undefined;

  constructor(directory: string, contextPath: string) {
    this.#directory = directory;
    this.#contextPath = contextPath;
  }

  async has(file: string): Promise<boolean> {
    this.#files ??= this.#list();
    return file !== 'index.html' && (await this.#files).has(file);
  }

  /** The one page; below a context path the addresses in it are moved there. */
  page(): Promise<string> {
    this.#page ??= readFile(join(this.#directory, 'index.html'), 'utf8').then((text) =>
      text.replaceAll('"/ui/', `"${this.#contextPath}/ui/`),
    );
    return this.#page;
  }

  async #list(): Promise<ReadonlySet<string>> {
    const entries = await readdir(this.#directory, { recursive: true, withFileTypes: true });
    const below = (parent: string): string =>
      parent.slice(this.#directory.length).replaceAll('\\', '/').replace(/^\//, '');
    return new Set(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => [below(entry.parentPath), entry.name].filter((part) => part !== '').join('/')),
    );
  }
}
