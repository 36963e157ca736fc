import type { CheckInCodes } from './check-in-codes.ts';
import type { Clock } from './clock.ts';
import type { FaceGallery } from './face-gallery.ts';
import type { Gradebook } from './gradebook.ts';
import type { IdSource } from './id-source.ts';
import type { LinkSeal } from './link-seal.ts';
import type { Media } from './media.ts';
import type { MessageSigner } from './message-signer.ts';
import type { Metrics } from './metrics.ts';
import type { PictureReader } from './picture-reader.ts';
import type { Realtime } from './realtime.ts';
import type { ReportFiles } from './report-files.ts';
import type { RosterSource } from './roster-source.ts';
import type { Stores } from './stores.ts';

/** Everything outside the rules, by its name. A use case asks for the few it needs: `Pick<Services, 'clock' | 'media'>`. */
export interface Services extends Stores {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly linkSeal: LinkSeal;
  readonly checkInCodes: CheckInCodes;
  readonly messages: MessageSigner;
  readonly media: Media;
  readonly pictures: PictureReader;
  readonly gallery: FaceGallery;
  readonly rosterSource: RosterSource;
  readonly gradebook: Gradebook;
  readonly realtime: Realtime;
  readonly metrics: Metrics;
  readonly reportFiles: ReportFiles;
}
