export {
  type ExaminedMaterial,
  type MaterialProblem,
  type MaterialScanner,
  materialScanner,
} from './examine.ts';
export { examinePhotograph, joinPhotographs } from './photographed.ts';
