// One project a kind of test, so that each can be run alone: jest --selectProjects unit
const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

const kinds = ['unit', 'contract', 'conformance', 'http', 'lambda', 'e2e', 'aws'];

export default {
  projects: kinds.map((kind) => ({
    ...base,
    displayName: kind,
    testMatch: [`<rootDir>/test/${kind}/**/*.test.ts`],
  })),
  testSequencer: '<rootDir>/test/support/long-first.mjs',
  testTimeout: 300_000,
};
