import type { RequestHandler } from 'express';
import type { Logger } from '../core/ports/logger.ts';
import type { RealtimeListening } from '../core/ports/realtime.ts';
import type { ReportDownloads } from '../core/ports/report-files.ts';
import type { Services } from '../core/ports/services.ts';
import type { UploadPlace } from '../core/ports/upload-place.ts';
import type { AdminSignIn } from './admin-sign-in.ts';

/** How pages are told what goes on: by a stream of this very process, or by a socket that somebody else holds open. */
export type LivePlace =
  | { readonly kind: 'stream'; readonly listening: RealtimeListening }
  /** `url` begins with wss: */
  | { readonly kind: 'socket'; readonly url: string };

/** What the routes are given: the ports, filled by compose.ts, and where the tool stands. */
export interface App extends Services {
  /** Origin under which browsers reach the tool, without a slash at the end. */
  readonly publicUrl: string;
  /** Whose word about a visitor's address is taken: Express' `trust proxy`. */
  readonly trustProxy: readonly string[];
  readonly logger: Logger;
  /** Numbers of this process as text, for GET /metrics; null where they go elsewhere. */
  readonly metricsText: (() => string) | null;
  /** The user pool by which administrators sign in, if any. */
  readonly adminSignIn: AdminSignIn | null;
  /** Before every request with a picture: they share one memory. */
  readonly pictureGate: RequestHandler;
  /** Where pictures of the room are sent by browsers. */
  readonly uploadPlace: UploadPlace;
  /** Null where links to reports lead to somebody else. */
  readonly reportDownloads: ReportDownloads | null;
  readonly live: LivePlace;
  /** Origins besides our own that the pages' scripts talk to: Content Security Policy's connect-src. */
  readonly connectsTo: readonly string[];
  /** Tells the worker that something is due, so that nobody waits for its next look. */
  wake(): void;
}
