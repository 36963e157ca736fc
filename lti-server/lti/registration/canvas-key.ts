import {
  canvasPrivacyLevel,
  customParameters,
  placements,
  toolDescription,
  toolLabel,
  toolTitle,
  wantedScopes,
} from './placements.ts';
import type { ToolUrls } from './tool-urls.ts';

/**
 * Canvas' developer key as JSON, for *Enter URL* or *Paste JSON*. The redirect URI is no part of it: it is entered on the
 * key itself. https://developerdocs.instructure.com/services/canvas/external-tools/lti/file.lti_dev_key_config
 */
export const canvasKey = (urls: ToolUrls): Readonly<Record<string, unknown>> => ({
  title: toolTitle,
  description: toolDescription,
  oidc_initiation_url: urls.login,
  target_link_uri: urls.launch,
  scopes: wantedScopes,
  public_jwk_url: urls.keys,
  custom_fields: customParameters('canvas'),
  extensions: [
    {
      domain: urls.domain,
      tool_id: 'muster',
      platform: 'canvas.instructure.com',
      privacy_level: canvasPrivacyLevel,
      settings: {
        text: toolLabel,
        icon_url: urls.icon,
        placements: placements.map(({ placement, messageType, visibility, enabled }) => ({
          placement,
          enabled: true,
          message_type: messageType,
          target_link_uri: urls.launch,
          text: toolLabel,
          icon_url: urls.icon,
          visibility,
          ...(enabled ? {} : { default: 'disabled' }),
        })),
      },
    },
  ],
});
