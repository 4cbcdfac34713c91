import { useEffect, useRef, useState } from 'react';
import { drawPage, openDocument, type PDFDocumentProxy } from './open-document.ts';

export interface PagesProps {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly pageWord: (page: number, pages: number) => string;
  /** Called once with the number of pages, and with each page when the whole of it has been in sight. */
  readonly onOpen: (pages: number) => void;
  readonly onSeen: (page: number) => void;
  readonly onFail: () => void;
}

/** Every page of a document, one below the other, drawn from the very bytes. */
export function Pages({ bytes, pageWord, onOpen, onSeen, onFail }: PagesProps) {
  const [document, setDocument] = useState<PDFDocumentProxy | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the callbacks are read at the time of the event
  useEffect(() => {
    let gone = false;
    let opened: PDFDocumentProxy | null = null;
    // The viewer takes the buffer over; the bytes themselves stay as they came.
    openDocument(bytes.slice()).then(
      (found) => {
        opened = found;
        if (gone) return void found.loadingTask.destroy();
        setDocument(found);
        onOpen(found.numPages);
      },
      () => gone || onFail(),
    );
    return () => {
      gone = true;
      void opened?.loadingTask.destroy();
    };
  }, [bytes]);
  if (!document) return null;
  return (
    <>
      {Array.from({ length: document.numPages }, (_, index) => (
        <Page
          // biome-ignore lint/suspicious/noArrayIndexKey: pages never change places
          key={index}
          document={document}
          number={index + 1}
          word={pageWord(index + 1, document.numPages)}
          onSeen={onSeen}
          onFail={onFail}
        />
      ))}
    </>
  );
}

function Page(props: {
  readonly document: PDFDocumentProxy;
  readonly number: number;
  readonly word: string;
  readonly onSeen: (page: number) => void;
  readonly onFail: () => void;
}) {
  const { document, number, word, onSeen, onFail } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const [text, setText] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the callbacks are read at the time of the event
  useEffect(() => {
    const el = canvas.current;
    if (!el) return;
    let gone = false;
    drawPage(document, number, el, el.clientWidth).then(
      (found) => gone || setText(found),
      () => gone || onFail(),
    );
    return () => {
      gone = true;
    };
  }, [document, number]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the callbacks are read at the time of the event
  useEffect(() => {
    // Seen when it is drawn and its end has been in sight.
    if (text === null || !end.current) return;
    // A quick hand may carry the end past the screen between two frames: what lies above counts as well.
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onSeen(number);
      },
      { root: end.current.closest('.view'), rootMargin: '100000px 0px 0px 0px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [text, number]);
  return (
    <figure className="page" data-page={number}>
      <canvas ref={canvas} role="img" aria-label={word} />
      <div ref={end} className="page-end" />
      <figcaption className="hidden-visually">{text}</figcaption>
    </figure>
  );
}
