import type { CollectionStore, Collections } from './collection-store.ts';

const copy = (collections: Collections): Collections =>
  new Map([...collections].map(([id, one]) => [id, { ...one, faces: new Map(one.faces), users: new Map(one.users) }]));

/**
 * Lists as an eventually consistent service shows them: what stood before a change goes on showing for a while. Everything
 * else sees what stands. For those who try out how they bear it; each change copies everything.
 */
export const laggingCollections = (store: CollectionStore, lagMs: number, now: () => number): CollectionStore => {
  let before: { readonly until: number; readonly collections: Collections }[] = [];
  return {
    ...store,
    change: (decide) =>
      store.change((collections) => {
        const decided = decide(collections);
        if (decided.changes.length > 0) before.push({ until: now() + lagMs, collections: copy(collections) });
        return decided;
      }),
    listed(id) {
      before = before.filter(({ until }) => until > now());
      const standing = store.listed(id);
      if (standing === undefined || before[0] === undefined) return standing;
      return before[0].collections.get(id) ?? { ...standing, faces: new Map(), users: new Map() };
    },
  };
};
