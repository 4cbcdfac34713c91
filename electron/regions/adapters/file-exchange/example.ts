/** What a region file of this kind says beyond what every kind's does. */
export const example = {
  endpoint: 'sftp://files.region.example:22/tongban',
  clientId: 'tongban-kiosk',
  /** Of a made-up box. */
  hostKeys: [`SHA256:${'A'.repeat(43)}`],
  sender: 'B017',
  regionSealKey: '9'.repeat(64),
  regionSignKey: '9'.repeat(64),
} as const;
