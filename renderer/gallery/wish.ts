import type { Sight } from '../ui/index.ts';

export type GalleryLanguage = 'zh-CN' | 'en';

/** What of the gallery is wanted: `#lang=en&text=large&contrast=high&panel=476x268&section=buttons`. */
export interface Wish extends Sight {
  readonly language: GalleryLanguage;
  /** Visible millimetres. */
  readonly panel: { readonly widthMm: number; readonly heightMm: number };
  /** One section alone, or all. */
  readonly section: string | null;
}

/** A 32-inch panel on end. */
const PANEL = { widthMm: 398, heightMm: 708 } as const;

export function wishOf(hash: string): Wish {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const [widthMm, heightMm] = (asked.get('panel') ?? '').split('x').map(Number);
  return {
    language: asked.get('lang') === 'en' ? 'en' : 'zh-CN',
    largeText: asked.get('text') === 'large',
    highContrast: asked.get('contrast') === 'high',
    panel: widthMm && heightMm ? { widthMm, heightMm } : PANEL,
    section: asked.get('section'),
  };
}
