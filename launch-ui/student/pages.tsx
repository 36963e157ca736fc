import type { ReactElement } from 'react';
import { AttendancePage } from './attendance-page.tsx';
import { ConsentPage } from './consent-page.tsx';
import { EnrolPage } from './enrol-page.tsx';
import { MyDataPage } from './my-data-page.tsx';
import { MySessionPage } from './session-page.tsx';

/** The student's pages. */
export const studentRoutes: readonly { readonly path: string; readonly element: ReactElement }[] = [
  { path: '/app', element: <AttendancePage /> },
  { path: '/app/consent', element: <ConsentPage /> },
  { path: '/app/enrol', element: <EnrolPage /> },
  { path: '/app/my-data', element: <MyDataPage /> },
  { path: '/app/sessions/:session', element: <MySessionPage /> },
];
