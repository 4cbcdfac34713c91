/** What a region file of this kind says beyond what every kind's does. */
export const example = {
  endpoint: 'https://gateway.region.example/ebus/tongban',
  clientId: 'tongban-kiosk',
  headers: { prefix: 'x-tif', hash: 'sha256', hexCase: 'lower' },
  appCode: 'TONGBAN',
  version: '1.0.0',
  cipher: { mode: 'cbc', encoding: 'base64' },
  signature: { form: 'raw', encoding: 'hex', covers: 'encrypted' },
  /** Of a made-up gateway. */
  regionPublicKey:
    '04bdd8c7e047282cb26b14533e6a816b6cf01335cde7c0bd14e6b4d8171300bd01b13c5ff3fce809a8cf361090866d8720692cbb9479cf1553b1e2c6f11ada50fd',
} as const;
