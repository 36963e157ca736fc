import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** A new page begins at its top, and says so to who cannot see it. */
export const useFreshPage = (): RefObject<HTMLElement | null> => {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
};
