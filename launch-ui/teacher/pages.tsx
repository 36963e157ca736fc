import type { ReactElement } from 'react';
import { ownRecordPath } from '../landing.ts';
import { CapturePage } from './capture-page.tsx';
import { CheckInPage } from './check-in-page.tsx';
import { CoursePage } from './course-page.tsx';
import { DisputesPage } from './disputes-page.tsx';
import { GradebookPage } from './gradebook-page.tsx';
import { HeldPage } from './held-page.tsx';
import { OwnRecordPage } from './own-record-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { SessionPage } from './session-page.tsx';
import { SettingsPage } from './settings-page.tsx';

/** The teacher's pages. */
export const teacherRoutes: readonly { readonly path: string; readonly element: ReactElement }[] = [
  { path: '/app', element: <CoursePage /> },
  { path: '/app/people', element: <PeoplePage /> },
  { path: '/app/gradebook', element: <GradebookPage /> },
  { path: '/app/settings', element: <SettingsPage /> },
  { path: ownRecordPath, element: <OwnRecordPage /> },
  { path: '/app/held', element: <HeldPage /> },
  { path: '/app/disputes', element: <DisputesPage /> },
  { path: '/app/sessions/:session', element: <SessionPage /> },
  { path: '/app/sessions/:session/capture', element: <CapturePage /> },
  { path: '/app/sessions/:session/check-in', element: <CheckInPage /> },
];
