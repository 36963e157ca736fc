import { canvas, InstUISettingsProvider, Text } from '@instructure/ui';
import { onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import { createBrowserRouter, Navigate, Route, RouterProvider, Routes, useLocation } from 'react-router';
import type { Me } from '../lti-server/http/api-schema/me.ts';
import { RegistrationPage } from './admin/registration-page.tsx';
import { ApiProblem } from './api/client.ts';
import { signedOut, useFlag } from './api/flag.ts';
import { useMe } from './api/use-me.ts';
import { OfflineLine } from './shell/offline-line.tsx';
import { Empty, WhenThere } from './shell/page-states.tsx';
import { SignedOut } from './shell/signed-out.tsx';
import { studentRoutes } from './student/pages.tsx';
import { teacherRoutes } from './teacher/pages.tsx';

/** Asking again helps when a service is busy or a line broke; without a network it only keeps the person waiting. */
const mayHelp = (error: Error) =>
  error instanceof ApiProblem && (error.status === 503 || (error.code === 'OFFLINE' && onlineManager.isOnline()));

/** Always, also without a network: what cannot be sent now is said now, and never goes by itself later. */
const networkMode = 'always';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      refetchOnReconnect: true,
      retry: (failures, error) => failures < 2 && mayHelp(error),
    },
    mutations: { networkMode },
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

const Visitor = ({ who }: { readonly who: Me }) => (
  <Empty
    isPage
    title={
      who.course === null ? 'Muster was opened outside a course' : `Hello${who.name === null ? '' : `, ${who.name}`}`
    }
  >
    <Text as="p">
      {who.course === null
        ? 'Attendance belongs to a course. Open Muster from a course’s own menu.'
        : 'You have no role in this course that Muster has a page for. If you teach or study here, ask the course’s teacher to add you, then open Muster again.'}
    </Text>
  </Empty>
);

const Pages = ({ who }: { readonly who: Me }) => {
  const routes =
    who.course !== null && (who.role === 'teacher' || who.role === 'ta')
      ? teacherRoutes
      : who.course !== null && who.role === 'student'
        ? studentRoutes
        : [{ path: '/app', element: who.administrator ? <RegistrationPage /> : <Visitor who={who} /> }];
  return (
    <Routes>
      {routes.map(({ path, element }) => (
        <Route key={path} path={path} element={element} />
      ))}
      <Route path="*" element={<Navigate to="/app" replace />} />
    </Routes>
  );
};

/** A new page begins at its top, and says so to who cannot see it. */
const useFreshPage = (): RefObject<HTMLElement | null> => {
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

const SignedIn = () => {
  const query = useMe();
  return (
    <>
      <OfflineLine />
      <WhenThere query={query} what="Muster">
        {(who) => <Pages who={who} />}
      </WhenThere>
    </>
  );
};

const Start = () => {
  const main = useFreshPage();
  const isOut = useFlag(signedOut);
  useFrameHeight();
  return (
    <main ref={main} tabIndex={-1} style={{ padding: '1rem', maxWidth: '75rem', margin: '0 auto', outline: 'none' }}>
      {isOut ? <SignedOut /> : <SignedIn />}
    </main>
  );
};

/** One route that matches everything: with it the router can hold a page back until the person has been asked. */
const router = createBrowserRouter([{ path: '*', element: <Start /> }]);

export const App = () => (
  <InstUISettingsProvider theme={canvas}>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </InstUISettingsProvider>
);
