import { Alert, FileDrop, Text, View } from '@instructure/ui';
import { useState } from 'react';
import { maxPictureBytes, pictureTypes, whyRejected } from './rejected-file.ts';

interface Rejected {
  readonly key: string;
  readonly name: string;
  readonly why: string;
}

interface Props {
  readonly label: string;
  readonly hint: string;
  /** Those that can be sent; answers which of them it has no use for, and why. */
  readonly onPictures: (files: readonly File[]) => readonly Omit<Rejected, 'key'>[];
}

const filesOf = (given: ArrayLike<File | DataTransferItem>): File[] =>
  Array.from(given).flatMap((one) => (one instanceof File ? one : (one.getAsFile() ?? [])));

/** Choose pictures or drop them; each that is not taken is named, with what to do about it. */
export const PictureDrop = ({ label, hint, onPictures }: Props) => {
  const [rejected, setRejected] = useState<readonly Rejected[]>([]);
  const reject = (list: readonly Omit<Rejected, 'key'>[]) =>
    setRejected(list.map((one) => ({ ...one, key: crypto.randomUUID() })));
  return (
    <>
      <FileDrop
        accept={pictureTypes}
        maxSize={maxPictureBytes}
        shouldAllowMultiple
        onDrop={(accepted, refused) => {
          const unwanted = accepted.length === 0 ? [] : onPictures(filesOf(accepted));
          reject([...filesOf(refused).map((file) => ({ name: file.name, why: whyRejected(file) })), ...unwanted]);
        }}
        renderLabel={
          <View as="div" padding="small" textAlign="center">
            <Text weight="bold">{label}</Text>
            <br />
            <Text size="small">{hint}</Text>
          </View>
        }
      />
      <div role="status">
        {rejected.map(({ key, name, why }) => (
          <Alert
            key={key}
            variant="warning"
            hasShadow={false}
            margin="x-small 0"
            renderCloseButtonLabel="Close"
            onDismiss={() => setRejected((all) => all.filter((one) => one.key !== key))}
          >
            <Text weight="bold">{name}</Text>
            <Text as="div">{why}</Text>
          </Alert>
        ))}
      </div>
    </>
  );
};
