export {
  ACT_FROM,
  CELL_ACTS,
  CELL_EVENTS,
  CELL_FAULTS,
  CELL_STATES,
  type CellAct,
  type CellEvent,
  type CellFault,
  type CellLife,
  type CellState,
  isEmpty,
  step,
} from './cell.ts';
export { CODE_LIMITS, codeIn, codeText } from './codes.ts';
export { LOCKER_LIMITS, LockerService, type Reservation } from './service.ts';
export {
  type By,
  CELL_SIZES,
  type CellNews,
  type CellPlan,
  type CellRecord,
  type CellSize,
  type CodeProblem,
  type LedgerEvent,
  type LockerAlarm,
  type LockerDeps,
  type LockerProblem,
} from './types.ts';
