/** Checksums over bytes `from` (included) to `to` (excluded). */

/** XOR of all bytes. */
export function xor(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum ^= bytes[i] as number;
  return sum;
}

/** Sum of all bytes. Protocols keep its low 8 or 16 bits. */
export function sum(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let total = 0;
  for (let i = from; i < to; i++) total += bytes[i] as number;
  return total;
}

/** CRC-16 of Modbus over serial line: polynomial A001 (reflected 8005), initial FFFF. Sent low byte first. */
export function crc16Modbus(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0xffff;
  for (let i = from; i < to; i++) {
    crc ^= bytes[i] as number;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
