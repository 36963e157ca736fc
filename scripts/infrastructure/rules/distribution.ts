import type { Expectation, Rule, Step } from '../rule.ts';

type At = Expectation['at'];

/** Within the distribution's configuration. */
export const distribution = (...steps: Step[]): At => ['Distribution', 'DistributionConfig', ...steps];

/** Within what it does with the paths of one pattern. */
export const behaviour = (pattern: string, ...steps: Step[]): At =>
  distribution('CacheBehaviors', { PathPattern: pattern }, ...steps);

export const withDomain: Rule['when'] = ({ parameters }) => parameters.domain !== undefined;
