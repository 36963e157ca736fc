import type { DeployConfig } from './config.ts';

/**
 * What an operator should hear of before a deployment and after it. With CloudFront's own certificate the least version is
 * TLS 1.0 whatever a template says (docs/decisions/0006-on-aws.md, "TLS without a name").
 */
export const warningsOf = (stage: string, { domain }: Pick<DeployConfig, 'domain'>): readonly string[] =>
  domain === undefined
    ? [
        `The stage ${stage} has no domain: CloudFront answers with its own certificate, and so speaks TLS 1.0 and 1.1 with whoever`,
        'knows nothing newer. Good for trying out, not for students: give it a name (docs/operators/deploy.md, "The name").',
      ]
    : [];
