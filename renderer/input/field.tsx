import { useEffect, useId, useRef } from 'react';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly active: boolean;
  readonly onActivate: () => void;
  readonly problem?: string | null;
  readonly autoFocus?: boolean;
}

/** A field that on-screen keys write into; keys of a real keyboard work as well. Nothing is remembered or suggested. */
export function Field({ label, hint, value, onChange, active, onActivate, problem, autoFocus }: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  return (
    <div className={`text-field${active ? ' active' : ''}`}>
      <label htmlFor={id}>
        {label}
        {hint && <small>{hint}</small>}
      </label>
      <input
        ref={input}
        id={id}
        type="text"
        inputMode="none"
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        className="digits"
        value={value}
        onFocus={onActivate}
        onChange={(event) => onChange(event.target.value)}
        {...(problem ? { 'aria-describedby': `${id}-problem` } : {})}
      />
      {problem && (
        <p className="field-note" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
