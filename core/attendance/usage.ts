import type { CaptureId, CourseId, RegistrationId, SessionId } from '../ids.ts';
import type { ServiceCalls } from '../ports/face-gallery.ts';

export interface CaptureUsage {
  readonly faces: number;
  /** Over all attempts: a photograph that was compared twice was paid for twice. */
  readonly calls: ServiceCalls;
}

/** What recognising the photographs of one session took. Numbers alone; it outlives the photographs. */
export interface SessionUsage {
  readonly registration: RegistrationId;
  /** Of the first photograph, UTC: "2026-11". */
  readonly month: string;
  readonly course: CourseId;
  readonly session: SessionId;
  readonly captures: Readonly<Record<CaptureId, CaptureUsage>>;
  readonly expiresAt: string;
  readonly version: number;
}

/** This month and the same one a year ago can be set side by side. */
export const usageDays = 400;

export const monthOf = (iso: string): string => iso.slice(0, 7);

export const addCalls = (a: ServiceCalls, b: ServiceCalls): ServiceCalls => {
  const sum: Record<string, number> = { ...a };
  for (const [operation, count] of Object.entries(b)) sum[operation] = (sum[operation] ?? 0) + count;
  return sum;
};

export interface MonthlyUsage {
  readonly sessions: number;
  readonly captures: number;
  readonly faces: number;
  readonly calls: ServiceCalls;
}

export const sumUsage = (sessions: readonly SessionUsage[]): MonthlyUsage => {
  const captures = sessions.flatMap((one) => Object.values(one.captures));
  return {
    sessions: sessions.length,
    captures: captures.length,
    faces: captures.reduce((sum, { faces }) => sum + faces, 0),
    calls: captures.reduce<ServiceCalls>((sum, { calls }) => addCalls(sum, calls), {}),
  };
};
