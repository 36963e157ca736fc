import type { PlaceAnswer } from '../../lti-server/http/api-schema/deep-linking.ts';

/**
 * Leaves for the platform with the answer: a form of one field, as LTI deep linking 2.0, section 4.5 has it. Made as
 * elements and not as text, so that nothing in an address has to be escaped, and its query stays as it came.
 */
export const sendToPlatform = ({ returnUrl, jwt }: PlaceAnswer): void => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = returnUrl;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'JWT';
  field.value = jwt;
  form.append(field);
  document.body.append(form);
  form.submit();
};
