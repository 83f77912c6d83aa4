import { shownLabel, type Layout } from './layout.ts';
import classes from './topology.module.css';

/** The arrows of a drawing, and the words on them. The boxes say in their order what the arrows show. */
export function Arrows({ arrows }: Pick<Layout, 'arrows'>) {
  return (
    <>
      <svg className={classes.arrows} aria-hidden>
        <defs>
          {['plain', 'ERROR'].map((kind) => (
            <marker
              key={kind}
              id={`arrow-${kind}`}
              data-kind={kind}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto-start-reverse"
            >
              <path d="M0 0 L8 4 L0 8 z" />
            </marker>
          ))}
        </defs>
        {arrows.map(({ id, points, branch }) => (
          <path
            key={id}
            d={rounded(points)}
            data-branch={branch}
            markerEnd={`url(#arrow-${branch === 'ERROR' ? 'ERROR' : 'plain'})`}
          />
        ))}
      </svg>
      {arrows.map(
        ({ id, label, labelAt, branch }) =>
          labelAt !== undefined && (
            <span
              key={id}
              className={classes.label}
              data-branch={branch}
              title={label}
              style={{ left: labelAt.x, top: labelAt.y, width: labelAt.width, height: labelAt.height }}
            >
              {shownLabel(label!)}
            </span>
          ),
      )}
    </>
  );
}

const radius = 6;

/** A path through the points whose corners are rounded. */
function rounded(points: Layout['arrows'][number]['points']): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (after === undefined) return `L${point.x} ${point.y}`;
      const [first, last] = [towards(point, before), towards(point, after)];
      return `L${first.x} ${first.y} Q${point.x} ${point.y} ${last.x} ${last.y}`;
    })
    .join(' ');
}

function towards(from: { x: number; y: number }, to: { x: number; y: number }) {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const share = distance === 0 ? 0 : Math.min(radius, distance / 2) / distance;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
