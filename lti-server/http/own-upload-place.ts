import type { UploadPlace } from '../../core/ports/upload-place.ts';

/** Pictures come to the tool itself: routes/captures.ts takes them. */
export const ownUploadPlace: UploadPlace = {
  async formFor(ticket) {
    return { url: `/api/uploads/${ticket.id}`, fields: {} };
  },
};
