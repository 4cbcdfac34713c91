/** What a region file of this kind says beyond what every kind's does. */
export const example = {
  endpoint: 'https://gateway.region.example/tongban',
  tokenEndpoint: 'https://gateway.region.example/oauth2/token',
  clientId: 'tongban-kiosk',
  clientAuthentication: 'post',
} as const;
