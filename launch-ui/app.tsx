import { canvas, InstUISettingsProvider } from '@instructure/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, type RefObject, useEffect, useRef } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import type { Me } from '../lti-server/http/api-schema/me.ts';
import { RegistrationPage } from './admin/registration-page.tsx';
import { ApiProblem } from './api/client.ts';
import { carryHandover } from './handover.ts';
import { placingPath } from './landing.ts';
import { LinkIgnored } from './link-ignored.tsx';
import { PlacePage } from './placing/place-page.tsx';
import { WhenThere } from './shell/page-states.tsx';
import { studentRoutes } from './student/pages.tsx';
import { teacherRoutes } from './teacher/pages.tsx';
import { useMe } from './use-me.ts';
import { VisitorPage } from './visitor-page.tsx';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiProblem && (error.status === 503 || error.code === 'OFFLINE'),
    },
  },
});

/** Tells the LMS how tall the page is, so that it need not scroll in a frame. Canvas' lti.frameResize; says nothing else. */
const useFrameHeight = () => {
  useEffect(() => {
    if (window.parent === window) return;
    const observer = new ResizeObserver(() => {
      const height = Math.max(640, document.documentElement.scrollHeight);
      window.parent.postMessage({ subject: 'lti.frameResize', height }, '*');
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
};

const routesOf = (who: Me): readonly { readonly path: string; readonly element: ReactElement }[] => {
  if (who.landing.kind === 'place-content') return [{ path: placingPath, element: <PlacePage /> }];
  if (who.course !== null && (who.role === 'teacher' || who.role === 'ta')) return teacherRoutes;
  if (who.course !== null && who.role === 'student') return studentRoutes;
  return [{ path: '/app', element: who.administrator ? <RegistrationPage /> : <VisitorPage who={who} /> }];
};

const Pages = ({ who }: { readonly who: Me }) => {
  const routes = routesOf(who);
  const { pathname } = useLocation();
  return (
    <>
      {pathname === '/app' && <LinkIgnored who={who} />}
      <Routes>
        {routes.map(({ path, element }) => (
          <Route key={path} path={path} element={element} />
        ))}
        <Route path="*" element={<Navigate to={routes[0]?.path ?? '/app'} replace />} />
      </Routes>
    </>
  );
};

/** A new page begins at its top, and says so to who cannot see it. */
const useFreshPage = (): RefObject<HTMLElement | null> => {
  const main = useRef<HTMLElement>(null);
  const { pathname, key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each entry of the history, whatever its path, begins empty
  useEffect(carryHandover, [key]);
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
};

const Start = () => {
  const query = useMe();
  const main = useFreshPage();
  useFrameHeight();
  return (
    <main ref={main} tabIndex={-1} style={{ padding: '1rem', maxWidth: '75rem', margin: '0 auto', outline: 'none' }}>
      <WhenThere query={query} what="Muster">
        {(who) => <Pages who={who} />}
      </WhenThere>
    </main>
  );
};

export const App = () => (
  <InstUISettingsProvider theme={canvas}>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <Start />
      </BrowserRouter>
    </QueryClientProvider>
  </InstUISettingsProvider>
);
