import { Button, canvas, Flex, InstUISettingsProvider, Link, Text } from '@instructure/ui';
import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { BrowserRouter, Navigate, NavLink, Route, Routes } from 'react-router';
import { ApiProblem } from '../api/client.ts';
import { Empty, ProblemAlert } from '../shell/page-states.tsx';
import { queries } from '../shell/queries.ts';
import { useFreshPage } from '../shell/use-fresh-page.ts';
import { AddPage } from './add-page.tsx';
import { adminBearer, forgetAdminSession } from './admin-bearer.ts';
import { AdministeredPage } from './administered-page.tsx';
import { DraftPage } from './draft-page.tsx';
import { InvitePage } from './invite-page.tsx';
import { askSignInPlace, leaveForPool } from './pool-sign-in.ts';
import { RegistrationsPage } from './registrations-page.tsx';
import { RightsLine } from './rights.tsx';
import { signOut } from './sign-in.ts';

const routes = [
  { path: '/admin', element: <RegistrationsPage /> },
  { path: '/admin/invite', element: <InvitePage /> },
  { path: '/admin/add', element: <AddPage /> },
  { path: '/admin/drafts/:id', element: <DraftPage /> },
  { path: '/admin/registrations/:id', element: <AdministeredPage /> },
];

/** Only where the operator has a user pool. */
const PoolSignIn = () => {
  const { data } = useQuery({ queryKey: ['admin', 'sign-in'], queryFn: askSignInPlace });
  const pool = data?.pool ?? null;
  return pool === null ? null : (
    <div style={{ margin: '1rem 0' }}>
      <Button color="primary" onClick={() => void leaveForPool(pool)}>
        Sign in with your administrator account
      </Button>
      <Text as="p">You stay signed in for an hour, in this tab. The other way in is a link:</Text>
    </div>
  );
};

const SignedOut = ({ problem }: { readonly problem: ApiProblem | null }) => (
  <Empty isPage title="Sign in to administer Muster">
    {problem !== null && <ProblemAlert error={problem} />}
    <PoolSignIn />
    <Text as="p">
      Ask whoever runs this server for a sign-in link. This command makes one, which serves once, for 15 minutes:
    </Text>
    <p>
      <code>npm run platform -- admin-link</code>
    </p>
    <Text as="p">Signed in you stay for eight hours, in one tab.</Text>
  </Empty>
);

const Pages = ({ onSignOut }: { readonly onSignOut: () => void }) => (
  <>
    <Flex as="nav" aria-label="Administration" justifyItems="space-between" gap="small" margin="0 0 medium" wrap="wrap">
      <NavLink to="/admin" end style={{ color: '#0E68B3' }}>
        All registrations
      </NavLink>
      <Link as="button" isWithinText={false} onClick={onSignOut}>
        Sign out
      </Link>
    </Flex>
    <RightsLine />
    <Routes>
      {routes.map(({ path, element }) => (
        <Route key={path} path={path} element={element} />
      ))}
      <Route path="*" element={<Navigate to="/admin" replace />} />
    </Routes>
  </>
);

/** A session ends after its hours, also while somebody looks at a page. */
const useExpiry = (onExpired: () => void): void => {
  const cache = useQueryClient();
  useEffect(() => {
    const look = (error: unknown) => {
      if (error instanceof ApiProblem && error.code === 'SESSION_EXPIRED') onExpired();
    };
    const stop = [
      cache.getQueryCache().subscribe(({ query }) => look(query.state.error)),
      cache.getMutationCache().subscribe(({ mutation }) => look(mutation?.state.error)),
    ];
    return () => {
      for (const end of stop) end();
    };
  }, [cache, onExpired]);
};

const Start = ({ problem }: { readonly problem: ApiProblem | null }) => {
  const cache = useQueryClient();
  const main = useFreshPage();
  const [signedIn, setSignedIn] = useState(adminBearer() !== null);
  const expire = useCallback(() => {
    forgetAdminSession();
    setSignedIn(false);
  }, []);
  useExpiry(expire);
  const leave = async () => {
    await signOut();
    cache.clear();
    setSignedIn(false);
  };
  return (
    <main ref={main} tabIndex={-1} style={{ padding: '1rem', maxWidth: '60rem', margin: '0 auto', outline: 'none' }}>
      {signedIn ? <Pages onSignOut={() => void leave()} /> : <SignedOut problem={problem} />}
    </main>
  );
};

/** The administrator's pages. `problem`: why the link that was opened did not sign in. */
export const AdminApp = ({ problem }: { readonly problem: ApiProblem | null }) => (
  <InstUISettingsProvider theme={canvas}>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <Start problem={problem} />
      </BrowserRouter>
    </QueryClientProvider>
  </InstUISettingsProvider>
);
