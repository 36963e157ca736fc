import type { Board, CaptureTicket } from '../../lti-server/http/api-schema/board.ts';
import { type Client, eventually, pictureForm, type RunningPractice } from './practice.ts';

/** A class photograph as the practice LMS offers it. */
export const photograph = async ({ lmsUrl }: RunningPractice, name: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(`${lmsUrl}/photographs/${name}.jpg`)).arrayBuffer());

/** Uploads the pictures one after another, and waits until all are compared. */
export const takePhotographs = async (
  practice: RunningPractice,
  teacher: Client,
  session: string,
  pictures: readonly Uint8Array[],
): Promise<Board> => {
  for (const picture of pictures) {
    const { upload } = await teacher.call<CaptureTicket>('POST', `/sessions/${session}/captures`);
    const answer = await fetch(`${practice.toolUrl}${upload.url}`, { method: 'POST', body: pictureForm([picture]) });
    if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
  }
  return eventually(
    () => teacher.call<Board>('GET', `/sessions/${session}`),
    ({ captures }) => captures.length >= pictures.length && captures.every(({ state }) => state === 'identified'),
  );
};
