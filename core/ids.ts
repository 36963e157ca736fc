/**
 * Branded identifiers. LTI ids are local to a registration, so the ids Muster keys its data by are derived
 * from the whole compound (member = registration + sub, course = registration + deployment + context id);
 * `IdSource` in ports/id-source.ts derives them. A brand stops one kind of id from being passed as another.
 */
declare const brand: unique symbol;
export type Branded<Kind extends string> = string & { readonly [brand]: Kind };

/** Our own id of an (issuer, client id) pair; it is part of the login URL. */
export type RegistrationId = Branded<'RegistrationId'>;
/** Derived from (registration, deployment, context id). */
export type CourseId = Branded<'CourseId'>;
/** Derived from (registration, sub). Opaque: safe in URLs and logs. */
export type MemberId = Branded<'MemberId'>;
/** One class meeting. */
export type SessionId = Branded<'SessionId'>;
export type CaptureId = Branded<'CaptureId'>;
/** One detection in one capture: `<capture id>.<index>`. */
export type FaceId = Branded<'FaceId'>;
export type ReferenceId = Branded<'ReferenceId'>;
/** Names a short-lived permission to upload one picture. */
export type UploadTicketId = Branded<'UploadTicketId'>;

/** Puts the brand on a string that was checked, or made, by the caller. */
export const asId = <Id extends Branded<string>>(value: string): Id => value as Id;

export const faceId = (capture: CaptureId, index: number): FaceId => asId<FaceId>(`${capture}.${index}`);
