export * from './button.tsx';
export * from './chime.ts';
export * from './dialog.tsx';
export * from './notice.tsx';
export * from './pieces.tsx';
export * from './scale.ts';
export * from './scroll.tsx';
