import type { Platform, Product } from '../http/api-schema/admin.ts';

/** The command cannot be understood as it was given: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface PlatformOptions {
  readonly canvas?: string | undefined;
  readonly 'canvas-site'?: string | undefined;
  readonly moodle?: string | undefined;
  readonly product?: string | undefined;
  readonly issuer?: string | undefined;
  readonly 'auth-url'?: string | undefined;
  readonly 'token-url'?: string | undefined;
  readonly 'jwks-url'?: string | undefined;
  readonly 'token-audience'?: string | undefined;
}

const environments = ['production', 'beta', 'test'] as const;
const products: readonly Product[] = ['canvas', 'moodle', 'other'];

const oneOf = <T extends string>(name: string, value: string, among: readonly T[]): T => {
  const found = among.find((one) => one === value);
  if (found === undefined) throw new UsageError(`--${name} is one of: ${among.join(', ')}.`);
  return found;
};

const byHand = (options: PlatformOptions): Platform => {
  const need = (name: 'issuer' | 'auth-url' | 'token-url' | 'jwks-url'): string => {
    const value = options[name];
    if (value === undefined) {
      throw new UsageError(
        `--${name} is missing. Give --canvas, --canvas-site or --moodle, or all four URLs of the LMS.`,
      );
    }
    return value;
  };
  return {
    kind: 'other',
    product: oneOf('product', options.product ?? 'other', products),
    issuer: need('issuer'),
    authUrl: need('auth-url'),
    tokenUrl: need('token-url'),
    jwksUrl: need('jwks-url'),
    tokenAudience: options['token-audience'] ?? null,
  };
};

/** Which platform the options of `add` mean. @throws UsageError */
export const platformOf = (options: PlatformOptions): Platform => {
  const { canvas, 'canvas-site': site, moodle, issuer } = options;
  if ([canvas, site, moodle].filter((one) => one !== undefined).length > 1) {
    throw new UsageError('Choose one of --canvas, --canvas-site and --moodle.');
  }
  if (canvas !== undefined) return { kind: 'canvas-hosted', environment: oneOf('canvas', canvas, environments) };
  if (site !== undefined) return { kind: 'canvas-selfhosted', site, issuer: issuer ?? null };
  if (moodle !== undefined) return { kind: 'moodle', site: moodle };
  return byHand(options);
};
