export { CellScreen } from './cell.tsx';
export { CollectScreen } from './collect.tsx';
export { CollectCardScreen } from './collect-card.tsx';
export { CollectCodeScreen } from './collect-code.tsx';
export { CollectListScreen } from './collect-list.tsx';
