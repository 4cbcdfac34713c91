export * from './open-document.ts';
export * from './pages.tsx';
