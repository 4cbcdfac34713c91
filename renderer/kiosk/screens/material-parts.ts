export { MaterialsScreen } from './materials.tsx';
export { PhoneScreen } from './phone.tsx';
