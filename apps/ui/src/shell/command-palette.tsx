import { Combobox, Modal, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { executionIdPattern } from '@windhover/model';
import { useEffect, useState } from 'react';
import { executions } from '../api/executions.ts';
import { flows } from '../api/flows.ts';
import { namespaces } from '../api/namespaces.ts';
import { useFirstFocus } from '../components/use-first-focus.ts';
import { t } from '../messages/en.ts';
import { paths } from '../paths.ts';
import { tenantKey } from '../query-client.ts';
import { useShownTenant } from '../tenants/use-shown-tenant.ts';
import classes from './command-palette.module.css';
import { useDestinations } from './destinations.ts';

interface Entry {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly to: string;
}

/** Ctrl or ⌘ and K: pages, flows and namespaces by name, executions by id. */
export function CommandPalette() {
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      setOpened((before) => !before);
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    // Without a transition it is there in the moment of the key, and what is typed next belongs to it.
    <Modal.Root
      opened={opened}
      onClose={() => setOpened(false)}
      size={560}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label={t.palette.label}>
        <Palette onClose={() => setOpened(false)} />
      </Modal.Content>
    </Modal.Root>
  );
}

function Palette({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  // Escape is the list's own, which then passes it on
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  // At once: the dialog's own focus comes a moment later, and the first letters would be lost.
  const field = useFirstFocus();
  const [text, setText] = useState('');
  const entries = useEntries(text.trim());
  const keys = entries.map((entry) => entry.key).join(' ');
  useEffect(() => {
    combobox.selectFirstOption();
    // Only what is offered decides; the store itself is another object at each drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [keys]);

  const open = (to: string) => {
    onClose();
    void navigate({ to });
  };

  return (
    <Combobox store={combobox} onOptionSubmit={open} withinPortal={false}>
      <Combobox.EventsTarget>
        <input
          data-autofocus
          ref={field}
          className={classes.input}
          aria-label={t.palette.label}
          placeholder={t.palette.placeholder}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Combobox.EventsTarget>
      <Combobox.Options aria-label={t.palette.label} className={classes.list}>
        {entries.map((entry) => (
          <Combobox.Option key={entry.key} value={entry.to} className={classes.entry}>
            <span className="truncate">{entry.label}</span>
            <span className="dim truncate">{entry.detail}</span>
          </Combobox.Option>
        ))}
        {entries.length === 0 && <Combobox.Empty>{t.palette.nothing}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  );
}

function useEntries(text: string): readonly Entry[] {
  const { work, administration } = useDestinations();
  const { id: tenant, exists } = useShownTenant();
  const [wanted] = useDebouncedValue(text, 120);
  const isId = executionIdPattern.test(wanted);
  const found = useQuery({
    queryKey: tenantKey(tenant, 'palette-flows', wanted),
    queryFn: ({ signal }) =>
      flows.list(tenant, { page: 1, size: 12, filters: [{ field: 'q', operation: 'EQUALS', value: wanted }] }, signal),
    enabled: exists && wanted !== '' && !isId,
    placeholderData: (before) => before,
  });
  const places = useQuery({
    queryKey: tenantKey(tenant, 'palette-namespaces', wanted),
    queryFn: () => namespaces.find(tenant, wanted, 6),
    enabled: exists && wanted !== '' && !isId,
    placeholderData: (before) => before,
    retry: false,
  });
  const execution = useQuery({
    queryKey: tenantKey(tenant, 'palette-execution', wanted),
    queryFn: () => executions.get(tenant, wanted),
    enabled: exists && isId,
    retry: false,
  });
  const pages = [...work, ...administration].filter((item) => item.label.toLowerCase().includes(text.toLowerCase()));
  return [
    ...(isId && execution.data !== undefined
      ? [
          {
            key: 'execution',
            label: execution.data.id,
            detail: t.palette.execution,
            to: paths.execution(tenant, execution.data),
          },
        ]
      : []),
    ...pages.map((item) => ({ key: item.to, label: item.label, detail: t.palette.page, to: item.to })),
    ...(wanted === '' ? [] : (found.data?.results ?? [])).map((flow) => ({
      key: `${flow.namespace} ${flow.id}`,
      label: flow.id,
      detail: flow.namespace,
      to: paths.flow(tenant, flow.namespace, flow.id),
    })),
    ...(wanted === '' ? [] : (places.data ?? [])).map(({ id }) => ({
      key: `namespace ${id}`,
      label: id,
      detail: t.namespace,
      to: paths.namespace(tenant, id),
    })),
  ];
}
