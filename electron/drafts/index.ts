export { DRAFT_MS, type DraftShelf, draftShelf, type KeptDraft } from './shelf.ts';
