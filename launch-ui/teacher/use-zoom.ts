import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** A place in the picture, as fractions of it. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export const largestZoom = 8;

/**
 * A frame that its content is larger than: `zoom` is by how much, `width` the frame's own in CSS pixels. What is in the
 * middle stays there when the zoom changes.
 */
export const useZoom = (frame: RefObject<HTMLElement | null>) => {
  const [zoom, setZoom] = useState(1);
  const [width, setWidth] = useState(0);
  const wanted = useRef<Place | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  const centre = (place: Place) => {
    const element = frame.current;
    if (element === null) return;
    element.scrollLeft = place.x * element.scrollWidth - element.clientWidth / 2;
    element.scrollTop = place.y * element.scrollHeight - element.clientHeight / 2;
  };
  useLayoutEffect(() => {
    if (wanted.current !== null) centre(wanted.current);
    wanted.current = null;
  });
  const middle = (): Place => {
    const element = frame.current;
    if (element === null) return { x: 0.5, y: 0.5 };
    return {
      x: (element.scrollLeft + element.clientWidth / 2) / element.scrollWidth,
      y: (element.scrollTop + element.clientHeight / 2) / element.scrollHeight,
    };
  };
  const zoomTo = (next: number, place: Place = middle()) => {
    const clamped = Math.min(Math.max(next, 1), largestZoom);
    if (clamped === zoom) return centre(place);
    wanted.current = place;
    setZoom(clamped);
  };
  return { zoom, width, zoomTo };
};
