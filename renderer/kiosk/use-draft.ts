import { useState } from 'react';
import { useKiosk } from './context.tsx';

/** State of a field that outlives its screen until the session ends. */
export function useDraft(key: string): [string, (value: string) => void] {
  const { drafts } = useKiosk();
  const [value, setValue] = useState(() => drafts.get(key) ?? '');
  return [
    value,
    (next) => {
      drafts.set(key, next);
      setValue(next);
    },
  ];
}
