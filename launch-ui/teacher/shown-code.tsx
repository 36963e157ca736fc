import { Button, Flex, Text } from '@instructure/ui';
import { type CSSProperties, useRef } from 'react';
import type { ShownCode as Shown } from '../../lti-server/http/api-schema/check-in.ts';
import { useTouchSize } from '../shell/touch-size.ts';
import { unseen } from '../shell/unseen.ts';
import { time } from '../times.ts';
import { useSecondsLeft } from './use-check-in.ts';

type Open = NonNullable<Shown['open']>;

/** To be read from the last row. */
const codeStyle: CSSProperties = {
  fontSize: 'clamp(3.5rem, 17vw, 14rem)',
  lineHeight: 1.1,
  fontWeight: 700,
  fontVariantNumeric: 'tabular-nums',
  whiteSpace: 'nowrap',
};

const screenStyle: CSSProperties = {
  background: '#fff',
  textAlign: 'center',
  display: 'grid',
  alignContent: 'center',
  gap: '0.5rem',
  padding: '1rem 0',
  overflow: 'auto',
};

/** "4:05" */
const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

const Code = ({ code }: { readonly code: string }) => (
  <div>
    <span aria-hidden style={codeStyle}>
      {code.slice(0, 3)} {code.slice(3)}
    </span>
    {/* One digit after another: as a number nobody could type it. */}
    <span style={unseen}>The code is {[...code].join(' ')}</span>
  </div>
);

const Remaining = ({ open, readAt, timeZone }: { readonly open: Open; readonly readAt: number; timeZone: string }) => {
  const change = useSecondsLeft(readAt + open.changesInMs);
  const close = useSecondsLeft(readAt + open.closesInMs);
  const next = open.changing && change < close ? `${change === 0 ? 'Next code…' : `Next code in ${change} s`} · ` : '';
  return (
    <Text as="div" size="large">
      {next}Closes in {clock(close)}
      {open.lateFrom === null ? '' : ` · late from ${time(open.lateFrom, timeZone)}`}
    </Text>
  );
};

interface Props {
  readonly open: Open;
  /** When it was answered, by this device's clock. */
  readonly readAt: number;
  readonly timeZone: string;
  readonly checkedIn: string;
  readonly isBusy: boolean;
  readonly onMore: () => void;
  readonly onClose: () => void;
}

/** What the room sees: no name, but how many. */
export const ShownCode = ({ open, readAt, timeZone, checkedIn, isBusy, onMore, onClose }: Props) => {
  const screen = useRef<HTMLElement>(null);
  const size = useTouchSize('medium');
  const interaction = isBusy ? 'disabled' : 'enabled';
  return (
    <>
      <section ref={screen} aria-label="For the room" style={screenStyle}>
        <Text as="div" size="large">
          In your course, open Muster and type this code:
        </Text>
        <Code code={open.code} />
        <Text as="div" size="x-large">
          {checkedIn}
        </Text>
        <Remaining open={open} readAt={readAt} timeZone={timeZone} />
      </section>
      <Flex gap="small" wrap="wrap" justifyItems="center" margin="small 0">
        <Button {...size} onClick={onMore} interaction={interaction}>
          5 more minutes
        </Button>
        {document.fullscreenEnabled && (
          <Button {...size} onClick={() => void screen.current?.requestFullscreen()}>
            Full screen
          </Button>
        )}
        <Button {...size} onClick={onClose} interaction={interaction}>
          Close check-in
        </Button>
      </Flex>
    </>
  );
};
