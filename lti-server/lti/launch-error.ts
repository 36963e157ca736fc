import { type ErrorCode, MusterError } from '../../core/errors.ts';

export type LaunchCode = Extract<ErrorCode, `LAUNCH_${string}`>;

/** A launch that is refused: `reason` is for the log and names a claim or a parameter, never its value. */
export const launchError = (code: LaunchCode, reason: string, cause?: unknown): MusterError =>
  new MusterError(code, { reason }, { cause });
