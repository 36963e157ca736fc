import { useEffect, useState } from 'react';

const useMedia = (query: string): boolean => {
  const [is, setIs] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const change = () => setIs(media.matches);
    media.addEventListener('change', change);
    return () => media.removeEventListener('change', change);
  }, [query]);
  return is;
};

/** Below this a table stands better stacked than beside a scroll bar. */
export const useNarrow = (): boolean => useMedia('(max-width: 40rem)');

/** From this on two columns have room beside each other. */
export const useWide = (): boolean => useMedia('(min-width: 54rem)');
