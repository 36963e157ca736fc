import type { CaptureTicket } from '../../../lti-server/http/api-schema/board.ts';

/** As a browser does: the fields of the form first, then the picture. Answers the bucket's status. */
export const uploadToBucket = async ({ upload }: CaptureTicket, picture: Uint8Array): Promise<number> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([Uint8Array.from(picture)], { type: 'image/jpeg' }), 'picture.jpg');
  return (await fetch(upload.url, { method: 'POST', body: form })).status;
};

/** A class photograph as the practice LMS offers it. */
export const photographOf = async ({ lmsUrl }: { readonly lmsUrl: string }, name: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(`${lmsUrl}/photographs/${name}.jpg`)).arrayBuffer());
