import { z } from 'zod';

export const JOB_FORMAT = 'tongban-job';

/** One job as it is carried by hand: JSON, an entry of a sealed file, and a file of its own where it is imported. */
export const jobFileSchema = z.strictObject({
  format: z.literal(JOB_FORMAT),
  version: z.literal(1),
  /** The region enters the job under this key, and once only: the kiosk asks for it by this key later. */
  idempotencyKey: z.string().min(1).max(200),
  lane: z.string(),
  kind: z.string(),
  createdAt: z.string(),
  /** Tries over the line; also with 0 it may have arrived, for a try is noted only when it has ended. */
  attempts: z.number().int(),
  case: z
    .strictObject({ id: z.string(), receiptNumber: z.string(), region: z.string(), matter: z.string() })
    .nullable(),
  payload: z.unknown(),
});
export type JobFile = z.infer<typeof jobFileSchema>;

/** What the importer leaves beside the jobs: what came with one sealed file. Nothing personal. */
export interface ImportReceipt {
  readonly format: 'tongban-import-receipt';
  readonly version: 1;
  /** Id of the sealed file. */
  readonly file: string;
  readonly sender: string;
  readonly senderKey: string;
  readonly createdAt: string;
  readonly jobs: readonly {
    readonly idempotencyKey: string;
    readonly kind: string;
    readonly receiptNumber: string | null;
    /** Name of the job's file in the same folder. */
    readonly name: string;
  }[];
}
