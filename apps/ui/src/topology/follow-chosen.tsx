import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import type { Layout } from './layout.ts';
import { isSeen, middleOf } from './viewport.ts';

/** Brings the chosen box into view when it is not seen, such as that of the task in which a cursor stands. */
export function FollowChosen({ box }: { readonly box: Layout['boxes'][number] | undefined }) {
  const view = useReactFlow();
  const store = useStoreApi();
  const id = box?.id;
  useEffect(() => {
    const { width, height } = store.getState();
    if (box === undefined || isSeen(box, view.getViewport(), { width, height })) return;
    const { x, y } = middleOf(box);
    void view.setCenter(x, y, { zoom: view.getZoom() });
    // Only another choice moves the view: a new layout leaves it where it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  return null;
}
