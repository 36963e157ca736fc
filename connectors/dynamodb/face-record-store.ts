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
import { getAllData, getData, listData, putVersion, removeItem, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const consentStore = (table: Table): ConsentStore => ({
  find: (member) => getData<Consent>(table, key.consent(member)),
  async findAll(members) {
    const consents = await getAllData<Consent>(table, members.map(key.consent));
    return new Map(consents.map((consent) => [consent.member, consent]));
  },
  put: (consent) => putVersion(table, key.consent(consent.member), consent),
});

export const enrolmentStore = (table: Table): EnrolmentStore => ({
  find: (member) => getData<Enrolment>(table, key.enrolment(member)),
  async findAll(members) {
    const enrolments = await getAllData<Enrolment>(table, members.map(key.enrolment));
    return new Map(enrolments.map((enrolment) => [enrolment.member, enrolment]));
  },
  put: (enrolment) => putVersion(table, key.enrolment(enrolment.member), enrolment),
  remove: (member) => removeItem(table, key.enrolment(member)),
});

export const galleryIndex = (table: Table): GalleryIndex => ({
  list: (course) => listData<GalleryPlace>(table, partition.course(course), { prefix: prefix.place }),
  put: (course, place) => table.put(toItem(key.place(course, place.member), place)),
  remove: (course, member) => removeItem(table, key.place(course, member)),
});

export const seenFaceStore = (table: Table): SeenFaceStore => ({
  async read(course) {
    const seen = (await getData<Record<string, string>>(table, key.seenFaces(course))) ?? {};
    return new Map(Object.entries(seen).map(([member, at]) => [asId<MemberId>(member), at]));
  },
  put: (course, seen) => table.put(toItem(key.seenFaces(course), Object.fromEntries(seen))),
});
