export { LicenceScreen } from './licence.tsx';
export { MaterialsScreen } from './materials.tsx';
export { PhoneScreen } from './phone.tsx';
export { ResultPhoneScreen } from './result-phone.tsx';
