import { openAdminSignIn } from './compose-admin-sign-in.ts';
import { openLambda } from './compose-lambda.ts';
import type { AuthorizerDeps } from './lambdas/authorizer.ts';
import type { Telemetry } from './lambdas/observed.ts';

/** What it takes to know an administrator; nothing of any course is read. */
export const openAuthorizer = async (
  env: Readonly<Record<string, string | undefined>>,
): Promise<AuthorizerDeps & { readonly telemetry: Telemetry }> => {
  const parts = openLambda(env, ['MUSTER_PUBLIC_URL']);
  const { config, services, logger, telemetry } = parts;
  const { current, originKeys } = await parts.readSecrets();
  return {
    ...services,
    operatorSecret: current,
    origins: [new URL(config.MUSTER_PUBLIC_URL).origin],
    signIn: openAdminSignIn(config.adminPool),
    originKeys,
    logger,
    telemetry,
  };
};
