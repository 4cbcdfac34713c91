import type { CameraPiece, Failure } from './contract/index.ts';
import { err, ok, type Result } from './core/index.ts';
import { failure, type Journey, type PhotographJoiner } from './journey/index.ts';

/** The document camera (高拍仪) as the host knows it: only the window sees it, so the host believes what it is told. */
export class CameraDesk {
  readonly #stands: boolean;
  readonly #changed: () => void;
  #present = false;

  /** `documentCamera`: of the profile. Nothing is ready before the window has said so. */
  constructor(documentCamera: string | undefined, changed: () => void) {
    this.#stands = documentCamera !== undefined;
    this.#changed = changed;
  }

  get ready(): boolean {
    return this.#stands && this.#present;
  }

  seen(present: boolean): void {
    if (this.#present === present) return;
    this.#present = present;
    this.#changed();
  }
}

/** The answers to the camera's part of the contract. */
export function cameraAnswers(journey: Pick<Journey, 'piece' | 'photograph'>, desk: CameraDesk) {
  return {
    stands({ present }: { readonly present: boolean }) {
      desk.seen(present);
      return {};
    },
    piece(piece: CameraPiece): Result<Record<string, never>, Failure> {
      const taken = journey.piece(piece);
      return taken.ok ? ok({}) : err(taken.error);
    },
    page({ page }: { readonly page: string }): Result<{ base64: string }, Failure> {
      const bytes = journey.photograph(page);
      return bytes
        ? ok({ base64: Buffer.from(bytes).toString('base64') })
        : err(failure('internal', 'no-page'));
    },
  };
}

/** The documents' room, fetched when the first page comes. */
export async function photographs(): Promise<PhotographJoiner> {
  const { examinePhotograph, joinPhotographs, materialScanner } = await import('./documents/index.ts');
  return { examine: examinePhotograph, join: joinPhotographs, scanner: materialScanner };
}
