import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { type Area, areaAfterKey, areaBetween, areaInWords, movedBy, type Point } from './cover-areas.ts';
import type { CoveredArea, DrawingStep } from './cover-drawing.ts';

interface Props {
  readonly picture: HTMLCanvasElement;
  readonly areas: readonly CoveredArea[];
  readonly onStep: (step: DrawingStep) => void;
}

/** Where a finger went down, and on which area, if on one. */
interface Grip {
  readonly from: Point;
  readonly on: CoveredArea | null;
}

const placeOf = ({ left, top, width, height }: Area) => ({
  left: `${left * 100}%`,
  top: `${top * 100}%`,
  width: `${width * 100}%`,
  height: `${height * 100}%`,
});

const coverStyle = {
  position: 'absolute',
  boxSizing: 'border-box',
  padding: 0,
  border: '2px solid #fff',
  boxShadow: '0 0 0 1px #273540',
  background: '#808080',
  color: '#fff',
  font: '700 12px/1 system-ui, sans-serif',
  textShadow: '0 0 3px #000, 0 0 3px #000',
  cursor: 'move',
} as const;

/** A tap marks a corner; the next tap the opposite one. For those who cannot drag (WCAG 2.2, 2.5.7). */
const cornerStyle = {
  ...coverStyle,
  width: 12,
  height: 12,
  margin: -6,
  borderRadius: 6,
  pointerEvents: 'none',
} as const;

/** By mouse, finger or pen: draws new areas, moves those that are there. */
const usePointer = ({ areas, onStep }: Pick<Props, 'areas' | 'onStep'>) => {
  const place = useRef<HTMLDivElement>(null);
  const [grip, setGrip] = useState<Grip | null>(null);
  const [draft, setDraft] = useState<Area | null>(null);
  const [corner, setCorner] = useState<Point | null>(null);
  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const box = place.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  };
  const areaAt = ({ from, on }: Grip, to: Point): Area | null =>
    on === null ? areaBetween(from, to) : movedBy(on, to.x - from.x, to.y - from.y);
  const letGo = () => {
    setGrip(null);
    setDraft(null);
  };
  const tapped = (at: Point) => {
    const area = corner === null ? null : areaBetween(corner, at);
    setCorner(area === null ? at : null);
    if (area !== null) onStep({ kind: 'add', area });
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (!event.isPrimary || event.button !== 0) return;
      const number = Number((event.target as HTMLElement).dataset.area);
      event.currentTarget.setPointerCapture(event.pointerId);
      setGrip({ from: pointOf(event), on: areas.find((area) => area.number === number) ?? null });
    },
    onPointerMove: (event: PointerEvent) => {
      if (grip !== null) setDraft(areaAt(grip, pointOf(event)));
    },
    onPointerUp: (event: PointerEvent) => {
      if (grip === null) return;
      const to = pointOf(event);
      const area = areaAt(grip, to);
      letGo();
      if (grip.on === null && area === null) return tapped(to);
      setCorner(null);
      if (area === null || (to.x === grip.from.x && to.y === grip.from.y)) return;
      onStep(grip.on === null ? { kind: 'add', area } : { kind: 'change', number: grip.on.number, area });
    },
    onPointerCancel: letGo,
  };
  return { place, handlers, draft, corner, moving: grip?.on?.number ?? null };
};

/** The picture with its covered areas over it. */
export const CoverSurface = ({ picture, areas, onStep }: Props) => {
  const { place, handlers, draft, corner, moving } = usePointer({ areas, onStep });
  const sheet = useRef<HTMLDivElement>(null);
  // Before it is painted: the surface would jump under a finger that is there already.
  useLayoutEffect(() => {
    Object.assign(picture.style, { width: '100%', height: 'auto', display: 'block' });
    sheet.current?.replaceChildren(picture);
  }, [picture]);
  const onKey = (event: React.KeyboardEvent, area: CoveredArea) => {
    const isRemoval = event.key === 'Delete' || event.key === 'Backspace';
    const next = areaAfterKey(area, event.key, event.shiftKey);
    if (!isRemoval && next === null) return;
    event.preventDefault();
    const { currentTarget } = event;
    if (next !== null) return onStep({ kind: 'change', number: area.number, area: next });
    // The focus goes on to a neighbour, not back to the top of the page.
    const neighbour = currentTarget.previousElementSibling ?? currentTarget.nextElementSibling;
    if (neighbour instanceof HTMLElement) neighbour.focus();
    onStep({ kind: 'remove', number: area.number });
  };
  return (
    <div
      ref={place}
      role="application"
      aria-label="The picture and what is covered of it"
      style={{
        position: 'relative',
        width: `min(100%, ${(65 * picture.width) / picture.height}vh)`,
        touchAction: 'none',
        userSelect: 'none',
        cursor: 'crosshair',
      }}
      {...handlers}
    >
      <div ref={sheet} role="img" aria-label="Your picture" />
      {areas.map((area) => (
        <button
          key={area.number}
          type="button"
          data-area={area.number}
          aria-label={`Covered area ${area.number}: ${areaInWords(area)}`}
          style={{ ...coverStyle, ...placeOf(area.number === moving && draft !== null ? draft : area) }}
          onKeyDown={(event) => onKey(event, area)}
        >
          {area.number}
        </button>
      ))}
      {draft !== null && moving === null && <span style={{ ...coverStyle, ...placeOf(draft) }} />}
      {corner !== null && draft === null && (
        <span style={{ ...cornerStyle, left: `${corner.x * 100}%`, top: `${corner.y * 100}%` }} />
      )}
    </div>
  );
};
