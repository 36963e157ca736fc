import { Text, View } from '@instructure/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type AdminMe, type AdminVerb, adminMe } from '../../lti-server/http/api-schema/admin-sign-in.ts';
import { ask } from '../api/client.ts';

const useMe = () => useQuery({ queryKey: ['admin', 'me'], queryFn: () => ask(adminMe, 'GET', '/admin/me') });

/** Until it is known nothing is held back: the server refuses whatever is not allowed. */
const useMay = (verb: AdminVerb): boolean => useMe().data?.rights.includes(verb) ?? true;

const lineId = 'admin-rights';
const dimmed = 'fieldset[disabled] :is(button, input, label) { opacity: 0.55 !important; cursor: not-allowed; }';

const wordsOf = ({ rights }: AdminMe): string | null => {
  if (rights.includes('change-registration')) return null;
  if (rights.includes('disable'))
    return 'You are an operator: you can look at everything, switch things off and make new keys. The rest takes somebody in the group admin.';
  return rights.includes('read')
    ? 'You are an auditor: you can look at everything and change nothing. Changes take somebody in the group admin.'
    : 'You are in no group that may administer Muster. Ask whoever runs the user pool.';
};

/** Once on each page, for who may not do everything. */
export const RightsLine = () => {
  const { data } = useMe();
  const words = data === undefined ? null : wordsOf(data);
  return words === null ? null : (
    <View as="div" margin="0 0 medium" padding="small" borderWidth="small" borderRadius="medium">
      <style>{dimmed}</style>
      <Text id={lineId}>{words}</Text>
    </View>
  );
};

/** Controls that need a right: without it they are there, disabled, and described by the reason. */
export const Allowed = ({ verb, children }: { readonly verb: AdminVerb; readonly children: ReactNode }) => {
  const may = useMay(verb);
  return (
    <fieldset
      disabled={!may}
      {...(may ? {} : { 'aria-describedby': lineId, title: 'Your group does not allow this.' })}
      style={{ border: 0, padding: 0, margin: 0, minInlineSize: 0 }}
    >
      {children}
    </fieldset>
  );
};
