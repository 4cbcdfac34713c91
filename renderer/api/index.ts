export * from './dock-session.ts';
export * from './keep-connected.ts';
export * from './kiosk-session.ts';
export * from './link.ts';
