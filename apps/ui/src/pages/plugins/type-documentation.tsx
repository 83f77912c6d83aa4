import { useQuery } from '@tanstack/react-query';
import type { JsonSchema } from '@windhover/model/editor';
import { plugins } from '../../api/plugins.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { InlineCode } from '../../components/inline-code.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { shortType } from '../../format/short-type.ts';
import { pluginText as words } from '../../messages/en-plugins.ts';
import { propertyType } from './property-type.ts';
import classes from './plugins-page.module.css';

interface Example {
  readonly title?: string;
  readonly code: string;
}

/** What a type does, how it is written, what it takes and gives. */
export function TypeDocumentation({ type }: { readonly type: string }) {
  const documentation = useQuery({
    queryKey: ['plugin', type],
    queryFn: () => plugins.documentation(type),
    staleTime: Infinity,
    retry: false,
  });
  if (documentation.error !== null)
    return <PageError error={documentation.error} onRetry={() => void documentation.refetch()} />;
  if (documentation.data === undefined) return <PageLoading />;
  const { properties, outputs } = documentation.data.schema;
  const examples = (properties['$examples'] ?? []) as readonly Example[];
  return (
    <ScrollRegion key={type} label={type} className={classes.page}>
      <article className={classes.article}>
        <h2>{shortType(type)}</h2>
        <Copyable text={type} label={words.typeLabel} />
        {properties.deprecated === true && <p className={classes.deprecated}>{words.deprecated}</p>}
        {properties.title !== undefined && <p className={classes.lead}>{properties.title}</p>}
        {properties.description !== undefined && (
          <p className={classes.text}>
            <InlineCode text={properties.description} />
          </p>
        )}
        {examples.length > 0 && <h3>{examples.length === 1 ? words.example : words.examples}</h3>}
        {examples.map(({ title, code }) => (
          <CodeBlock key={code} title={title} code={code} label={words.exampleLabel} />
        ))}
        <h3>{words.properties}</h3>
        <Fields schema={properties} empty={words.noProperties} />
        <h3>{words.outputs}</h3>
        <Fields schema={outputs} empty={words.noOutputs} isOutput />
      </article>
    </ScrollRegion>
  );
}

interface FieldsProps {
  readonly schema: JsonSchema;
  readonly empty: string;
  /** Of what is given nothing is required. */
  readonly isOutput?: boolean;
}

/** Required ones first, deprecated ones last. */
function Fields({ schema, empty, isOutput = false }: FieldsProps) {
  const required = new Set(isOutput ? [] : schema.required);
  const rank = ([name, field]: readonly [string, JsonSchema]): number =>
    field.deprecated === true ? 2 : required.has(name) ? 0 : 1;
  const fields = Object.entries(schema.properties ?? {}).toSorted((left, right) => rank(left) - rank(right));
  if (fields.length === 0) return <p className="dim">{empty}</p>;
  return (
    <dl className={classes.fields}>
      {fields.map(([name, field]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
            <span className={classes.type}>{propertyType(field)}</span>
            {required.has(name) && <span className={classes.required}>{words.required}</span>}
            {field.default !== undefined && (
              <span className="dim">{words.byDefault(JSON.stringify(field.default))}</span>
            )}
            {field.deprecated === true && (
              <span className={classes.deprecated}>
                {words.deprecated}
                {typeof field['replacedBy'] === 'string' && `, ${words.replacedBy(field['replacedBy'])}`}
              </span>
            )}
          </dt>
          {field.description !== undefined && (
            <dd>
              <InlineCode text={field.description} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
