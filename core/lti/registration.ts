import type { RegistrationId } from '../ids.ts';

/** A platform that may launch Muster: issuer + client id, with the places its services answer at. */
export interface Registration {
  readonly id: RegistrationId;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly state: 'active' | 'disabled';
  readonly deployments: readonly string[];
  readonly policy: InstitutionPolicy;
  readonly version: number;
}

export interface InstitutionPolicy {
  /** Off for every new registration (design rule 2). */
  readonly faces: boolean;
  readonly facesTurnedOnAt: string | null;
}

export const newPolicy: InstitutionPolicy = { faces: false, facesTurnedOnAt: null };
