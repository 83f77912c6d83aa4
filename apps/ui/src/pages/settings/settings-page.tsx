import {
  Button,
  NativeSelect,
  SegmentedControl,
  Select,
  Switch,
  TextInput,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { PageBar } from '../../components/page-bar.tsx';
import { pageSizes } from '../../components/pager.tsx';
import { formatInstantWithZone } from '../../format/instant.ts';
import { useNow } from '../../live/use-now.ts';
import { logLevels } from '../../logs/log-levels.ts';
import { settingsText as words } from '../../messages/en-settings.ts';
import { t } from '../../messages/en.ts';
import { changeSettings, forgetSettings, useSettings, type Settings } from '../../settings/settings.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { colourSchemes } from '../../theme/colour-schemes.ts';
import classes from './settings-page.module.css';

const zones = Intl.supportedValuesOf('timeZone');
const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const fontSizes = ['12', '13', '14', '16', '18'];
const homes = { dashboard: t.dashboard.title, flows: t.flows.title, executions: t.executions.title };
const options = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** What one prefers; each holds as soon as it is chosen. */
export function SettingsPage() {
  const tenant = useTenant() ?? '';
  const settings = useSettings();
  const { colorScheme, setColorScheme, clearColorScheme } = useMantineColorScheme();
  return (
    <>
      <PageBar
        title={words.title}
        actions={
          <Button
            variant="default"
            onClick={() => {
              forgetSettings();
              clearColorScheme();
            }}
          >
            {words.reset}
          </Button>
        }
      />
      <div className={classes.page}>
        <p className="dim">{words.kept}</p>
        <Section title={words.appearance}>
          <SegmentedControl
            aria-label={words.colours}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
            data={[...colourSchemes]}
          />
        </Section>
        <Section title={words.dates}>
          <Select
            label={words.zone}
            description={words.zoneText}
            data={[{ value: '', label: words.browserZone(browserZone) }, ...zones]}
            value={settings.zone}
            onChange={(zone) => changeSettings({ zone: zone ?? '' })}
            searchable
            allowDeselect={false}
          />
          <NativeSelect
            label={words.form}
            data={options(words.forms)}
            value={settings.dates}
            onChange={(event) => changeSettings({ dates: event.currentTarget.value as Settings['dates'] })}
          />
          <Now />
        </Section>
        <Section title={words.pages}>
          <NativeSelect
            label={words.home}
            data={options(homes)}
            value={settings.home}
            onChange={(event) => changeSettings({ home: event.currentTarget.value as Settings['home'] })}
          />
          <NativeSelect
            label={words.pageSize}
            data={pageSizes.map(String)}
            value={String(settings.pageSize)}
            onChange={(event) => changeSettings({ pageSize: Number(event.currentTarget.value) })}
          />
          <NativeSelect
            label={words.refresh}
            data={options(t.executions.refreshes)}
            value={String(settings.refreshSeconds)}
            onChange={(event) => changeSettings({ refreshSeconds: Number(event.currentTarget.value) })}
          />
          <NativeSelect
            label={words.logLevel}
            data={logLevels.map((value) => ({ value, label: t.logs.atLeast(value) }))}
            value={settings.logLevel}
            onChange={(event) => changeSettings({ logLevel: event.currentTarget.value as Settings['logLevel'] })}
          />
          <TextInput
            label={words.namespace}
            description={words.namespaceText}
            placeholder={t.editor.exampleNamespace}
            value={settings.namespaces[tenant] ?? ''}
            onChange={(event) =>
              changeSettings({ namespaces: { ...settings.namespaces, [tenant]: event.currentTarget.value.trim() } })
            }
          />
        </Section>
        <Section title={words.editor}>
          <NativeSelect
            label={words.fontSize}
            data={fontSizes.map((value) => ({ value, label: words.pixels(value) }))}
            value={String(settings.editorFontSize)}
            onChange={(event) => changeSettings({ editorFontSize: Number(event.currentTarget.value) })}
          />
          <Switch
            label={words.wrap}
            checked={settings.editorWraps}
            onChange={(event) => changeSettings({ editorWraps: event.currentTarget.checked })}
          />
        </Section>
      </div>
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Now() {
  return <p className="dim numbers">{words.now(formatInstantWithZone(useNow()))}</p>;
}
