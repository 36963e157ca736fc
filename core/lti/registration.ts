import type { RegistrationId } from '../ids.ts';

/** A platform that may launch Muster: issuer + client id, with the places its services answer at. */
export interface Registration {
  readonly id: RegistrationId;
  readonly name: string;
  /** Whose habits it has; from the registration, never guessed from a launch. */
  readonly product: Product;
  readonly issuer: string;
  readonly clientId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  /** `aud` of our assertions where it is not the token URL (the platform's `authorization_server`). */
  readonly tokenAudience: string | null;
  readonly jwksUrl: string;
  readonly state: 'active' | 'disabled';
  /** When it was last switched on again: app sessions from before are over. */
  readonly switchedOnAt?: string;
  readonly deployments: readonly Deployment[];
  readonly deploymentPolicy: DeploymentPolicy;
  readonly policy: InstitutionPolicy;
  readonly version: number;
}

export type Product = 'canvas' | 'moodle' | 'other';

/** Where a platform answers, and who it says it is. */
export type PlatformEndpoints = Pick<Registration, 'issuer' | 'authUrl' | 'tokenUrl' | 'tokenAudience' | 'jwksUrl'>;

/** One installation of the tool inside a platform. LTI core 1.3, section 3.1.3. */
export interface Deployment {
  readonly id: string;
  readonly state: 'approved' | 'pending' | 'disabled';
  /** When it was entered, or first launched from. */
  readonly seenAt: string;
}

/** What becomes of a deployment that a verified launch names first: a person approves it, or it is trusted. */
export type DeploymentPolicy = 'approve' | 'trust-first-use';

export interface InstitutionPolicy {
  /** Off for every new registration (design rule 2). */
  readonly faces: boolean;
  readonly facesTurnedOnAt: string | null;
  /** What the institution has published about it: without both, recognition cannot be switched on. */
  readonly links?: PolicyLinks | null;
  /** Class pictures that nobody confirmed are erased after so many hours; the most that is allowed unless said otherwise. */
  readonly captureHours?: number;
}

export interface PolicyLinks {
  /** What students can read. */
  readonly policy: string;
  /** Of what recognition means for them: a data protection impact assessment. */
  readonly assessment: string;
}

export const newPolicy: InstitutionPolicy = { faces: false, facesTurnedOnAt: null };

export const approvedDeployment = (id: string, seenAt: string): Deployment => ({ id, state: 'approved', seenAt });
