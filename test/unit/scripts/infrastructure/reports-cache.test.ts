import { coursesQuery, recordsQuery } from '../../../../lti-server/http/api-schema/reports-api.ts';
import { reportsCacheKey } from '../../../../scripts/infrastructure/rules/api.ts';

describe('the key of the reports’ cache', () => {
  it('has every query that the API reads: what is not in it is answered with what was asked for before', () => {
    const read = new Set([coursesQuery, recordsQuery].flatMap((query) => Object.keys(query.shape)));
    const kept = reportsCacheKey.flatMap(([name]) => (name.startsWith('querystring.') ? [name.split('.')[1]] : []));
    expect(kept.sort()).toEqual([...read].sort());
  });
});
