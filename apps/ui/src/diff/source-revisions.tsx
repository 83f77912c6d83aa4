import { NativeSelect } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { ActionButton } from '../components/action-button.tsx';
import { SideBar, SideBySide, SideChoice } from '../components/side-by-side.tsx';
import { Ago } from '../components/time.tsx';
import { toast, toastError } from '../components/toast.ts';
import { useAttempt } from '../components/use-attempt.ts';
import { useUrlSearch } from '../live/url-search.ts';
import { t } from '../messages/en.ts';
import { DiffView } from './diff-view.tsx';
import classes from './source-revisions.module.css';

interface SourceRevisionsProps {
  /** Oldest first. */
  readonly revisions: readonly {
    readonly revision: number;
    readonly source?: string;
    readonly updated?: string;
  }[];
  readonly current: number;
  readonly whyNotRestore: string | undefined;
  /** Saves a source once more; answers the number that it gets. */
  readonly restore: (source: string) => Promise<number>;
}

/** Every revision of a source; the chosen one beside what it is compared with, by default the one before it. */
export function SourceRevisions({ revisions, current, whyNotRestore, restore }: SourceRevisionsProps) {
  const [search, setSearch] = useUrlSearch();
  const { busy, run } = useAttempt((error) => toastError(t.flows.revisions.restoreFailed, error));

  const newestFirst = [...revisions].reverse();
  const chosen = newestFirst.find((entry) => String(entry.revision) === search['revision']) ?? newestFirst[0];
  if (chosen === undefined) return null;
  const older = newestFirst.filter((entry) => entry.revision < chosen.revision);
  const against =
    search['against'] === '0'
      ? undefined
      : (newestFirst.find((entry) => String(entry.revision) === search['against']) ?? older[0]);

  const restoreChosen = async () => {
    const saved = await restore(chosen.source ?? '');
    toast(t.flows.revisions.restored(chosen.revision, saved));
    setSearch({ revision: undefined, against: undefined });
  };

  return (
    <SideBySide
      label={t.flows.revisions.list}
      choicesWidth={200}
      choices={newestFirst.map((entry) => (
        <SideChoice
          key={entry.revision}
          chosen={entry === chosen}
          onChoose={() => setSearch({ revision: String(entry.revision), against: undefined })}
        >
          <span>{t.flows.revision(entry.revision)}</span>
          <span className={`dim ${classes.date}`}>
            {entry.revision === current
              ? t.flows.revisions.current
              : entry.updated !== undefined && <Ago date={entry.updated} />}
          </span>
        </SideChoice>
      ))}
    >
      <SideBar>
        <NativeSelect
          size="xs"
          label={t.flows.revisions.against}
          classNames={{ root: classes.select!, label: classes.label! }}
          value={String(against?.revision ?? 0)}
          onChange={(event) => setSearch({ revision: String(chosen.revision), against: event.currentTarget.value })}
          data={[
            { value: '0', label: t.flows.revisions.nothing },
            ...newestFirst
              .filter((entry) => entry !== chosen)
              .map((entry) => ({ value: String(entry.revision), label: t.flows.revision(entry.revision) })),
          ]}
        />
        {chosen.revision !== current && (
          <span className={classes.restore}>
            <ActionButton
              label={t.flows.revisions.restore}
              icon={<IconRestore size={15} />}
              reason={whyNotRestore}
              busy={busy}
              onClick={() => void run(restoreChosen)}
            />
          </span>
        )}
      </SideBar>
      <DiffView
        label={
          against === undefined
            ? t.flows.revisions.source(chosen.revision)
            : t.flows.revisions.compare(chosen.revision, against.revision)
        }
        before={against === undefined ? (chosen.source ?? '') : (against.source ?? '')}
        after={chosen.source ?? ''}
      />
    </SideBySide>
  );
}
