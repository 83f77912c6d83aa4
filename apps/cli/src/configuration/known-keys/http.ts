import { honoured, ignored, unsupported, type KeySection } from '../known-key.ts';

export const httpKeys: KeySection = {
  title: 'HTTP and management',
  keys: [
    honoured('micronaut.server.port', 'number', 'Port of the API and the UI; `0` takes a free one.', {
      default: 8080,
      min: 0,
      max: 65_535,
    }),
    honoured('micronaut.server.host', 'text', 'Address to listen on. `0.0.0.0` opens the server to the network.', {
      default: '127.0.0.1',
    }),
    honoured(
      'micronaut.server.max-request-size',
      'size',
      'Largest request body; larger ones are answered with 413. In the multi-tenant modes 1GB unless set.',
      { default: '10GB' },
    ),
    honoured('micronaut.server.context-path', 'text', 'Path below which API and UI live, such as `/kestra`.'),
    honoured(
      'micronaut.server.multipart.max-file-size',
      'size',
      'Largest file of an upload. In the multi-tenant modes 100MB unless set.',
      { default: '10GB' },
    ),
    honoured('micronaut.server.idle-timeout', 'duration', 'Connections without traffic are closed after this time.', {
      default: '60m',
    }),
    honoured(
      'micronaut.server.netty.max-header-size',
      'size',
      'Largest request header; larger ones are answered with 431.',
      { default: 32_768 },
    ),
    honoured('micronaut.server.netty.access-logger.enabled', 'boolean', 'One log line a request.', { default: false }),
    honoured('micronaut.server.cors.enabled', 'boolean', 'Whether pages of other origins may call the API.', {
      default: false,
    }),
    honoured(
      'micronaut.server.cors.configurations',
      'map',
      'By a name of yours: `allowed-origins`, a list of exact origins.',
      { default: {} },
    ),
    honoured('kestra.server.preview.initial-rows', 'number', 'Rows of a file preview at first.', {
      default: 100,
      min: 1,
    }),
    honoured('kestra.server.preview.max-rows', 'number', 'Rows of a file preview at most.', { default: 5000, min: 1 }),
    honoured('endpoints.all.enabled', 'boolean', 'Whether the management port answers.', { default: true }),
    honoured('endpoints.all.port', 'number', 'Management port: `/health`. `server local` takes a free one.', {
      default: 8081,
      min: 0,
      max: 65_535,
    }),
    honoured(
      'endpoints.all.basic-auth.username',
      'text',
      'With which `/prometheus`, `/metrics` and `/info` are read from another machine. Without it they answer this one alone.',
    ),
    honoured('endpoints.all.basic-auth.password', 'text', 'Password of that user.'),
    honoured('kestra.url', 'text', 'Address of this instance as users see it, without `/ui` or `/api`; used in links.'),
    honoured('kestra.environment.name', 'text', 'Name of the environment, shown as a badge.'),
    honoured('kestra.environment.color', 'text', 'Colour of the badge, as CSS.'),
    honoured('kestra.hidden-labels.prefixes', 'list', 'Labels with these prefixes are not shown.', {
      default: ['system.', 'internal.'],
    }),
    ...unsupported(
      'micronaut.server.netty.access-logger.logger-name',
      'micronaut.server.netty.access-logger.log-format',
      'micronaut.server.netty.access-logger.exclusions',
      'micronaut.server.read-idle-timeout',
      'micronaut.server.write-idle-timeout',
      'micronaut.server.host-resolution.**',
      'micronaut.server.ssl.**',
      'micronaut.ssl.**',
      'kestra.webserver.html-head',
      'kestra.ee.right-sidebar.**',
      'kestra.ee.custom-links.**',
      'kestra.ee.left-sidebar.**',
      'kestra.local-files.**',
    ),
    ...ignored(
      'micronaut.application.**',
      'micronaut.http.**',
      'micronaut.executors.**',
      'micronaut.caches.**',
      'micronaut.router.**',
      'jackson.**',
      'flyway.**',
      'kestra.webserver.google-analytics',
    ),
  ],
};
