/** For `describe.each`: a suite of the packaged functions, and the same where DynamoDB keeps no more than it promises. */
export const eitherReads = [
  { reads: 'as they are', stale: false },
  { reads: 'one answer late, as an index and reads that are not consistent may be', stale: true },
] as const;
