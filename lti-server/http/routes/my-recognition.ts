import { Router } from 'express';
import { captureHours } from '../../../core/attendance/capture.ts';
import { consentTextVersion } from '../../../core/biometrics/consent.ts';
import { referencesNeeded } from '../../../core/biometrics/enrolment.ts';
import { enrolmentRefusal } from '../../../core/biometrics/enrolment-permission.ts';
import { MusterError } from '../../../core/errors.ts';
import { checkPicture, enrolFace } from '../../../core/use-cases/enrol-face.ts';
import { withdrawFace } from '../../../core/use-cases/erase-face.ts';
import { readMyAttendance } from '../../../core/use-cases/read-my-attendance.ts';
import { recordConsent } from '../../../core/use-cases/record-consent.ts';
import type { App } from '../../app.ts';
import { consentRequest, type ErasureReceipt, type MyRecognition, type PictureCheck } from '../api-schema/student.ts';
import { sendPicture } from '../picture-answer.ts';
import { oneFile, severalFiles } from '../picture-upload.ts';
import { type Caller, courseOf, idParam, parse, route } from '../route.ts';

const myRecognition = async (app: App, caller: Caller): Promise<MyRecognition> => {
  const { member } = caller.session;
  const [consent, enrolment] = await Promise.all([app.consents.find(member), app.enrolments.find(member)]);
  return {
    facesOn: caller.registration.policy.faces,
    notAllowed: enrolmentRefusal(caller.registration, caller.session),
    consent: { state: consent?.state ?? 'none', textVersion: consent?.textVersion ?? null, at: consent?.at ?? null },
    currentTextVersion: consentTextVersion,
    enrolment:
      enrolment === null
        ? null
        : {
            state: enrolment.state,
            enrolledAt: enrolment.enrolledAt,
            references: enrolment.references.map(({ id, addedAt }) => ({ id, addedAt })),
          },
    referencesNeeded,
    captureHours,
  };
};

const who = (caller: Caller) => ({
  session: caller.session,
  registration: caller.registration,
  course: courseOf(caller),
});

/** A student's own consent and face record: say yes or no, enrol, look, take back. */
export const myRecognitionRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/my/recognition',
    route('see-own-record', async ({ caller }) => myRecognition(app, caller)),
  );
  router.put(
    '/my/consent',
    route('consent', async ({ caller, req }) => {
      await recordConsent(app, who(caller), parse(consentRequest, req.body));
      app.wake();
      return myRecognition(app, caller);
    }),
  );
  router.post(
    '/my/enrolment/check',
    oneFile,
    route('enrol-face', async ({ caller, req }): Promise<PictureCheck> => {
      if (!caller.registration.policy.faces) throw new MusterError('FACES_OFF');
      if (req.file === undefined) throw new MusterError('REQUEST_INVALID', { field: 'file' });
      return checkPicture(app, req.file.buffer);
    }),
  );
  router.post(
    '/my/enrolment',
    severalFiles(referencesNeeded),
    route('enrol-face', async ({ caller, req }) => {
      const files = Array.isArray(req.files) ? req.files.map(({ buffer }) => buffer) : [];
      await enrolFace(app, who(caller), files);
      app.wake();
      return myRecognition(app, caller);
    }),
  );
  router.get(
    '/my/references/:reference',
    route('see-own-record', async ({ caller, req, res }) => {
      const id = idParam(req, 'reference');
      const enrolment = await app.enrolments.find(caller.session.member);
      const reference = enrolment?.references.find((candidate) => candidate.id === id);
      const picture = reference === undefined ? null : await app.media.get(reference.mediaKey);
      if (picture === null) throw new MusterError('NOT_FOUND', { what: 'reference' });
      sendPicture(res, picture);
    }),
  );
  router.delete(
    '/my/recognition',
    route('withdraw-face', async ({ caller }): Promise<ErasureReceipt> => {
      const receipt = await withdrawFace(app, caller.session.member);
      return { ...receipt, backupsUntil: null };
    }),
  );
  router.get(
    '/my/data',
    route('see-own-record', async ({ caller, res }) => {
      const [recognition, attendance, consent] = await Promise.all([
        myRecognition(app, caller),
        readMyAttendance(app, courseOf(caller), caller.session.member),
        app.consents.find(caller.session.member),
      ]);
      res.set('Content-Disposition', 'attachment; filename="my-muster-data.json"');
      return {
        person: { id: caller.session.member, name: caller.session.name },
        course: attendance.course.title,
        consent,
        recognition,
        sessions: attendance.sessions.map(({ session, record }) => ({ startsAt: session.startsAt, ...record })),
      };
    }),
  );
  return router;
};
