import { captureHoursOf } from '../../core/attendance/capture.ts';
import type { PlatformEndpoints, Product, Registration } from '../../core/lti/registration.ts';
import type { RegistrationDraft } from '../../core/lti/registration-draft.ts';
import { toolUrls } from '../lti/registration/tool-urls.ts';
import type * as Api from './api-schema/admin.ts';

/** From what the rules know to what the API says. Nothing here decides anything. */
const toolView = (publicUrl: string, id: Registration['id'], product: Product): Api.ToolAddresses => {
  const { login, launch, keys, canvas } = toolUrls(publicUrl, id);
  return { login, launch, keys, canvasKey: product === 'canvas' ? canvas : null };
};

const endpointsView = ({ issuer, authUrl, tokenUrl, jwksUrl }: PlatformEndpoints) => ({
  issuer,
  authUrl,
  tokenUrl,
  jwksUrl,
});

export const registrationView = (registration: Registration, publicUrl: string): Api.Registration => {
  const { id, name, product, clientId, tokenAudience, state, deployments, deploymentPolicy, policy } = registration;
  return {
    ...endpointsView(registration),
    id,
    name,
    product,
    clientId,
    tokenAudience,
    state,
    deployments: deployments.map((deployment) => ({ ...deployment })),
    deploymentPolicy,
    facesOn: policy.faces,
    facesTurnedOnAt: policy.facesTurnedOnAt,
    links: policy.links ?? null,
    captureHours: captureHoursOf(policy),
    tool: toolView(publicUrl, id, product),
  };
};

export const draftView = (draft: RegistrationDraft, publicUrl: string): Api.Draft => {
  const { id, name, product, endpoints, begunAt, expiresAt } = draft;
  return { ...endpointsView(endpoints), id, name, product, begunAt, expiresAt, tool: toolView(publicUrl, id, product) };
};
