import { useEffect, useState } from 'react';

/** Below this a table stands better stacked than beside a scroll bar. */
const narrow = '(max-width: 40rem)';

export const useNarrow = (): boolean => {
  const [is, setIs] = useState(() => window.matchMedia(narrow).matches);
  useEffect(() => {
    const query = window.matchMedia(narrow);
    const change = () => setIs(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, []);
  return is;
};
