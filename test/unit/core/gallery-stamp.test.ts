import { galleryStamp } from '../../../core/biometrics/gallery-stamp.ts';
import { asId, type MemberId } from '../../../core/ids.ts';

const place = (person: string, references: readonly string[]) => ({
  member: asId<MemberId>(`m_${person}`),
  enginePerson: person,
  enrolledAt: '2026-03-01T09:00:00.000Z',
  references,
});

describe('the stamp of a gallery', () => {
  const before = [place('amara', ['1', '2']), place('bruno', ['3'])];

  it('is the same in whatever order people are listed', () => {
    expect(galleryStamp(before.toReversed())).toBe(galleryStamp(before));
  });

  it('differs when somebody comes, goes, or has other references', () => {
    const others = [
      [...before, place('bea', ['4'])],
      before.slice(1),
      [place('amara', ['1', '5']), place('bruno', ['3'])],
      [place('amara', ['1', '2']), place('bruno', [])],
      [],
    ];
    expect(new Set([before, ...others].map(galleryStamp)).size).toBe(others.length + 1);
  });
});
