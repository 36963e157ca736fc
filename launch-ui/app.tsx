import { canvas, InstUISettingsProvider } from '@instructure/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import type { Me } from '../lti-server/http/api-schema/me.ts';
import { RegistrationPage } from './admin/registration-page.tsx';
import { carryHandover } from './handover.ts';
import { placingPath } from './landing.ts';
import { LinkIgnored } from './link-ignored.tsx';
import { PlacePage } from './placing/place-page.tsx';
import { useFrameHeight } from './shell/frame-height.ts';
import { WhenThere } from './shell/page-states.tsx';
import { queries } from './shell/queries.ts';
import { useFreshPage } from './shell/use-fresh-page.ts';
import { studentRoutes } from './student/pages.tsx';
import { teacherRoutes } from './teacher/pages.tsx';
import { useMe } from './use-me.ts';
import { VisitorPage } from './visitor-page.tsx';

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

/** Each entry of the history, whatever its path, begins without the session that it may have to carry. */
const useCarriedHandover = () => {
  const { key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what tells one entry from the next
  useEffect(carryHandover, [key]);
};

const Start = () => {
  const query = useMe();
  const main = useFreshPage();
  useCarriedHandover();
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
