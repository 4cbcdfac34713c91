/** What a region file of this kind says beyond what every kind's does. */
export const example = {
  endpoint: 'https://gateway.region.example/tongban',
  clientId: 'tongban-kiosk',
  signBody: true,
} as const;
