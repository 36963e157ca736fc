import { useEffect, useState } from 'react';
import { askPicture } from '../api/client.ts';

interface Props {
  /** Below /api. */
  readonly path: string;
  readonly alt: string;
  readonly style?: React.CSSProperties;
  readonly onSize?: (width: number, height: number) => void;
}

/** A picture that only its bearer may see: fetched with it, shown from memory, let go when the page changes. */
export const AuthorisedImage = ({ path, alt, style, onSize }: Props) => {
  const [source, setSource] = useState<string | null>(null);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    let url: string | null = null;
    setSource(null);
    setGone(false);
    askPicture(path, abort.signal).then(
      (blob) => {
        url = URL.createObjectURL(blob);
        setSource(url);
      },
      () => {
        if (!abort.signal.aborted) setGone(true);
      },
    );
    return () => {
      abort.abort();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [path]);
  if (source === null) {
    return (
      <span
        role="img"
        aria-label={gone ? `${alt} (not available)` : alt}
        style={{ ...style, background: '#e8eaec', display: 'inline-block' }}
      />
    );
  }
  return (
    <img
      src={source}
      alt={alt}
      style={style}
      onLoad={({ currentTarget }) => onSize?.(currentTarget.naturalWidth, currentTarget.naturalHeight)}
    />
  );
};
