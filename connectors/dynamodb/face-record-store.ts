import type { Consent } from '../../core/biometrics/consent.ts';
import type { Enrolment } from '../../core/biometrics/enrolment.ts';
import { asId, type MemberId } from '../../core/ids.ts';
import type {
  ConsentStore,
  EnrolmentStore,
  GalleryIndex,
  GalleryPlace,
  SeenFaceStore,
} from '../../core/ports/face-record-store.ts';
import type { Table } from '../table.ts';
import { dataOf, getData, putVersion, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const consentStore = (table: Table): ConsentStore => ({
  find: (member) => getData<Consent>(table, key.consent(member)),
  async findAll(members) {
    const items = await table.batchGet(members.map(key.consent));
    return new Map(items.map((item) => dataOf<Consent>(item)).map((consent) => [consent.member, consent]));
  },
  put: (consent) => putVersion(table, key.consent(consent.member), consent),
});

export const enrolmentStore = (table: Table): EnrolmentStore => ({
  find: (member) => getData<Enrolment>(table, key.enrolment(member)),
  async findAll(members) {
    const items = await table.batchGet(members.map(key.enrolment));
    return new Map(items.map((item) => dataOf<Enrolment>(item)).map((enrolment) => [enrolment.member, enrolment]));
  },
  put: (enrolment) => putVersion(table, key.enrolment(enrolment.member), enrolment),
  async remove(member) {
    const { pk, sk } = key.enrolment(member);
    await table.remove(pk, sk);
  },
});

export const galleryIndex = (table: Table): GalleryIndex => ({
  async list(course) {
    const items = await table.query(partition.course(course), { prefix: prefix.place });
    return items.map((item) => dataOf<GalleryPlace>(item));
  },
  put: (course, place) => table.put(toItem(key.place(course, place.member), place)),
  async remove(course, member) {
    const { pk, sk } = key.place(course, member);
    await table.remove(pk, sk);
  },
});

export const seenFaceStore = (table: Table): SeenFaceStore => ({
  async read(course) {
    const seen = (await getData<Record<string, string>>(table, key.seenFaces(course))) ?? {};
    return new Map(Object.entries(seen).map(([member, at]) => [asId<MemberId>(member), at]));
  },
  put: (course, seen) => table.put(toItem(key.seenFaces(course), Object.fromEntries(seen))),
});
