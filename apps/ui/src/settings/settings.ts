/** What somebody prefers on this browser. It is kept there alone; what is not known any more is passed over. */
import { useSyncExternalStore } from 'react';
import type { LogLevel } from '../api/wire.ts';

export interface Settings {
  /** IANA name; `''`: that of the browser. */
  readonly zone: string;
  readonly dates: 'iso' | 'local';
  /** Where `/ui/` and a tenant's own address lead. */
  readonly home: 'dashboard' | 'flows' | 'executions';
  readonly pageSize: number;
  /** Seconds between two looks at a list of executions; 0: none. */
  readonly refreshSeconds: number;
  /** Lowest level of the lines that the page of logs begins with. */
  readonly logLevel: LogLevel;
  readonly editorFontSize: number;
  readonly editorWraps: boolean;
  /** Where a new flow begins, by tenant; that of the default tenant under `''`. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** The dashboard that was chosen last, by place and tenant. */
  readonly dashboards: Readonly<Record<string, string>>;
}

export const defaultSettings: Settings = {
  zone: '',
  dates: 'iso',
  home: 'flows',
  pageSize: 50,
  refreshSeconds: 5,
  logLevel: 'INFO',
  editorFontSize: 13,
  editorWraps: false,
  namespaces: {},
  dashboards: {},
};

const key = 'windhover.settings';
let read: { readonly text: string | null; readonly settings: Settings } = { text: null, settings: defaultSettings };

/** Also outside of components: formats ask for it each time. */
export function currentSettings(): Settings {
  const text = typeof localStorage === 'undefined' ? null : localStorage.getItem(key);
  if (text !== read.text) read = { text, settings: { ...defaultSettings, ...parseSettings(text) } };
  return read.settings;
}

/** The fields that are kept as they should be. */
export function parseSettings(text: string | null): Partial<Settings> {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? '{}');
  } catch {
    return {}; // not ours
  }
  if (typeof kept !== 'object' || kept === null) return {};
  const known = Object.entries(defaultSettings).map(([name, value]) => [name, typeof value]);
  const types = new Map(known as [string, string][]);
  return Object.fromEntries(
    Object.entries(kept).filter(([name, value]) => value !== null && types.get(name) === typeof value),
  );
}

const changed = 'windhover:settings';

export function changeSettings(change: Partial<Settings>): void {
  localStorage.setItem(key, JSON.stringify({ ...currentSettings(), ...change }));
  window.dispatchEvent(new Event(changed));
}

export function forgetSettings(): void {
  localStorage.removeItem(key);
  window.dispatchEvent(new Event(changed));
}

export function useSettings(): Settings {
  return useSyncExternalStore(watch, currentSettings);
}

/** Another tab tells by `storage`. */
function watch(tell: () => void): () => void {
  const events = [changed, 'storage'];
  for (const event of events) window.addEventListener(event, tell);
  return () => {
    for (const event of events) window.removeEventListener(event, tell);
  };
}
