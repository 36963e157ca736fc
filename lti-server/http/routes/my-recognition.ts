import { type RequestHandler, Router } from 'express';
import { referencesNeeded } from '../../../core/biometrics/enrolment.ts';
import {
  assertActsForThemselves,
  assertMayEnrol,
  type Learner,
} from '../../../core/biometrics/enrolment-permission.ts';
import { MusterError } from '../../../core/errors.ts';
import { assertMay } from '../../../core/rights.ts';
import { checkPicture } from '../../../core/use-cases/check-picture.ts';
import { enrolFace } from '../../../core/use-cases/enrol-face.ts';
import { exportMyData } from '../../../core/use-cases/export-my-data.ts';
import { getReferencePicture, readRecognition } from '../../../core/use-cases/read-recognition.ts';
import { recordConsent } from '../../../core/use-cases/record-consent.ts';
import { withdrawFace } from '../../../core/use-cases/withdraw-face.ts';
import type { App } from '../../app.ts';
import { consentRequest, type ErasureReceipt, type MyRecognition, type PictureCheck } from '../api-schema/student.ts';
import { sendPicture } from '../picture-answer.ts';
import { oneFile, severalFiles } from '../picture-upload.ts';
import { perSession } from '../rate-limits.ts';
import { type Caller, callerOf, courseOf, idParam, parse, route } from '../route.ts';

const learnerOf = (caller: Caller): Learner => ({ ...caller, course: courseOf(caller) });

const myRecognition = async (app: App, caller: Caller): Promise<MyRecognition> => {
  const { enrolment, ...recognition } = await readRecognition(app, learnerOf(caller));
  if (enrolment === null) return { ...recognition, enrolment };
  const { state, enrolledAt, references } = enrolment;
  return {
    ...recognition,
    enrolment: { state, enrolledAt, references: references.map(({ id, addedAt }) => ({ id, addedAt })) },
  };
};

/** The camera view asks a few times a second. */
const checksAMinute = 600;
const enrolmentsAMinute = 120;

/** Before a picture is read into memory: who may not enrol is refused without it. */
const mayEnrol: RequestHandler = (_req, res, next) => {
  const caller = callerOf(res);
  assertMay(caller.session, 'enrol-face');
  assertMayEnrol(learnerOf(caller));
  next();
};

const pictureUrl = (id: string) => `/api/my/references/${id}`;

const exported = async (app: App, caller: Caller) => {
  const { enrolment, ...data } = await exportMyData(app, learnerOf(caller));
  const pictures = enrolment?.pictures.map((picture) => ({ ...picture, url: app.publicUrl + pictureUrl(picture.id) }));
  return { ...data, enrolment: enrolment === null ? null : { ...enrolment, pictures } };
};

/** A student's own consent and face record: say yes or no, enrol, look, take back, take along. */
export const myRecognitionRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/my/recognition',
    route('see-own-record', async ({ caller }) => myRecognition(app, caller)),
  );
  router.put(
    '/my/consent',
    route('consent', async ({ caller, req }) => {
      await recordConsent(app, learnerOf(caller), parse(consentRequest, req.body));
      app.wake();
      return myRecognition(app, caller);
    }),
  );
  router.post(
    '/my/enrolment/check',
    perSession(checksAMinute),
    mayEnrol,
    app.pictureGate,
    oneFile,
    route('enrol-face', async ({ caller, req }): Promise<PictureCheck> => {
      if (req.file === undefined) throw new MusterError('REQUEST_INVALID', { field: 'file' });
      return checkPicture(app, learnerOf(caller), req.file.buffer);
    }),
  );
  router.post(
    '/my/enrolment',
    perSession(enrolmentsAMinute),
    mayEnrol,
    app.pictureGate,
    severalFiles(referencesNeeded),
    route('enrol-face', async ({ caller, req }) => {
      const files = Array.isArray(req.files) ? req.files.map(({ buffer }) => buffer) : [];
      await enrolFace(app, learnerOf(caller), files);
      app.wake();
      return myRecognition(app, caller);
    }),
  );
  router.get(
    '/my/references/:reference',
    route('see-own-record', async ({ caller, req, res }) => {
      assertActsForThemselves(caller.session);
      const id = idParam(req, 'reference');
      const { member } = caller.session;
      sendPicture(res, await getReferencePicture(app, member, (all) => all.find((reference) => reference.id === id)));
    }),
  );
  router.delete(
    '/my/recognition',
    route('withdraw-face', async ({ caller }): Promise<ErasureReceipt> => {
      assertActsForThemselves(caller.session);
      return withdrawFace(app, caller.session.member);
    }),
  );
  router.get(
    '/my/data',
    route('see-own-record', async ({ caller, res }) => {
      assertActsForThemselves(caller.session);
      const data = await exported(app, caller);
      res.set('Content-Disposition', 'attachment; filename="my-muster-data.json"');
      return data;
    }),
  );
  return router;
};
