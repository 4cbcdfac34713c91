import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { ownWorker } from '../workers/index.ts';

let worker: Worker | null = null;

/** Starts the viewer's worker ahead of the first document. */
export function warmUp(): void {
  if (worker) return;
  worker = ownWorker(workerUrl);
  GlobalWorkerOptions.workerPort = worker;
}

export type { PDFDocumentProxy };

/** Opens a document from its bytes, without eval, without fetching anything. Rejects when they are no PDF. */
export async function openDocument(bytes: Uint8Array<ArrayBuffer>): Promise<PDFDocumentProxy> {
  warmUp();
  const task = getDocument({
    data: bytes,
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
  } as Parameters<typeof getDocument>[0]);
  return task.promise;
}

/** Draws a page to fill `width` CSS pixels, at the screen's own resolution. Returns the text of the page. */
export async function drawPage(
  document: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
  width: number,
): Promise<string> {
  const page = await document.getPage(number);
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  const viewport = page.getViewport({ scale: (width / page.getViewport({ scale: 1 }).width) * ratio });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  canvas.style.aspectRatio = `${viewport.width} / ${viewport.height}`;
  await page.render({ canvas, viewport }).promise;
  const content = await page.getTextContent();
  return content.items.map((item) => ('str' in item ? item.str : '')).join(' ');
}
