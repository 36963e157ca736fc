import { randomUUID } from 'node:crypto';
import type { Platform } from './platform.ts';
import type { Launched } from './profiles/profile.ts';

/** A teacher is choosing content: where the response goes, and what must come back with it. */
export interface Choosing {
  readonly returnUrl: string;
  readonly data: string | null;
}

/** A launch that was begun here: good for one answer, for minutes. */
export interface Begun extends Launched {
  readonly choosing: Choosing | null;
  /** Who acts as the person, in platforms that know of it. */
  readonly masquerading: string | null;
  readonly until: number;
}

export interface Launches {
  /** The tool's login URL, with everything a platform puts there. */
  begin(launched: Launched, how?: { choosing?: Choosing | null; masquerading?: string | null }): string;
  /** Once: what was begun under a message hint, unless it is too old. */
  take(hint: string): Begun | null;
}

const launchMinutes = 5;

/** Said at login and once more with the launch, by platforms that have storage. */
export const storageTargetOf = ({ profile: { launch }, options }: Platform): Readonly<Record<string, string>> =>
  launch.storageTarget === null ? {} : { lti_storage_target: options.storageTarget ?? launch.storageTarget };

export const openLaunches = (platform: Platform): Launches => {
  const begun = new Map<string, Begun>();
  const { launch } = platform.profile;
  return {
    begin(launched, { choosing = null, masquerading = null } = {}) {
      const { tool, person, link } = launched;
      const id = randomUUID();
      begun.set(id, { ...launched, choosing, masquerading, until: platform.now() + launchMinutes * 60_000 });
      const target = choosing === null ? (link?.url ?? tool.targetLinkUri) : (tool.deepLinkUri ?? tool.targetLinkUri);
      const parameters = {
        iss: platform.issuer,
        login_hint: platform.profile.sub(person),
        target_link_uri: target,
        lti_message_hint: launch.hint(id, launched),
        client_id: tool.clientId,
        lti_deployment_id: tool.deploymentId,
        ...launch.loginParameters(launched),
        ...storageTargetOf(platform),
      };
      const login = new URL(tool.loginUrl);
      for (const [name, value] of Object.entries(parameters)) login.searchParams.set(name, value);
      return login.href;
    },
    take(hint) {
      const id = launch.readHint(hint);
      const found = id === null ? undefined : begun.get(id);
      if (id !== null) begun.delete(id);
      return found === undefined || found.until < platform.now() ? null : found;
    },
  };
};
