/** What of a drawing is seen. */
import type { Viewport } from '@xyflow/react';
import type { Layout } from './layout.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

type Area = Pick<Layout['boxes'][number], 'x' | 'y' | 'width' | 'height'>;

const margin = 24;
/** Smaller letters cannot be read. */
const smallestZoom = 0.7;

/**
 * All of it as large as it fits, but not too small to read: what does not fit then begins at its start, or with the
 * chosen box in the middle.
 */
export function firstView(boxes: Layout['boxes'], size: Size, chosen: Area | undefined): Viewport {
  const right = Math.max(0, ...boxes.map(({ x, width }) => x + width)) + 2 * margin;
  const bottom = Math.max(0, ...boxes.map(({ y, height }) => y + height)) + 2 * margin;
  const zoom = Math.min(1, Math.max(smallestZoom, Math.min(size.width / right, size.height / bottom)));
  const begin = chosen ?? boxes.find(({ kind }) => kind === 'start');
  const middle = begin === undefined ? { x: 0, y: 0 } : middleOf(begin);
  return {
    x: offset(size.width, right, zoom, middle.x),
    y: offset(size.height, bottom, zoom, middle.y),
    zoom,
  };
}

/** Centred where it fits; otherwise as near to having `middle` in the middle as leaves no empty border. */
function offset(available: number, length: number, zoom: number, middle: number): number {
  const drawn = length * zoom;
  if (drawn <= available) return (available - drawn) / 2 + margin * zoom;
  const wanted = available / 2 - middle * zoom;
  return Math.min(margin * zoom, Math.max(available - drawn + margin * zoom, wanted));
}

export function isSeen(area: Area, { x, y, zoom }: Viewport, size: Size): boolean {
  const [left, top] = [area.x * zoom + x, area.y * zoom + y];
  return left >= 0 && top >= 0 && left + area.width * zoom <= size.width && top + area.height * zoom <= size.height;
}

export function middleOf({ x, y, width, height }: Area): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}
