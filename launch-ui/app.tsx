import { canvas, InstUISettingsProvider, Text } from '@instructure/ui';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import { type Me, me } from '../lti-server/http/api-schema/me.ts';
import { RegistrationPage } from './admin/registration-page.tsx';
import { ApiProblem, ask } from './api/client.ts';
import { useFrameHeight } from './shell/frame-height.ts';
import { Empty, WhenThere } from './shell/page-states.tsx';
import { studentRoutes } from './student/pages.tsx';
import { teacherRoutes } from './teacher/pages.tsx';

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

export const useMe = () => useQuery({ queryKey: ['me'], queryFn: () => ask(me, 'GET', '/me'), staleTime: 60_000 });

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
