/** What a region file of this kind says beyond what every kind's does. */
export const example = {
  endpoint: 'https://gateway.region.example/services/tongban',
  version: '1.2',
  security: 'username-digest',
  clientId: 'tongban-kiosk',
} as const;
