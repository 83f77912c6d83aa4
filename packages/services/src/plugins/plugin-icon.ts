/** Plugins bring no pictures: each type gets a tile with its initial, in a colour that its group always has. */
import type { PluginDescription } from '@windhover/model';

export interface PluginIcon {
  readonly name: string;
  /** An SVG image in base64. */
  readonly icon: string;
  readonly flowable: boolean;
  readonly monochrome: boolean;
}

/** Dark enough for white letters. */
const colours = ['#3b5bdb', '#0b7285', '#2b8a3e', '#9c36b5', '#c2255c', '#a61e4d', '#5f3dc4', '#1864ab'] as const;

export function pluginIcon(plugin: PluginDescription): PluginIcon {
  const name = plugin.type.slice(plugin.type.lastIndexOf('.') + 1);
  const group = plugin.type.slice(0, plugin.type.lastIndexOf('.'));
  return iconOf(name, group, plugin.kind === 'flowable');
}

export function groupIcon(group: string): PluginIcon {
  return iconOf(group.slice(group.lastIndexOf('.') + 1), group, false);
}

export function iconSvg({ icon }: PluginIcon): string {
  return Buffer.from(icon, 'base64').toString('utf8');
}

function iconOf(name: string, group: string, flowable: boolean): PluginIcon {
  const sum = Buffer.from(group).reduce((total, byte) => total + byte, 0);
  const initial = (name[0] ?? '?').toUpperCase();
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">` +
    `<rect width="24" height="24" rx="5" fill="${colours[sum % colours.length]!}"/>` +
    `<text x="12" y="17" text-anchor="middle" font-family="sans-serif" font-size="14" fill="#fff">${initial}</text></svg>`;
  return { name, icon: Buffer.from(svg).toString('base64'), flowable, monochrome: false };
}
