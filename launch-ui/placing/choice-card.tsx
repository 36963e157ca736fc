import { RadioInput, Text } from '@instructure/ui';
import type { ReactNode } from 'react';

/** One of several things to choose from, in words; what belongs to it shows while it is chosen. */
export const ChoiceCard = ({
  name,
  value,
  title,
  text,
  checked,
  onChoose,
  children,
}: {
  readonly name: string;
  readonly value: string;
  readonly title: string;
  readonly text: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly children?: ReactNode;
}) => (
  <div
    style={{
      border: `1px solid ${checked ? '#0E68B3' : '#c7cdd1'}`,
      boxShadow: checked ? '0 0 0 1px #0E68B3' : 'none',
      borderRadius: 4,
      padding: '0.75rem 1rem',
    }}
  >
    <RadioInput
      name={name}
      value={value}
      checked={checked}
      onChange={onChoose}
      label={
        <>
          <Text as="span" weight="bold">
            {title}
          </Text>
          <br />
          <Text as="span" color="secondary">
            {text}
          </Text>
        </>
      }
    />
    {checked && children !== undefined && <div style={{ margin: '0.75rem 0 0 1.75rem' }}>{children}</div>}
  </div>
);
