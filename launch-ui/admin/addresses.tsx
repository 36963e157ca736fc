import { Button, Flex, Text, View } from '@instructure/ui';
import { useState } from 'react';
import type { ToolAddresses } from '../../lti-server/http/api-schema/admin.ts';

/** An address with a button that copies it. */
export const CopyRow = ({ name, value }: { readonly name: string; readonly value: string }) => {
  const [said, setSaid] = useState<'' | 'Copied' | 'Mark and copy it by hand'>('');
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setSaid('Copied'),
      () => setSaid('Mark and copy it by hand'),
    );
  return (
    <View as="div" borderWidth="0 0 small 0" padding="x-small 0">
      <Flex gap="small" wrap="wrap" justifyItems="space-between" alignItems="center">
        <Flex.Item shouldGrow shouldShrink size="14rem">
          <Text as="div" weight="bold">
            {name}
          </Text>
          <code style={{ overflowWrap: 'anywhere' }}>{value}</code>
        </Flex.Item>
        <Flex.Item>
          <Flex gap="x-small" alignItems="center">
            <span role="status">{said}</span>
            <Button size="small" aria-label={`Copy: ${name}`} onClick={() => void copy()}>
              Copy
            </Button>
          </Flex>
        </Flex.Item>
      </Flex>
    </View>
  );
};

/** Every URL of ours that an LMS asks for, under the names that LMSs use. */
export const Addresses = ({ tool: { login, launch, keys, canvasKey } }: { readonly tool: ToolAddresses }) => (
  <>
    {canvasKey !== null && <CopyRow name="Developer key as JSON (Canvas: JSON URL)" value={canvasKey} />}
    <CopyRow name="Login initiation URL" value={login} />
    <CopyRow name="Redirect URI" value={launch} />
    <CopyRow name="Tool URL, target link URI" value={launch} />
    <CopyRow name="Deep linking (content selection) URL" value={launch} />
    <CopyRow name="Public key set URL" value={keys} />
  </>
);
