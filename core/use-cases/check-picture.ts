import { consentIn } from '../biometrics/consent.ts';
import { faultOf, type QualityFault } from '../biometrics/enrolment.ts';
import { assertMayEnrol, type Learner } from '../biometrics/enrolment-permission.ts';
import type { Box } from '../biometrics/identification.ts';
import { MusterError } from '../errors.ts';
import type { Services } from '../ports/services.ts';

export interface PictureCheck {
  readonly fault: QualityFault | null;
  readonly faces: number;
  readonly box: Box | null;
}

/**
 * What the camera view tells the learner now; nothing of the picture is kept. Even looking for a face waits for the yes.
 * @throws MusterError FACES_OFF, ENROLMENT_NOT_ALLOWED, CONSENT_MISSING, IMAGE_*
 */
export const checkPicture = async (
  { consents, gallery, pictures }: Pick<Services, 'consents' | 'gallery' | 'pictures'>,
  learner: Learner,
  bytes: Uint8Array,
): Promise<PictureCheck> => {
  assertMayEnrol(learner);
  const consent = await consents.find(learner.session.member);
  if (consentIn(consent, learner.course) !== 'consented') throw new MusterError('CONSENT_MISSING');
  const { jpeg } = await pictures.clean(bytes);
  const [{ qualityLimits }, faces] = await Promise.all([gallery.describe(), gallery.inspect(jpeg)]);
  const qualities = faces.map(({ quality }) => quality);
  return { fault: faultOf(qualities, qualityLimits), faces: faces.length, box: faces[0]?.box ?? null };
};
