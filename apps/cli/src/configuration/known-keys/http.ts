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
    honoured('endpoints.all.enabled', 'boolean', 'Whether the management port answers.', { default: true }),
    honoured('endpoints.all.port', 'number', 'Management port: `/health`. `server local` takes a free one.', {
      default: 8081,
      min: 0,
      max: 65_535,
    }),
    honoured('kestra.url', 'text', 'Address of this instance as users see it, without `/ui` or `/api`; used in links.'),
    honoured('kestra.environment.name', 'text', 'Name of the environment, shown as a badge.'),
    honoured('kestra.environment.color', 'text', 'Colour of the badge, as CSS.'),
    honoured('kestra.hidden-labels.prefixes', 'list', 'Labels with these prefixes are not shown.', {
      default: ['system.', 'internal.'],
    }),
    ...unsupported(
      'micronaut.server.context-path',
      'micronaut.server.multipart.max-file-size',
      'micronaut.server.read-idle-timeout',
      'micronaut.server.write-idle-timeout',
      'micronaut.server.idle-timeout',
      'micronaut.server.netty.max-header-size',
      'micronaut.server.netty.access-logger.**',
      'micronaut.server.cors.**',
      'micronaut.server.host-resolution.**',
      'micronaut.server.ssl.**',
      'micronaut.ssl.**',
      'endpoints.all.basic-auth.**',
      'kestra.webserver.html-head',
      'kestra.ee.right-sidebar.**',
      'kestra.ee.custom-links.**',
      'kestra.ee.left-sidebar.**',
      'kestra.server.preview.**',
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
