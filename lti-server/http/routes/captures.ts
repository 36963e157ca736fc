import { type RequestHandler, Router } from 'express';
import { MusterError } from '../../../core/errors.ts';
import type { CaptureId, FaceId, MemberId, SessionId, UploadTicketId } from '../../../core/ids.ts';
import { eraseCapture } from '../../../core/use-cases/erase-captures.ts';
import { getOpenSession } from '../../../core/use-cases/find-session.ts';
import { receiveCapture } from '../../../core/use-cases/receive-capture.ts';
import { startCapture } from '../../../core/use-cases/take-capture.ts';
import type { App } from '../../app.ts';
import type { CaptureTicket } from '../api-schema/board.ts';
import { answerBoard } from '../board-answer.ts';
import { sendPicture } from '../picture-answer.ts';
import { oneFile } from '../picture-upload.ts';
import { type Caller, courseOf, idParam, route } from '../route.ts';

const cropMargin = 0.4;
const cropSide = 240;

/** Candidates of this session's faces only: a teacher sees a reference beside a crop, not a class's face album. */
const referenceOfCandidate = async (
  app: App,
  caller: Caller,
  session: SessionId,
  member: MemberId,
): Promise<Uint8Array> => {
  const captures = await app.captures.list(courseOf(caller), session, app.clock.now());
  const isCandidate = captures.some(({ faces, engine }) =>
    faces.some(({ candidates }) =>
      candidates.some((one) => one.member === member && one.similarity >= (engine?.thresholds.review ?? 100)),
    ),
  );
  const reference = isCandidate ? (await app.enrolments.find(member))?.references[0] : undefined;
  const picture = reference === undefined ? null : await app.media.get(reference.mediaKey);
  if (picture === null) throw new MusterError('NOT_FOUND', { what: 'reference' });
  return picture;
};

const faceCrop = async (app: App, caller: Caller, session: SessionId, face: FaceId): Promise<Uint8Array> => {
  const captures = await app.captures.list(courseOf(caller), session, app.clock.now());
  for (const capture of captures) {
    const found = capture.faces.find(({ id }) => id === face);
    const picture = found === undefined ? null : await app.media.get(capture.mediaKey);
    if (found !== undefined && picture !== null) return app.pictures.crop(picture, found.box, cropMargin, cropSide);
  }
  throw new MusterError('NOT_FOUND', { what: 'face' });
};

/** Photographs of the room: a ticket first, then the picture; what the board shows of them until they are erased. */
export const captureRoutes = (app: App): Router => {
  const router = Router();
  router.post(
    '/sessions/:session/captures',
    route('take-attendance', async ({ caller, req, res }): Promise<CaptureTicket> => {
      const session = idParam<SessionId>(req, 'session');
      const { capture, ticket } = await startCapture(app, caller.registration, courseOf(caller), session);
      res.status(201);
      return {
        capture: capture.id,
        upload: {
          ...(await app.uploadPlace.formFor(ticket)),
          maxBytes: ticket.maxBytes,
          expiresAt: ticket.expiresAt,
        },
      };
    }),
  );
  router.delete(
    '/sessions/:session/captures/:capture',
    route('take-attendance', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      await getOpenSession(app.sessions, courseOf(caller), session);
      await eraseCapture(app, courseOf(caller), session, idParam<CaptureId>(req, 'capture'));
      return answerBoard(app, caller, session);
    }),
  );
  router.get(
    '/sessions/:session/captures/:capture/picture',
    route('take-attendance', async ({ caller, req, res }) => {
      const session = idParam<SessionId>(req, 'session');
      const capture = await app.captures.find(courseOf(caller), session, idParam<CaptureId>(req, 'capture'));
      const picture = capture === null ? null : await app.media.get(capture.mediaKey);
      if (picture === null) throw new MusterError('NOT_FOUND', { what: 'capture' });
      sendPicture(res, picture);
    }),
  );
  router.get(
    '/sessions/:session/faces/:face/crop',
    route('take-attendance', async ({ caller, req, res }) => {
      sendPicture(res, await faceCrop(app, caller, idParam<SessionId>(req, 'session'), idParam<FaceId>(req, 'face')));
    }),
  );
  router.get(
    '/sessions/:session/members/:member/reference',
    route('take-attendance', async ({ caller, req, res }) => {
      const session = idParam<SessionId>(req, 'session');
      sendPicture(res, await referenceOfCandidate(app, caller, session, idParam<MemberId>(req, 'member')));
    }),
  );
  return router;
};

/** The local place that tickets lead to. The ticket is the leave: single use, minutes of life, one picture. */
export const uploadRoutes = (app: App): Router => {
  const router = Router();
  /** Before a byte of the picture is read: who has no ticket is not listened to. */
  const withTicket: RequestHandler = async (req, _res, next) => {
    const ticket = await app.uploadTickets.find(idParam<UploadTicketId>(req, 'ticket'), app.clock.now());
    if (ticket === null) throw new MusterError('UPLOAD_EXPIRED');
    next();
  };
  router.post('/uploads/:ticket', withTicket, app.pictureGate, oneFile, async (req, res) => {
    if (req.file === undefined) throw new MusterError('REQUEST_INVALID', { field: 'file' });
    await receiveCapture(app, idParam<UploadTicketId>(req, 'ticket'), req.file.buffer);
    app.wake();
    res.status(204).end();
  });
  return router;
};
