import type { PracticeState } from './state.ts';

/** What one score post may run into, for trying out how a tool copes. */
export type ScoreFault =
  | 'ok'
  | 'lose-answer'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

export interface Platform {
  /** Our origin; also the issuer. */
  readonly url: string;
  readonly toolUrl: string;
  /** The tool's own id of us, part of its login URL. */
  readonly registrationId: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly state: PracticeState;
  now(): number;
  /** Asked at each score post, the first being 1; `body` as it came. */
  onScore(attempt: number, body: string): ScoreFault;
}
