import { Button, Flex, Text } from '@instructure/ui';
import { memo } from 'react';
import { hasKeys } from '../shell/has-keys.ts';
import { useTouchSize } from '../shell/touch-size.ts';

interface Props {
  readonly summary: string;
  /** Why it cannot be confirmed yet. */
  readonly stop: string | null;
  readonly isBusy: boolean;
  readonly canUndo: boolean;
  readonly help: boolean;
  readonly onHelp: () => void;
  readonly onUndo: () => void;
  readonly onConfirm: () => void;
}

/** Always in view: how things stand, and what comes next. */
export const BoardFooter = memo(({ summary, stop, isBusy, canUndo, help, onHelp, onUndo, onConfirm }: Props) => {
  const size = useTouchSize('medium');
  return (
    <footer
      style={{
        position: 'sticky',
        bottom: 0,
        margin: '1rem -1rem -1rem',
        background: '#fff',
        borderTop: '1px solid #c7cdd1',
        padding: '0.6rem 1rem',
        zIndex: 5,
      }}
    >
      {help && (
        <Text as="p">
          J and K, or the arrows: next and previous face. 1, 2, 3: choose. V: visitor. X: not a face. U: undo. Enter:
          confirm. ?: hide this.
        </Text>
      )}
      <Flex gap="small" wrap="wrap" justifyItems="space-between" alignItems="center">
        <Flex.Item shouldShrink>
          <Text weight="bold">{summary}</Text>
          {stop !== null && (
            <Text as="div" size="small" color="secondary">
              {stop}
            </Text>
          )}
        </Flex.Item>
        <Flex gap="small">
          {hasKeys() && (
            <Button {...size} onClick={onHelp} aria-expanded={help}>
              Keys
            </Button>
          )}
          <Button {...size} onClick={onUndo} interaction={canUndo ? 'enabled' : 'disabled'}>
            Undo
          </Button>
          <Button
            {...size}
            color="primary"
            onClick={onConfirm}
            interaction={stop === null && !isBusy ? 'enabled' : 'disabled'}
          >
            Confirm
          </Button>
        </Flex>
      </Flex>
    </footer>
  );
});
